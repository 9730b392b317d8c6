import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeElectron } from '../../fakes/electron.ts';
import { FakeLink } from '../client/fake-link.ts';
import { botStatus } from './bot-status.ts';
import { attachConsole, setUpConsole, turn } from './set-up.ts';

/** The console with its tray, attached to a daemon that the test plays. */
async function attached(more: Parameters<typeof attachConsole>[0] = {}) {
  const set = await attachConsole(more);
  const { link } = set;
  set.timers.pass(200);
  const tray = set.trays[0]!;
  const icon = () => path.basename(tray.image.path).replace(/-\d+\.png$/, '');
  const settle = async () => {
    await turn();
    set.timers.pass(200);
  };
  /** Cuts the connection and waits until the next attempt is under way. */
  const loseFor = async (ms = 100) => {
    link.lose();
    await turn();
    set.timers.pass(ms);
    await turn();
  };
  return { ...set, tray, icon, settle, loseFor };
}

describe('the tray', () => {
  test('shows how the desk stands, and follows it', async () => {
    const { link, tray, icon, settle } = await attached();
    expect([icon(), tray.tooltip]).toEqual(['paper-running', 'Nightdesk: paper, running · 2 open trades · +1.5 USDT today']);
    link.say({ method: 'event', params: { seq: 1, ts: 0, topic: 'bot.state', data: { account: 'paper', status: botStatus({ state: 'paused' }) } } });
    await settle();
    expect(icon()).toBe('paper-paused');
    link.say({ method: 'event', params: { seq: 2, ts: 0, topic: 'bot.state', data: { account: 'replay-1', status: botStatus({ state: 'stopped' }) } } });
    await settle();
    expect(icon()).toBe('paper-paused');
    link.lose();
    await settle();
    expect([icon(), tray.tooltip]).toEqual(['offline', 'Nightdesk: starting the daemon']);
  });

  test('draws nothing twice, and a burst of changes once', async () => {
    const { link, tray, timers } = await attached();
    const before = tray.changes;
    for (let seq = 1; seq <= 50; seq += 1) {
      const state = seq % 2 ? 'paused' : 'running';
      link.say({ method: 'event', params: { seq, ts: 0, topic: 'bot.state', data: { account: 'paper', status: botStatus({ state }) } } });
    }
    timers.pass(200);
    expect(tray.changes).toBe(before);
    link.say({ method: 'event', params: { seq: 51, ts: 0, topic: 'bot.state', data: { account: 'paper', status: botStatus({ state: 'paused' }) } } });
    timers.pass(200);
    expect(tray.changes).toBe(before + 3);
  });

  test('takes the image that suits the system', async () => {
    const { tray } = await attached();
    expect(tray.image.path).toMatch(process.platform === 'linux' ? /-22\.png$/ : /-16\.png$/);
  });

  test('starts, pauses and resumes', async () => {
    const { link, tray, settle, icon } = await attached();
    tray.pick('Pause');
    link.answer('bot.pause', botStatus({ state: 'paused' }));
    await settle();
    expect(icon()).toBe('paper-paused');
    tray.pick('Resume');
    link.answer('bot.resume', botStatus());
    await settle();
    expect(icon()).toBe('paper-running');
  });

  test('tells what the daemon refused', async () => {
    const { link, tray, dialogs } = await attached();
    tray.pick('Pause');
    link.refuse('bot.pause', 'conflict');
    await turn();
    expect(dialogs).toMatchObject([{ type: 'error', message: 'The bot did not pause', detail: 'refused: conflict' }]);
  });
});

describe('quick stop', () => {
  test('works with no window, needs no confirmation, and shows what became of it', async () => {
    const { link, tray, windows, settle, icon } = await attached();
    windows[0]?.hide();
    tray.pick('Quick stop');
    expect(link.last('bot.panic')?.params).toEqual({ idempotencyKey: expect.any(String) });
    await settle();
    expect(tray.labels()).toContain('Quick stop: waiting for the daemon …');
    link.answer('bot.panic', botStatus({ state: 'panicked' }));
    await settle();
    expect([icon(), tray.tooltip]).toEqual(['paper-stopped', expect.stringContaining('halted by a quick stop')]);
    expect(() => tray.pick('Quick stop')).toThrow('no entry');
  });

  test('works while the page hangs', async () => {
    const { link, tray, windows, settle, icon } = await attached();
    const contents = windows[0]!.webContents;
    contents.hangs = true;
    contents.emit('unresponsive');
    tray.pick('Quick stop');
    link.answer('bot.panic', botStatus({ state: 'panicked' }));
    await settle();
    expect(icon()).toBe('paper-stopped');
  });

  test('asked for while the connection is down goes out when it is back, once', async () => {
    const { link, tray, timers, settle, icon } = await attached();
    link.lose();
    await settle();
    tray.pick('Quick stop');
    expect(link.count('bot.panic')).toBe(0);
    link.welcome();
    expect(link.count('bot.panic')).toBe(1);
    link.answer('bot.panic', botStatus({ state: 'panicked' }));
    await settle();
    timers.pass(1_000);
    expect([icon(), link.count('bot.panic')]).toEqual(['paper-stopped', 1]);
  });

  test('whose answer is lost goes out again under the same key', async () => {
    const { link, tray, loseFor } = await attached();
    tray.pick('Quick stop');
    const first = link.last('bot.panic')?.params;
    await loseFor();
    link.welcome();
    expect(link.count('bot.panic')).toBe(2);
    expect(link.last('bot.panic')?.params).toEqual(first);
  });

  test('that cannot be confirmed is never shown as done', async () => {
    const { link, tray, timers, settle, dialogs, icon } = await attached();
    tray.pick('Quick stop');
    for (let second = 0; second < 31; second += 1) {
      timers.pass(1_000);
      link.answer('session.ping', { pong: true });
    }
    await settle();
    expect(tray.labels()).toContainEqual(expect.stringContaining('Quick stop not confirmed: bot.panic was sent'));
    expect(icon()).toBe('paper-attention');
    expect(dialogs.at(-1)).toMatchObject({ message: 'Quick stop not confirmed', detail: expect.stringContaining('may still be trading') });
    tray.pick('Quick stop again');
    expect(link.count('bot.panic')).toBe(2);
  });
});

