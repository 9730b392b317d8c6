import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Config } from '../../../daemon/config/schema.ts';
import { PROTECTION_KINDS, type ProtectionsSection } from '../../../daemon/engine/protections/index.ts';
import type { ClosedTrade, Verdict } from '../../../daemon/engine/protections/protection.ts';
import type { Lock } from '../../../daemon/protocol/schemas/locks.ts';
import { MINUTE, NOON, openDesk, settings } from '../../support/desk.ts';
import { tempFolder } from '../../support/temp.ts';

const CANDLE = 5 * MINUTE;
const candles = (value: number) => ({ kind: 'candles', value });
const minutes = (value: number) => ({ kind: 'minutes', value });
const trade = (minute: number, profitRatio: number, more: Partial<ClosedTrade> = {}): ClosedTrade => ({
  pair: 'BTC/USDT',
  profitRatio,
  exitReason: profitRatio < 0 ? 'stop_loss' : 'take_profit',
  closedAt: NOON + minute * MINUTE,
  ...more,
});

/** What a protection says when the last of the trades closes. */
function judge(name: string, given: object, trades: readonly ClosedTrade[]): Verdict | undefined {
  const kind = PROTECTION_KINDS.get(name);
  const last = trades.at(-1);
  if (!kind || !last) throw new Error(`no ${name}`);
  const params = kind.params.parse(given);
  const since = last.closedAt - kind.lookback(params, CANDLE);
  return kind.judge(params, { trade: last, trades: trades.filter(({ closedAt }) => closedAt >= since), candleMs: CANDLE });
}

describe('cooldown', () => {
  test('a pair rests after its trade, up to the end of a candle', () => {
    expect(judge('cooldown_period', { stop: candles(2) }, [trade(0, 0.01)])).toMatchObject({ pair: 'BTC/USDT', until: NOON + 10 * MINUTE });
    expect(judge('cooldown_period', { stop: minutes(11) }, [trade(1, 0.01)])).toMatchObject({ until: NOON + 15 * MINUTE });
  });
});

describe('stop-loss guard', () => {
  const params = { lookback: minutes(60), stop: candles(12), tradeLimit: 3 };
  const stops = [trade(0, -0.02), trade(20, -0.01, { pair: 'ETH/USDT', exitReason: 'trailing_stop' }), trade(40, -0.03)];

  test('so many stops of all pairs lock all of them', () => {
    expect(judge('stoploss_guard', params, stops)).toEqual({
      pair: '*',
      until: NOON + 100 * MINUTE,
      reason: expect.objectContaining({ text: 'stops within 1 h: 3' }),
    });
    expect(judge('stoploss_guard', params, stops.slice(0, 2))).toBeUndefined();
    expect(judge('stoploss_guard', params, [trade(-30, -0.1), ...stops.slice(1)])).toBeUndefined();
  });

  test('stops of a pair lock that pair, where each counts on its own', () => {
    expect(judge('stoploss_guard', { ...params, onlyPerPair: true }, stops)).toBeUndefined();
    expect(judge('stoploss_guard', { ...params, onlyPerPair: true, tradeLimit: 2 }, stops)).toMatchObject({ pair: 'BTC/USDT' });
  });

  test('a trailing stop that ended in profit, and an exit of another kind, do not count', () => {
    expect(judge('stoploss_guard', params, [...stops.slice(0, 2), trade(40, 0.02, { exitReason: 'trailing_stop' })])).toBeUndefined();
    expect(judge('stoploss_guard', params, [...stops.slice(0, 2), trade(40, -0.02, { exitReason: 'exit_signal' })])).toBeUndefined();
    expect(
      judge('stoploss_guard', { ...params, requiredProfit: 0.03 }, [...stops.slice(0, 2), trade(40, 0.02, { exitReason: 'trailing_stop' })]),
    ).toBeDefined();
  });

  test('the lock counts from the last stop, not from a gain that came after', () => {
    expect(judge('stoploss_guard', params, [...stops, trade(50, 0.05)])).toMatchObject({ until: NOON + 100 * MINUTE });
  });
});

