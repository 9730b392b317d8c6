import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { Receiver } from '../support/receiver.ts';

async function receiver(): Promise<Receiver> {
  const opened = await Receiver.open();
  onTestFinished(() => opened.close());
  return opened;
}

test('signed messages outlive a SIGKILL of the daemon, in order, and the news of its stop goes out too', async () => {
  const home = makeHome();
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  const other = await receiver();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  let daemon: RunningDaemon = await startDaemon({ home });
  onTestFinished(async () => void (await daemon.stop()));
  await daemon.client.call('secrets.set', { name: 'channels.ops.secret', value: secret });
  await daemon.client.call('channels.configure', { id: 'ops', kind: 'webhook', settings: { url: other.url }, topics: ['notify.message', 'daemon.state'] });
  const killed = new Promise<void>((resolve) => {
    other.answer = (_request, nth) => {
      if (nth === 4) void daemon.kill().then(resolve);
      return nth >= 4 ? { hang: true } : undefined;
    };
  });
  const texts = Array.from({ length: 10 }, (_, index) => `message ${index}`);
  for (const text of texts) await daemon.client.call('notify.send', { text, channels: ['ops'] }).catch(() => {});
  await killed;
  daemon.client.close();
  other.answer = () => undefined;
  daemon = await startDaemon({ home });
  const { items } = await daemon.client.call('events.history', { topics: ['notify.message'] });
  const told = items.map(({ data }) => (data as { text: string }).text).toSorted();
  expect(told.length).toBeGreaterThanOrEqual(4);
  await other.until(() => other.texts.some((text) => text.startsWith('Daemon back after a crash')));
  await daemon.stop();
  expect(other.texts.filter((text, index) => text !== other.texts[index - 1])).toEqual([...told, expect.stringContaining('after a crash'), 'Daemon stopping']);
  const ids = new Map<string, Set<unknown>>();
  for (const { body, headers, json } of other.received) {
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({ seq: json.seq });
    ids.set(json.text, (ids.get(json.text) ?? new Set()).add(headers['webhook-id']));
  }
  for (const of of ids.values()) expect(of.size).toBe(1);
});

test('a channel whose credential is refused says so over RPC and in the health of the daemon, and works once enabled', async () => {
  const other = await receiver();
  const daemon = await startDaemon();
  onTestFinished(async () => void (await daemon.stop()));
  other.answer = () => ({ status: 401, body: 'who are you?' });
  await daemon.client.call('channels.configure', { id: 'ops', kind: 'webhook', settings: { url: other.url }, topics: ['notify.message'] });
  expect(await daemon.client.call('channels.test', { id: 'ops' })).toMatchObject({ ok: false, remedy: expect.stringContaining('credential') });
  const parked = new Promise<void>((resolve) => {
    void daemon.client.subscribe({ topics: ['channel.state'] }, { onEvent: ({ data }) => void ((data as { state: string }).state === 'parked' && resolve()) });
  });
  await daemon.client.call('notify.send', { text: 'a' });
  await parked;
  expect(await daemon.client.call('channels.get', { id: 'ops' })).toMatchObject({
    state: 'parked',
    queued: 1,
    reason: expect.stringContaining('who are you?'),
  });
  expect(JSON.stringify(await daemon.client.call('daemon.health', {}))).toContain('who are you?');
  other.answer = () => undefined;
  await daemon.client.call('channels.enable', { id: 'ops' });
  await other.until(() => other.texts.filter((text) => text === 'a').length === 2);
});
