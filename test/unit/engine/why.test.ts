import { expect, test } from 'vitest';
import { type WhyInput, why } from '../../../daemon/engine/why.ts';
import { say } from '../../../daemon/protocol/texts/english.ts';
import { NOON } from '../../support/desk.ts';

const fine: WhyInput = {
  state: 'running',
  stateSince: NOON,
  stateReason: null,
  data: { source: 'sim', label: 'simulated market', timeframe: '1m', state: 'fresh', updatedAt: NOON, ageMs: 400, marketTime: NOON },
  pairs: ['BTC/USDT'],
  blacklist: [],
  maxOpenTrades: 6,
  openTrades: 1,
  positions: 1,
  strategies: [{ id: 'ema-cross', seen: 300, warmup: 210, lastSignalAt: NOON }],
  failed: [],
  accountLimit: undefined,
  refused: [],
  locks: [],
  currency: 'USDT',
  free: '9000',
  broke: false,
};

test('when nothing holds it back it trades, and waits for signals', () => {
  expect(why(fine)).toEqual({ trading: true, reasons: [expect.objectContaining({ code: 'no_signal', since: NOON, strategy: 'ema-cross' })] });
});

test.each<[string, Partial<WhyInput>, string]>([
  ['stopped', { state: 'stopped' }, 'The bot is stopped'],
  [
    'paused',
    { state: 'paused', stateReason: { text: 'Equity is 20 % below its peak' } },
    'Entries are paused: Equity is 20 % below its peak; open positions are managed',
  ],
  ['needs_attention', { state: 'needs_attention', stateReason: { text: 'an order is unknown' } }, 'The books need a look: an order is unknown'],
  ['panicked', { state: 'panicked' }, 'Panic; positions held without a stop: 1'],
  ['data_stale', { data: { ...fine.data, state: 'stale', ageMs: 12_000 } }, 'No new prices for 12 s'],
  [
    'data_stale',
    { data: { ...fine.data, source: 'live', label: 'kraken', state: 'stale', ageMs: 300_000, reason: 'no route' } },
    'No new prices from kraken for 5 min: no route',
  ],
  ['data_connecting', { data: { ...fine.data, state: 'connecting', ageMs: null } }, 'No prices yet'],
  ['data_ended', { data: { ...fine.data, state: 'ended' } }, 'The recording is at its end'],
  ['no_strategy', { strategies: [] }, 'No strategy is enabled'],
  ['no_pairs', { blacklist: ['BTC/USDT'] }, 'No pair may be entered'],
  ['max_open_trades', { openTrades: 6 }, '6 trades are open; the limit is 6'],
  ['max_daily_loss', { accountLimit: say({ code: 'max_daily_loss', params: { lost: 0.11, limit: 0.1 } }) }, '11 % lost since midnight UTC; the limit is 10 %'],
  ['max_drawdown', { accountLimit: say({ code: 'max_drawdown', params: { fall: 0.26, limit: 0.25 } }) }, 'Equity is 26 % below its peak; the limit is 25 %'],
  ['insufficient_funds', { broke: true, free: '1.5' }, '1.5 USDT are free, less than the smallest entry costs'],
])('%s', (code, change, text) => {
  const { trading, reasons } = why({ ...fine, ...change });
  expect(trading).toBe(false);
  expect(reasons[0]).toMatchObject({ code, text });
});

test('what does not hold everything back is told all the same', () => {
  const codes = (change: Partial<WhyInput>) => {
    const { trading, reasons } = why({ ...fine, ...change });
    expect(trading).toBe(true);
    return reasons.map(({ code, text }) => `${code}: ${text}`);
  };
  expect(codes({ strategies: [{ id: 'grid', seen: 12, warmup: 34, lastSignalAt: null }] })).toEqual(['warming_up: grid is warming up: 12 of 34 candles']);
  expect(codes({ failed: [{ id: 'rsi', reason: 'bang' }] })[0]).toBe('strategy_failed: Strategy rsi failed and was switched off: bang');
  const refused = (pair: string) => ({ ...say({ code: 'blacklisted', params: { pair } }), pair, strategy: 'grid', since: NOON });
  expect(codes({ refused: [refused('BTC/USDT')] })[1]).toBe('blacklisted: BTC/USDT is on the blacklist');
  expect(codes({ refused: [refused('BTC/USDT'), refused('ETH/USDT')] })[1]).toBe('blacklisted: BTC/USDT is on the blacklist; likewise in 1 more pairs');
});

test('a reason brings what a text in another language names, and why in its own code', () => {
  const limit = say({ code: 'max_drawdown', params: { fall: 0.26, limit: 0.25 } });
  const [paused] = why({ ...fine, state: 'paused', stateReason: limit }).reasons;
  expect(paused).toEqual({
    code: 'paused',
    severity: 'warning',
    text: 'Entries are paused: Equity is 26 % below its peak; the limit is 25 %; open positions are managed',
    remedy: 'Resume',
    params: { reason: limit.text },
    cause: limit.is,
    since: NOON,
  });
  const stale: Partial<WhyInput> = { data: { ...fine.data, source: 'live', label: 'kraken', state: 'stale', ageMs: 12_000 } };
  expect(why({ ...fine, ...stale }).reasons[0]?.params).toEqual({ market: 'kraken', ageMs: 12_000 });
  const refused = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'].map((pair) => ({
    ...say({ code: 'blacklisted', params: { pair } }),
    pair,
    strategy: 'grid',
    since: NOON,
  }));
  expect(why({ ...fine, refused }).reasons[1]).toMatchObject({ code: 'blacklisted', params: { pair: 'BTC/USDT' }, pair: 'BTC/USDT', morePairs: 2 });
});

test('the gravest comes first', () => {
  const all = why({ ...fine, state: 'stopped', data: { ...fine.data, state: 'stale' }, strategies: [], openTrades: 6 });
  expect(all.reasons.map(({ code }) => code)).toEqual(['stopped', 'data_stale', 'no_strategy', 'max_open_trades']);
});
