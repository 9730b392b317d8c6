import fs from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BotApi, TOKEN } from '../fakes/bot-api.ts';
import { runCli } from '../support/cli.ts';
import { makeHome, startDaemon } from '../support/daemon.ts';

const ADA = { id: 42, first_name: 'Ada', username: 'ada' };
const CHAT = { id: 42, type: 'private' as const };

async function botApi(): Promise<BotApi> {
  const api = await BotApi.open();
  onTestFinished(() => api.close());
  return api;
}

test('paired from the command line, the bot answers, confirms, and goes on after a SIGKILL of the daemon', async () => {
  const api = await botApi();
  const home = makeHome();
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  // The address stands in the environment, as it would where one runs a server of one's own.
  const env = { NIGHTDESK__CHANNELS__TELEGRAM__API_ROOT: api.root, NIGHTDESK__CHANNELS__TELEGRAM__CHAT_INTERVAL_MS: '0' };
  const config = '{ "channels": { "phone": { "kind": "telegram", "topics": ["notify.message"] } } }';
  let daemon = await startDaemon({ home, env, config });
  onTestFinished(async () => void (await daemon.stop()));
  expect((await runCli(['channels', 'test', 'phone'], { home, env })).stderr).toContain('nightdesk secret set channels.phone.token');
  expect((await runCli(['secret', 'set', 'channels.phone.token'], { home, env, input: TOKEN })).code).toBe(0);

  const paired = await runCli(['pair', 'telegram', '--role', 'trader'], { home, env });
  expect(paired).toMatchObject({ code: 0, stdout: expect.stringContaining('https://t.me/desk_bot?start=') });
  const code = /start=(\w+)/.exec(paired.stdout)?.[1];
  api.write(ADA, CHAT, `/start ${code}`);
  await api.until(() => api.sent.some(({ text }) => text.includes('role trader')));

  const killed = daemon.kill();
  daemon.client.close();
  await killed;
  daemon = await startDaemon({ home, env });
  api.write(ADA, CHAT, '/status');
  await api.until(() => api.sent.some(({ text }) => /Trade \d|No open trades/.test(text)));
  api.write(ADA, CHAT, '/stop');
  await api.until(() => api.sent.some(({ text }) => text.includes('bot.stop needs the role operator')));
  await daemon.client.call('notify.send', { text: 'good night' });
  await api.until(() => api.sent.some(({ text }) => text.includes('good night')));
  expect(await daemon.client.call('channels.people', { id: 'phone' })).toMatchObject({ people: [{ person: 'ada', role: 'trader' }] });

  const log = fs.readFileSync(path.join(home, 'logs', fs.readdirSync(path.join(home, 'logs')).find((name) => name.endsWith('.log')) ?? ''), 'utf8');
  expect(log + daemon.output()).not.toContain(TOKEN.split(':')[1]);
});

test('pair says what is missing, and which channel is meant', async () => {
  const daemon = await startDaemon();
  onTestFinished(async () => void (await daemon.stop()));
  const { home } = daemon;
  const none = await runCli(['pair', 'telegram'], { home });
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('nightdesk channels add telegram --kind telegram') });
  for (const id of ['a', 'b']) await daemon.client.call('channels.configure', { id, kind: 'telegram', enabled: false });
  expect((await runCli(['pair', 'telegram'], { home })).stderr).toContain('nightdesk pair telegram b');
  expect((await runCli(['pair', 'telegram', 'a'], { home })).stderr).toContain('disabled');
});