describe('maximum drawdown', () => {
  const params = { lookback: minutes(100), stop: minutes(30), tradeLimit: 2, maxAllowedDrawdown: 0.1 };

  test('profits added up that fall too far from their highest lock all pairs', () => {
    expect(judge('max_drawdown', params, [trade(0, 0.05), trade(10, -0.06), trade(20, -0.05, { pair: 'ETH/USDT' })])).toMatchObject({
      pair: '*',
      until: NOON + 50 * MINUTE,
    });
    expect(judge('max_drawdown', params, [trade(0, 0.05), trade(10, -0.06), trade(20, -0.04)])).toBeUndefined();
  });

  test('a loss at the very beginning counts, and few trades do not', () => {
    expect(judge('max_drawdown', params, [trade(0, -0.2), trade(10, 0.05)])).toMatchObject({
      reason: { text: 'drawdown of 20 % within 1 h 40 min, trades: 2' },
    });
    expect(judge('max_drawdown', params, [trade(0, -0.5)])).toBeUndefined();
  });
});

describe('low-profit pairs', () => {
  const params = { lookback: candles(12), stop: candles(4), tradeLimit: 2, requiredProfit: 0.01 };

  test('a pair whose trades earned too little is locked; others are none of its business', () => {
    expect(judge('low_profit_pairs', params, [trade(0, 0.02), trade(10, -0.015)])).toMatchObject({ pair: 'BTC/USDT', until: NOON + 30 * MINUTE });
    expect(judge('low_profit_pairs', params, [trade(0, 0.02), trade(10, -0.01)])).toBeUndefined();
    expect(judge('low_profit_pairs', params, [trade(0, -0.2, { pair: 'ETH/USDT' }), trade(10, -0.1)])).toBeUndefined();
  });
});

