import { describe, expect, test } from 'vitest';
import { ChannelEntry } from '../../../../daemon/channels/config.ts';
import type { ChannelEvent } from '../../../../daemon/channels/event.ts';
import { filterOf } from '../../../../daemon/channels/routing/filter.ts';
import { priorityRule } from '../../../../daemon/channels/routing/priority.ts';

const event = (topic: ChannelEvent['topic'], data: object = {}, account: string | null = 'paper'): ChannelEvent => ({
  seq: 1,
  ts: 0,
  topic,
  data: data as Record<string, unknown>,
  level: 'info',
  account,
});
const modeOf = (entry: object, of: ChannelEvent) =>
  filterOf('ops', ChannelEntry.parse({ kind: 'x', ...entry }), { accounts: ['paper'], replays: false }).mode(of);
const trade = (more: object = {}) => ({ trade: { pair: 'BTC/USDT', strategy: 'grid', exitReason: null, ...more } });

describe('types', () => {
  const routing = { types: { 'trade.*': 'silent', 'trade.exit_fill': 'on', whitelist: 'on', warning: 'off' } };
  test.each([
    ['trade.entry', 'silent'],
    ['trade.exit_fill', 'on'],
    ['whitelist', 'on'],
    ['warning', 'off'],
    ['bot.state', 'on'],
    ['audit', 'off'],
  ] as const)('%s is %s: the narrowest pattern counts, over the topics listed', (topic, mode) => {
    expect(modeOf({ routing }, event(topic, trade()))).toBe(mode);
    expect(filterOf('ops', ChannelEntry.parse({ kind: 'x', routing }), { accounts: [], replays: false }).mayMatch(topic)).toBe(mode !== 'off');
  });
});

describe('exits', () => {
  const routing = { types: { 'trade.exit_cancel': 'off' }, exits: { take_profit: 'silent', stop_loss: 'on', '*': 'off' } };
  test.each([
    ['trade.exit_fill', 'take_profit', 'silent'],
    ['trade.exit_fill', 'stop_loss', 'on'],
    ['trade.exit', 'force_exit', 'off'],
    ['trade.exit_fill', null, 'off'],
    ['trade.exit_cancel', 'stop_loss', 'off'],
    ['trade.entry_fill', 'stop_loss', 'on'],
  ] as const)('%s by %s is %s', (topic, exitReason, mode) => {
    expect(modeOf({ routing }, event(topic, trade({ exitReason })))).toBe(mode);
  });

  test('a reason that is not named is told as its topic is', () => {
    expect(modeOf({ routing: { exits: { take_profit: 'off' } } }, event('trade.exit_fill', trade({ exitReason: 'stop_loss' })))).toBe('on');
  });
});

describe('pairs and strategies', () => {
  test.each([
    [{ pairs: ['BTC/*'] }, trade(), 'on'],
    [{ pairs: ['*/USDT'] }, trade(), 'on'],
    [{ pairs: ['ETH/USDT', 'XBTC/USDT'] }, trade(), 'off'],
    [{ pairs: ['BTC/USD'] }, trade(), 'off'],
    [{ pairs: ['ETH/USDT'] }, {}, 'on'],
    [{ strategies: ['grid'] }, trade(), 'on'],
    [{ strategies: ['ema-cross'] }, trade(), 'off'],
    [{ strategies: ['manual'] }, trade({ strategy: null }), 'on'],
    [{ strategies: ['grid'] }, trade({ strategy: null }), 'off'],
    [{ strategies: ['grid'] }, {}, 'on'],
    [{ pairs: ['BTC/USDT'], strategies: ['grid'] }, { order: { pair: 'BTC/USDT', strategy: 'grid' } }, 'on'],
  ] as const)('%j tells %j: %s', (routing, data, mode) => {
    expect(modeOf({ routing }, event('trade.entry', data))).toBe(mode);
  });
});

test('a message to a channel is told whatever its types say; a digest or a summary only to whom it is for', () => {
  const entry = { topics: ['trade.*'], routing: { types: { 'notify.message': 'off' } } };
  expect(modeOf(entry, event('notify.message', { channels: ['ops'] }, null))).toBe('on');
  expect(modeOf(entry, event('notify.message', { channels: null }, null))).toBe('off');
  expect(modeOf({ topics: ['*'] }, event('channel.digest', { channel: 'other' }, null))).toBe('off');
  expect(modeOf(entry, event('channel.digest', { channel: 'ops', silent: true }, null))).toBe('silent');
  expect(modeOf({ topics: ['*'] }, event('performance.period', { channels: ['other'] }))).toBe('off');
  expect(modeOf(entry, event('performance.period', { channels: ['ops'] }))).toBe('on');
});

test.each([
  ['exception', {}, 1],
  ['risk.breach', {}, 1],
  ['bot.state', { state: 'panicked' }, 1],
  ['bot.state', { state: 'needs_attention' }, 1],
  ['bot.state', { state: 'paused' }, 0],
  ['daemon.health', { state: 'failing' }, 1],
  ['daemon.health', { state: 'ok' }, 0],
  ['warning', {}, 0],
] as const)('%s %j has priority %i', (topic, data, priority) => {
  expect(priorityRule()(event(topic, data))).toBe(priority);
  expect(priorityRule()(event(topic, data, 'replay-1'))).toBe(0);
});

test.each([
  [{ types: { 'trade.nothing': 'on' } }, 'no topic matches'],
  [{ types: { ticker: 'on' } }, 'live only'],
  [{ types: { warning: 'loud' } }, 'Invalid'],
  [{ quietHours: { from: '22:00', until: '22:00' } }, 'same time'],
  [{ quietHours: { from: '24:00', until: '07:00' } }, 'such as "07:30"'],
  [{ pairs: ['btc'] }, 'expected a pair'],
  [{ cap: { messages: 0, seconds: 60 } }, 'Too small'],
  [{ summaries: { weekly: { at: '08:00', day: 'someday' } } }, 'Invalid'],
])('%j is refused: %s', (routing, message) => {
  const { error } = ChannelEntry.safeParse({ kind: 'x', routing });
  expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
});