describe('quitting', () => {
  test('the console ends the console, never the daemon', async () => {
    const { link, tray, app, connection, windows } = await attached();
    tray.pick('Quit the console');
    expect([app.ended, connection.state.name, tray.destroyed, windows[0]?.destroyed]).toEqual([true, 'closed', true, true]);
    expect(link.sent.map(({ method }) => method).filter((method) => method.startsWith('daemon.') || /^bot\.(?!status)/.test(method))).toEqual([]);
  });

  test('closing all windows does not end it', async () => {
    const { app, windows } = await attached({ settings: { whenClosed: 'hide' } });
    windows[0]?.close();
    app.emit('window-all-closed');
    expect(app.ended).toBe(false);
  });
});

describe('starting', () => {
  test('a second console hands over to the first and ends', async () => {
    const fake = fakeElectron({ lock: false });
    const set = setUpConsole({ connect: new FakeLink(), fake });
    expect(set.desktop.start()).toBe(false);
    await set.ready();
    expect([set.app.ended, set.windows.length, set.trays.length]).toEqual([true, 0, 0]);
  });

  test('a link leads to its page, also before Electron is ready; a bad one only opens the window', async () => {
    const link = new FakeLink();
    const set = setUpConsole({ connect: link, argv: ['nightdesk', 'nightdesk://overview?account=replay-2'] });
    set.desktop.start();
    expect(set.calls).toContain('client of nightdesk');
    await set.ready();
    expect(set.windows[0]?.webContents.mainFrame.url).toBe('app://console/index.html#/overview?account=replay-2');
    set.app.emit('open-url', { preventDefault() {} }, 'nightdesk://evil/../x');
    await turn();
    expect(set.windows[0]?.webContents.sent.filter(({ channel }) => channel === 'nightdesk:navigate')).toEqual([]);
    expect(link.sent.every(({ method }) => !method.startsWith('bot.'))).toBe(true);
  });

  test('without a tray the window comes all the same', async () => {
    const set = setUpConsole({ connect: new FakeLink(), fake: fakeElectron({ tray: false }) });
    set.desktop.start();
    await set.ready();
    expect(set.windows).toHaveLength(1);
    expect(set.log).toEqual(['this desktop has no tray: no tray here']);
  });

  test('a daemon of another version can be restarted in this one, and the tray says so', async () => {
    const launches: boolean[] = [];
    const { link, tray, settle, loseFor } = await attached({ daemon: { launch: async (force) => void launches.push(force) } });
    await loseFor();
    link.welcome({ version: '0.9.0' });
    await settle();
    expect(tray.labels()).toContain('The daemon is version 0.9.0, the console 1.0.0');
    const before = launches.length;
    tray.pick('Restart the daemon');
    link.answer('daemon.prepareRestart', { done: true });
    await settle();
    expect(launches.slice(before)).toEqual([true]);
  });

  test('a daemon of another protocol is ended by the word that every one knows', async () => {
    const launches: boolean[] = [];
    const { link, tray, settle, loseFor } = await attached({
      daemon: { launch: async (force) => void launches.push(force), supervised: async () => true },
    });
    await loseFor();
    link.open();
    link.refuse('session.hello', 'protocol_mismatch');
    link.refuse('session.hello', 'invalid');
    await settle();
    expect(tray.tooltip).toContain('not connected');
    tray.pick('Restart the daemon');
    link.refuse('daemon.stop', 'confirmation_required', { token: 'cf' });
    await turn();
    link.answer('rpc.confirm', { done: true });
    await turn();
    expect(launches).toEqual([true]);
  });
});