test('whatever the trades: a verdict depends on them alone, lasts beyond its cause, and ends with a candle', () => {
  const trades = fc.array(
    fc.record({
      pair: fc.constantFrom('BTC/USDT', 'ETH/USDT'),
      profitRatio: fc.double({ min: -1, max: 1, noNaN: true }),
      exitReason: fc.constantFrom('stop_loss', 'trailing_stop', 'take_profit', null),
      closedAt: fc.integer({ min: NOON, max: NOON + 1000 * MINUTE }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...PROTECTION_KINDS.keys()), trades, fc.integer({ min: 1, max: 5 }), (name, given, limit) => {
      const ordered = given.toSorted((a, b) => a.closedAt - b.closedAt);
      const params = name === 'cooldown_period' ? {} : { tradeLimit: limit };
      const verdict = judge(name, params, ordered);
      expect(judge(name, params, ordered)).toEqual(verdict);
      if (!verdict) return;
      expect(verdict.until % CANDLE).toBe(0);
      expect([ordered.at(-1)?.pair, '*']).toContain(verdict.pair);
      // Much older trades change nothing: they lie beyond what is looked back at.
      const old = ordered.map((one) => ({ ...one, closedAt: one.closedAt - 100_000 * MINUTE }));
      expect(judge(name, params, [...old, ...ordered])).toEqual(verdict);
    }),
  );
});

test('defaults are off, several of a kind may be on, and mistakes are named', () => {
  expect(Config.parse({}).protections).toEqual({});
  const two = { short: { kind: 'low_profit_pairs', lookback: candles(6) }, long: { kind: 'low_profit_pairs', lookback: minutes(900), enabled: false } };
  expect(Config.parse({ protections: two }).protections).toMatchObject({ short: { enabled: true, tradeLimit: 2 }, long: { enabled: false } });
  const wrong = Config.safeParse({ protections: { short: { kind: 'low_profit_pairs', lookback: candles(0) } } });
  expect(wrong.error?.issues[0]?.path).toEqual(['protections', 'short', 'lookback', 'value']);
});

const protectedBy = (protections: Record<string, object>): ProtectionsSection => Config.parse({ protections }).protections;

async function opened(protections: ProtectionsSection, file?: string) {
  const bench = await openDesk({ ...(file && { file }), settings: settings({ protections }) });
  const roundTrip = (from: number, to: number, pair = 'BTC/USDT') => {
    bench.source.tick(from, pair);
    bench.desk.open({ pair, stake: '1000' });
    bench.source.tick(from, pair);
    bench.source.tick(to, pair);
    bench.desk.close({ pair });
    bench.source.tick(to, pair);
  };
  return { ...bench, roundTrip };
}

test('a trade that closes is judged in the same write, and everybody is told after its last fill', async () => {
  const { desk, roundTrip, journal, told } = await opened(protectedBy({ rest: { kind: 'cooldown_period', stop: minutes(30) } }));
  roundTrip(100, 101);
  expect(desk.locks()).toMatchObject([{ pair: 'BTC/USDT', protection: 'rest', who: 'protection rest', liftedAt: null }]);
  const events = journal.read({ topics: (topic) => topic === 'protection.triggered' || topic === 'trade.exit_fill', limit: 100 });
  expect(events.map(({ topic }) => topic)).toEqual(['trade.exit_fill', 'protection.triggered']);
  expect(told<{ protection: string; kind: string; lock: Lock }>('protection.triggered')).toMatchObject([{ protection: 'rest', kind: 'cooldown_period' }]);
  expect(() => desk.open({ pair: 'BTC/USDT' })).toThrow(/rest: cooldown of 30 min/);
});

test('a lock that lasts as long already is not set again; one that was lifted is, with the next trade', async () => {
  const { desk, roundTrip, told } = await opened(
    protectedBy({
      guard: { kind: 'low_profit_pairs', tradeLimit: 1, lookback: minutes(60), stop: minutes(60) },
      again: { kind: 'low_profit_pairs', tradeLimit: 1, lookback: minutes(60), stop: minutes(60) },
    }),
  );
  roundTrip(100, 90);
  expect(desk.locks()).toHaveLength(1);
  desk.unlock(() => true, 'ada');
  roundTrip(100, 90);
  expect(told('protection.triggered')).toHaveLength(2);
});

test('protections follow the settings at once, count what closed before a restart, and lock all pairs where they say so', async () => {
  const guard = { kind: 'max_drawdown', tradeLimit: 2, lookback: minutes(600), maxAllowedDrawdown: 0.1 };
  const first = await opened({}, path.join(tempFolder(), 'desk.db'));
  first.roundTrip(100, 92);
  expect(first.desk.locks()).toEqual([]);
  const second = await first.again();
  await second.desk.configure(settings({ protections: protectedBy({ guard }) }));
  second.source.tick(50, 'ETH/USDT');
  second.desk.open({ pair: 'ETH/USDT', stake: '1000' });
  second.source.tick(50, 'ETH/USDT');
  second.source.tick(46, 'ETH/USDT');
  second.desk.close({ pair: 'ETH/USDT' });
  second.source.tick(46, 'ETH/USDT');
  expect(second.desk.locks()).toMatchObject([{ pair: '*', protection: 'guard' }]);
  expect(second.told('protection.global')).toHaveLength(1);
  expect(second.desk.why().trading).toBe(false);
});

test('when the lock cannot be written, the trade is not closed either', async () => {
  const { desk, store, roundTrip, queries } = await opened(protectedBy({ rest: { kind: 'cooldown_period' } }));
  store.prepare("CREATE TRIGGER full BEFORE INSERT ON locks BEGIN SELECT RAISE(ABORT, 'the disk is full'); END").run();
  expect(() => roundTrip(100, 101)).toThrow('the disk is full');
  expect(desk.locks()).toEqual([]);
  expect(queries.trades('paper', { state: 'closed' }).items).toEqual([]);
  store.prepare('DROP TRIGGER full').run();
  roundTrip(101, 101);
  expect(desk.locks()).toHaveLength(1);
});
