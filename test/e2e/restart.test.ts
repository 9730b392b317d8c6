import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DaemonClient } from '../../daemon/client/client.ts';
import { probeDaemon } from '../../daemon/client/probe.ts';
import { socketConnector } from '../../daemon/client/socket.ts';
import { spawnDaemon } from '../../daemon/lifecycle/launch.ts';
import { freePort } from '../support/console.ts';
import { consoleSuite, goTo } from '../support/console-suite.ts';
import { daemonEnv, makeHome, type RunningDaemon } from '../support/daemon.ts';
import { DAEMON } from '../support/entry.ts';

/** A daemon in the background, as `nightdesk daemon start` leaves it, at an address that it keeps. */
const suite = consoleSuite(async () => {
  const home = makeHome();
  const env = daemonEnv(home, { NIGHTDESK__CONSOLE__PORT: String(await freePort()) });
  await spawnDaemon({ entry: DAEMON, probe: probeDaemon, env, readyMs: 30_000 });
  const socket = path.join(home, 'run/rpc.sock');
  const client = new DaemonClient({ connect: socketConnector(socket), client: 'test' });
  const stop = async () => {
    await client.callConfirmed('daemon.stop', {});
    client.close();
    return null;
  };
  return { home, socket, client, stop } as Partial<RunningDaemon> as RunningDaemon;
});

const timeframe = async () => (await suite.daemon.client.call('bot.status', {}, { wait: true })).data.timeframe;

test('what takes effect at the next start is put into force from the page, which finds the daemon again', async () => {
  expect(await timeframe()).toBe('15s');
  const page = await suite.open('#/settings?section=sim');
  const form = page.getByRole('form', { name: 'Sim' });
  await form.getByRole('textbox', { name: 'Timeframe' }).fill('1m');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('takes effect at the next start of the daemon').first().waitFor();
  await goTo(page, '#/settings?section=daemon');
  const { pid } = JSON.parse(fs.readFileSync(path.join(suite.daemon.home, 'run/daemon.json'), 'utf8')) as { pid: number };
  await page.getByText(String(pid), { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Restart the daemon' }).click();
  await page.getByText('It is back.').waitFor();
  await page.locator('.desk[data-age="fresh"]').waitFor();
  expect(await timeframe()).toBe('1m');
  await page.getByText(String(pid), { exact: true }).waitFor({ state: 'detached' });
});

test('in the guide, another source of prices is put into force on the spot', async () => {
  const page = await suite.open('#/guide?step=market');
  await page.getByRole('radio', { name: /live prices/ }).click();
  await page.getByText('takes effect when the daemon has started anew').waitFor();
  await page.getByRole('radio', { name: /simulated market/ }).click();
  await page.getByRole('button', { name: 'Restart the daemon' }).waitFor({ state: 'detached' });
});
