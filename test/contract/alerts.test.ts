import fs from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { Receiver } from '../support/receiver.ts';

test('an alert set from the command line arrives, and neither it nor what quiet hours hold is lost or doubled by a SIGKILL', async () => {
  const home = makeHome();
  const receiver = await Receiver.open();
  let daemon: RunningDaemon = await startDaemon({ home });
  onTestFinished(async () => {
    await daemon.stop();
    await receiver.close();
    fs.rmSync(home, { recursive: true, force: true });
  });
  const settings = { url: receiver.url };
  await daemon.client.call('channels.configure', { id: 'phone', kind: 'webhook', settings, topics: ['alert.fired', 'notify.message'] });
  const added = await runCli(['alerts', 'add', 'price_above', 'pair=BTC/USDT', 'price=1', '--once', '--name', 'above one'], { home });
  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('price-above-1: tells of BTC/USDT at 1 or above') });
  await receiver.until(() => receiver.received.length > 0);
  expect(receiver.received[0]?.json).toMatchObject({
    type: 'alert.fired',
    text: expect.stringMatching(/^Alert above one: BTC\/USDT is at \d+/),
    data: { rule: 'price-above-1', kind: 'price_above', limit: '1', times: 1 },
  });

  const now = new Date().getUTCHours();
  const hour = (move: number) => `${String((now + move + 24) % 24).padStart(2, '0')}:00`;
  await daemon.client.call('channels.configure', { id: 'phone', routing: { quietHours: { from: hour(-1), until: hour(2) } } });
  await daemon.client.call('notify.send', { text: 'good night' });
  const held = async () => (await daemon.client.call('channels.deliveries', { id: 'phone', state: 'held' })).items;
  await expect.poll(held).toMatchObject([{ text: 'good night', reason: `quiet hours until ${hour(2)}` }]);
  await daemon.kill();
  daemon.client.close();
  daemon = await startDaemon({ home });
  expect(await held()).toMatchObject([{ text: 'good night', state: 'held' }]);
  expect((await daemon.client.call('alerts.list', {})).items).toMatchObject([{ id: 'price-above-1', state: 'done', fired: 1 }]);
  await daemon.client.call('channels.configure', { id: 'phone', routing: { quietHours: null } });
  await receiver.until(() => receiver.texts.includes('good night'));
  expect(receiver.received).toHaveLength(2);
  expect((await runCli(['alerts', 'remove', 'price-above-1'], { home })).code).toBe(0);
});
