import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CHROMIUM, launchBrowser, NO_CHROMIUM } from '../support/console.ts';
import { eventually } from '../support/console-suite.ts';
import { makeHome, startDaemon } from '../support/daemon.ts';
import { buildDesktop, clientOf, launchDesktop, pidOf, type RunningDesktop, socketOf } from '../support/desktop.ts';
import { ofGeneration, ofProtocol, ofVersion, type SkewedSocket, skewedSocket } from '../support/skewed-socket.ts';

let browser: Browser;
let home: string;
const desktops: RunningDesktop[] = [];
const sockets: SkewedSocket[] = [];

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  buildDesktop();
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

beforeEach((ctx) => {
  if (CHROMIUM === undefined) ctx.skip(NO_CHROMIUM);
  home = makeHome();
  fs.writeFileSync(path.join(home, 'config.jsonc'), JSON.stringify({ sim: { timeframe: '1s', tickMs: 100 } }));
});

afterEach(async () => {
  for (const desktop of desktops.splice(0)) if (!desktop.app.ended) desktop.app.quit();
  for (const socket of sockets.splice(0)) await socket.close();
  const pid = pidOf(home);
  if (pid) process.kill(pid, 'SIGKILL');
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function launch(options: { argv?: readonly string[]; env?: Record<string, string>; browser?: Browser } = {}): Promise<RunningDesktop> {
  const desktop = await launchDesktop({ browser, home, ...options });
  desktops.push(desktop);
  return desktop;
}

/** Closes the window as people do, and answers that the console is to stay in the tray. */
async function closeWindow({ windows, answers, dialogs }: RunningDesktop): Promise<void> {
  answers.push({ response: 0, checkboxChecked: false });
  windows[0]!.close();
  await eventually(() => windows[0]!.visible).toBe(false);
  expect(dialogs.at(-1)?.message).toBe('The daemon goes on trading.');
}

const botState = async () => {
  const client = clientOf(home);
  try {
    return (await client.call('bot.status', {}, { wait: true })).state;
  } finally {
    client.close();
  }
};

/** Stands still until it is ended from outside. */
const hang = (page: Page) =>
  void page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {});

const control = (page: Page, name: string) => page.getByRole('group', { name: 'Control of the bot' }).getByRole('button', { name });
const shown = (page: Page, text: string) => page.locator('.state .header-main', { hasText: text }).waitFor();

describe('the desktop console on a stand-in for Electron', () => {
  test('starts a daemon, opens on the Overview, and a press in the window reaches daemon and tray', async () => {
    const refused = vi.spyOn(console, 'error');
    const desktop = await launch();
    const page = await desktop.fresh();
    await page.getByRole('main', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: /^PAPER paper/ }).waitFor();
    await desktop.told('paper, running');
    expect(desktop.windows[0]!.visible).toBe(true);
    await control(page, 'Pause').click();
    await shown(page, 'Paused');
    await desktop.told('paused');
    expect(await botState()).toBe('paused');
    desktop.trays[0]!.pick('Resume');
    await shown(page, 'Running');
    expect(desktop.contents().complaints).toEqual([]);
    expect(refused).not.toHaveBeenCalled();
  });

  test('the page has one object of the console and nothing of Electron or Node, and cannot leave or call out', async () => {
    const desktop = await launch();
    const page = await desktop.fresh();
    const found = await page.evaluate(() => ({
      bridge: Object.keys(window.nightdesk ?? {}).sort(),
      version: typeof window.nightdesk?.version,
      strangers: ['require', 'process', 'module', 'ipcRenderer', 'electron'].filter((name) => name in window),
    }));
    expect(found).toEqual({
      bridge: ['call', 'connect', 'onNavigate', 'onState', 'openLink', 'subscribe', 'version'],
      version: 'string',
      strangers: [],
    });
    await page.evaluate(() => {
      location.href = 'https://example.invalid/';
      window.open('https://example.invalid/');
    });
    expect(await page.evaluate(() => fetch('https://example.invalid/').catch((error) => String(error)))).toMatch(/TypeError/);
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await page.evaluate(() => window.nightdesk?.call('no.method', {}, {}).catch(String))).toMatch(/refused: bad arguments/);
    expect(logged).toHaveBeenCalledWith('refused on nightdesk:call: bad arguments: 0: no such method');
    await eventually(() => page.context().pages().length).toBe(1);
    await page.getByRole('main', { name: 'Overview' }).waitFor();
    expect(desktop.contents().mainFrame.url).toMatch(/^app:\/\/console\/index\.html/);
  });

  test('with the window closed the daemon goes on, the tray works, and the window comes back with the desk as it is', async () => {
    const desktop = await launch();
    await desktop.fresh();
    const pid = pidOf(home);
    await closeWindow(desktop);
    desktop.trays[0]!.pick('Pause');
    await desktop.told('paused');
    expect(pidOf(home)).toBe(pid);
    desktop.trays[0]!.pick('Open the console');
    expect(desktop.windows[0]!.visible).toBe(true);
    await shown(await desktop.fresh(), 'Paused');
  });

  test('the quick stop of the tray needs no window', async () => {
    const desktop = await launch();
    const page = await desktop.fresh();
    await closeWindow(desktop);
    await page.context().close();
    desktop.trays[0]!.pick('Quick stop');
    await desktop.told('halted by a quick stop');
    expect(await botState()).toBe('panicked');
  });

  test('the quick stop works while the page hangs', async () => {
    const doomed = await launchBrowser();
    try {
      const desktop = await launch({ browser: doomed });
      hang(await desktop.fresh());
      desktop.trays[0]!.pick('Quick stop');
      await desktop.told('halted by a quick stop');
      expect(await botState()).toBe('panicked');
    } finally {
      await doomed.close();
    }
  });

  test('a page whose process ends is made anew', async () => {
    const desktop = await launch();
    const page = await desktop.fresh();
    void page.goto('chrome://crash').catch(() => {});
    await eventually(() => desktop.contents().reloads).toBe(1);
    await (await desktop.fresh()).getByRole('main', { name: 'Overview' }).waitFor();
  });

  test('a daemon that is killed is started again, and the page goes on by itself', async () => {
    const desktop = await launch();
    const page = await desktop.fresh();
    const pid = pidOf(home)!;
    process.kill(pid, 'SIGKILL');
    await page.locator('.desk[data-age="disconnected"]').waitFor();
    await desktop.fresh();
    expect(pidOf(home)).not.toBe(pid);
    await desktop.told('paper');
    await control(page, 'Pause').click();
    await eventually(botState).toBe('paused');
  });

  test('quitting the console leaves the daemon, and the next console attaches to it', async () => {
    const first = await launch();
    await first.fresh();
    const pid = pidOf(home);
    first.trays[0]!.pick('Quit the console');
    expect(first.app.ended).toBe(true);
    expect(await botState()).toBe('running');
    const second = await launch();
    await second.fresh();
    expect(pidOf(home)).toBe(pid);
  });

  test('an AppImage starts no daemon, which would lose its program, says so, and attaches to one that runs', async () => {
    const desktop = await launch({ env: { APPIMAGE: '/home/ann/nightdesk.AppImage' } });
    await desktop.told('the daemon does not run: An AppImage');
    expect(pidOf(home)).toBeUndefined();
    const { client } = await startDaemon({ home });
    client.close();
    await desktop.fresh();
  });

  test('a deep link opens its page: at the start, and in the console that runs', async () => {
    const first = await launch({ argv: ['nightdesk://trades'] });
    const page = await first.fresh();
    await page.getByRole('main', { name: 'Trades' }).waitFor();
    await closeWindow(first);
    const second = await launch({ argv: ['nightdesk://market'] });
    expect([second.app.ended, second.windows.length]).toEqual([true, 0]);
    await page.getByRole('main', { name: 'Market' }).waitFor();
    expect(first.windows[0]!.visible).toBe(true);
  });

  test('a daemon of another version with the same protocol serves, and the tray offers to restart it', async () => {
    const desktop = await launchSkewed(ofVersion('0.0.9'));
    const page = await desktop.fresh();
    await desktop.told('paper, running');
    await eventually(() => desktop.trays[0]!.labels()).toContainEqual(expect.stringMatching(/^The daemon is version 0\.0\.9, the console \d/));
    expect(desktop.trays[0]!.labels()).toContain('Restart the daemon in this version');
    await page
      .getByText(/0\.0\.9/)
      .first()
      .waitFor();
    await control(page, 'Pause').click();
    await eventually(botState).toBe('paused');
  });

  test.each([
    [7, 9, '9.0.0', 'newer than this console'],
    [0, 0, '0.0.1', 'older than this console'],
  ])('a daemon of protocols %i to %i that lets itself be read: the page shows all and changes nothing', async (min, max, version, words) => {
    const desktop = await launchSkewed(ofGeneration(min, max, version));
    const page = await desktop.fresh();
    await desktop.told('paper, running');
    await page.getByText(words).waitFor();
    await page.locator('.state .header-main', { hasText: 'Running' }).waitFor();
    for (const name of ['Pause', 'Stop', 'Panic']) await eventually(() => control(page, name).isDisabled()).toBe(true);
    await eventually(() => desktop.trays[0]!.labels()).toContain('They speak different protocols: this console may only look');
    expect(desktop.trays[0]!.labels()).not.toContain('Pause: no new entries');
    const pid = pidOf(home);
    sockets[0]!.skew(undefined);
    desktop.trays[0]!.pick('Restart the daemon in this version');
    await eventually(() => control(page, 'Pause').isEnabled()).toBe(true);
    expect(pidOf(home)).not.toBe(pid);
    expect(sockets[0]!.called.filter((method) => method.startsWith('bot.') && method !== 'bot.status' && method !== 'bot.why')).toEqual([]);
  });

  test('a daemon without a common protocol is left trading: page and tray say so, nothing is offered but to restart it', async () => {
    const desktop = await launchSkewed(ofProtocol(7, 9));
    await desktop.told('this daemon 7 to 9');
    const page = await desktop.contents().page();
    await page.getByText('other version').waitFor();
    await eventually(() => control(page, 'Pause').isDisabled()).toBe(true);
    expect(desktop.trays[0]!.labels()).not.toContain('Pause: no new entries');
    desktop.trays[0]!.pick('Quick stop');
    await eventually(() => desktop.dialogs.at(-1)?.message).toBe('Quick stop not confirmed');
    expect(await botState()).toBe('running');
    const pid = pidOf(home);
    sockets[0]!.skew(undefined);
    desktop.trays[0]!.pick('Restart the daemon in this version');
    await desktop.fresh();
    expect(pidOf(home)).not.toBe(pid);
    expect(sockets[0]!.called).toContain('daemon.stop');
  });
});

/** A console whose daemon, already running, greets as another version would. */
async function launchSkewed(change: Parameters<typeof skewedSocket>[2]): Promise<RunningDesktop> {
  const { client } = await startDaemon({ home });
  client.close();
  const socket = await skewedSocket(path.join(home, 'skewed.sock'), socketOf(home), change);
  sockets.push(socket);
  return launch({ env: { NIGHTDESK_SOCKET: socket.path } });
}
