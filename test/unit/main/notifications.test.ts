import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../../daemon/protocol/bridge.ts';
import type { TypedEvent } from '../../../daemon/protocol/index.ts';
import { type NoticeLevel, noticeOf } from '../../../main/notice.ts';
import { Notifier } from '../../../main/notifier.ts';
import { fakeElectron } from '../../fakes/electron.ts';
import { FakeTimers } from '../client/fake-link.ts';
import { botStatus } from './bot-status.ts';
import { attachConsole, turn } from './set-up.ts';

/** The console attached to a daemon that the test plays; `say` is what happens there. */
async function attached(more: Parameters<typeof attachConsole>[0] = {}) {
  const set = await attachConsole(more);
  const { link } = set;
  let seq = 0;
  const say = (topic: string, data: object) => {
    seq += 1;
    link.say({ method: 'event', params: { seq, ts: 0, topic, data } });
  };
  const titles = () => set.notifications.map(({ options }) => options.title);
  return { ...set, say, titles };
}

const warning = (text: string) => ({ source: 'market', text, remedy: 'Look at the network.' });
const halted = { account: 'paper', reason: 'equity fell', status: botStatus({ state: 'needs_attention' }) };

describe('on the desktop', () => {
  test('only what is critical is told unless more is chosen in the tray; the choice is kept', async () => {
    const { say, titles, trays, notifications, file, timers } = await attached();
    say('warning', warning('Prices are late'));
    say('bot.state', halted);
    expect(titles()).toEqual(['The bot needs attention']);
    expect(notifications[0]!.options).toMatchObject({ body: 'equity fell', urgency: 'critical', silent: false });
    trays[0]!.pick('Warnings, too');
    timers.pass(200);
    trays[0]!.pick('With sound');
    say('warning', warning('Prices are late again'));
    expect(notifications[1]!.options).toMatchObject({ title: 'Warning: market', body: 'Prices are late again\nLook at the network.', silent: true });
    expect(JSON.parse(fs.readFileSync(file, 'utf8')).notify).toEqual({ from: 'warning', sound: false });
  });

  test('none at all where none are wanted', async () => {
    const { say, titles } = await attached({ settings: { notify: { from: 'off' } } });
    say('bot.state', halted);
    expect(titles()).toEqual([]);
  });

  test('the same is told once a minute, and a flood does not bury what is critical', () => {
    const { electron, notifications } = fakeElectron();
    const timers = new FakeTimers();
    const notifier = new Notifier({ electron, icon: '', settings: () => ({ from: 'warning', sound: true }), onOpen: () => {}, timers });
    const tell = (level: NoticeLevel, body: string) => notifier.tell({ level, title: 'market', body, page: 'overview' });
    tell('warning', 'late');
    tell('warning', 'late');
    expect(notifications).toHaveLength(1);
    for (let index = 0; index < 100; index += 1) tell('warning', `number ${index}`);
    expect(notifications).toHaveLength(5);
    tell('critical', 'halted');
    expect(notifications.at(-1)?.options.body).toBe('halted');
    timers.pass(60_000);
    tell('warning', 'late');
    expect(notifications).toHaveLength(7);
  });

  test('a click brings the window to the page that says more', async () => {
    const { say, notifications, windows } = await attached();
    windows[0]!.hide();
    say('bot.state', halted);
    notifications[0]!.emit('click');
    expect(windows[0]!.visible).toBe(true);
    expect(windows[0]!.webContents.sent.at(-1)).toEqual({ channel: CHANNELS.navigate, args: ['overview'] });
  });

  test('a daemon that does not come up again is told of', async () => {
    const { link, titles, notifications, timers } = await attached({
      daemon: {
        launch: async () => {
          throw new Error('bad config\n  line 3');
        },
      },
    });
    link.lose();
    await turn();
    timers.pass(100);
    await turn();
    expect(titles()).toEqual(['Nightdesk is not trading']);
    expect(notifications[0]!.options.body).toBe('The daemon does not run: bad config');
  });
});

const event = (topic: string, data: object) => ({ seq: 1, ts: 0, topic, data }) as unknown as TypedEvent;
const fill = { account: 'paper', order: { side: 'sell', pair: 'ETH/BTC' }, fill: { amount: '0.5', price: '0.06' } };

test.each([
  [event('trade.exit_fill', fill), 'info', 'Sold ETH/BTC', '0.5 at 0.06'],
  [event('bot.state', { account: 'paper', reason: null, status: botStatus({ state: 'paused' }) }), 'info', 'The bot is paused: no new entries', ''],
  [event('risk.breach', { account: 'paper', text: 'The day lost 5 %' }), 'warning', 'A risk limit was reached', 'The day lost 5 %'],
  [event('alert.fired', { account: 'paper', name: 'Dip', text: 'BTC fell by 3 %' }), 'warning', 'Dip', 'BTC fell by 3 %'],
  [event('exception', { source: 'rsi', text: 'It threw' }), 'error', 'Error: rsi', 'It threw'],
  [event('channel.state', { channel: 'mail', state: 'parked', reason: 'refused', remedy: null }), 'error', 'Channel mail was parked', 'refused'],
  [event('daemon.health', { state: 'failing', text: 'No prices' }), 'error', 'The daemon is in trouble', 'No prices'],
  [event('daemon.state', { state: 'started', lastExit: 'crash' }), 'error', 'The daemon was restarted after a crash', 'The desk is trading again.'],
])('what an event is to people (%#)', (given, level, title, body) => {
  expect(noticeOf(given)).toMatchObject({ level, title, body });
});

test.each([
  event('trade.exit_fill', { ...fill, account: 'replay-1' }),
  event('channel.state', { channel: 'mail', state: 'running', reason: null, remedy: null }),
  event('daemon.state', { state: 'started', lastExit: 'clean' }),
  event('trade.entry', { account: 'paper' }),
])('and what they are not told of (%#)', (given) => {
  expect(noticeOf(given)).toBeUndefined();
});
