import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../daemon/engine/engine.ts';
import { CurveTally } from '../../../daemon/engine/performance/curve-tally.ts';
import { thin, withDrawdown } from '../../../daemon/engine/performance/equity.ts';
import { byMix, byPair, byStrategy, byTag } from '../../../daemon/engine/performance/figures.ts';
import type { Book, ClosedTrade, EquitySample } from '../../../daemon/engine/performance/input.ts';
import { outcomes } from '../../../daemon/engine/performance/outcomes.ts';
import { byPeriod } from '../../../daemon/engine/performance/periods.ts';
import { sharpe, sortino } from '../../../daemon/engine/performance/ratios.ts';
import { summarise, talliesOf } from '../../../daemon/engine/performance/summary.ts';
import { TradeTally } from '../../../daemon/engine/performance/trade-tally.ts';
import { makeReport, type ReportMethod, type ReportSource } from '../../../daemon/engine/reports/reports.ts';
import { METHODS } from '../../../daemon/protocol/index.ts';
import { performanceHandlers } from '../../../daemon/rpc/handlers/performance.ts';

const DAY = 86_400_000;
const at = (text: string) => Date.parse(text);

const trade = (given: Partial<ClosedTrade>): ClosedTrade => ({
  pair: 'BTC/USDT',
  entryTag: 'ema_cross',
  profit: '0',
  profitRatio: 0,
  fees: '0',
  openedAt: 0,
  closedAt: 0,
  ...given,
});
const book = (given: Partial<Book> = {}): Book => ({
  currency: 'USDT',
  now: 0,
  equity: '0',
  realisedOpen: '0',
  unrealised: '0',
  feesOpen: '0',
  openTrades: 0,
  ...given,
});
const allOf = (trades: readonly ClosedTrade[], equity: readonly EquitySample[]) => ({ trades: TradeTally.of(trades), curve: CurveTally.of(equity) });
const curve = (...equity: number[]): EquitySample[] => equity.map((value, index) => ({ ts: index * DAY, equity: String(value) }));

describe('equity', () => {
  test('drawdown is measured from the running peak', () => {
    const samples = curve(100, 120, 90, 130, 104);
    expect(withDrawdown(samples).map((point) => point.drawdown)).toEqual([0, 0, 0.25, 0, 0.2]);
    expect(CurveTally.of(samples).maxDrawdown).toEqual({ amount: '30', ratio: 0.25 });
  });

  test('the deepest fall in money need not be the deepest as a fraction', () => {
    expect(CurveTally.of(curve(100, 50, 1000, 800)).maxDrawdown).toEqual({ amount: '200', ratio: 0.5 });
  });

  test('a fork goes its own way', () => {
    const tally = CurveTally.of(curve(100, 120));
    const fork = tally.fork();
    fork.add({ ts: 2 * DAY, equity: '60' });
    expect([tally.maxDrawdown.ratio, fork.maxDrawdown.ratio]).toEqual([0, 0.5]);
    expect([tally.dailyReturns.length, fork.dailyReturns.length]).toEqual([2, 3]);
    expect([tally.last?.equity, fork.last?.equity]).toEqual(['120', '60']);
  });

  test('daily returns go from day’s end to day’s end, over empty days too', () => {
    const samples = [
      { ts: 0, equity: '100' },
      { ts: DAY - 1, equity: '110' },
      { ts: 3 * DAY, equity: '121' },
    ];
    expect(CurveTally.of(samples).dailyReturns.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0.1, 0, 0, 0.1]);
  });

  test('thinning keeps first, last, highest and lowest, in order, within the limit', () => {
    const series = fc.array(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 5000 })), { minLength: 3, maxLength: 600 });
    fc.assert(
      fc.property(series, fc.integer({ min: 4, max: 200 }), (steps, limit) => {
        let ts = 0;
        const points = steps.map(([equity, gap]) => {
          ts += gap;
          return { ts, equity: String(equity) };
        });
        const thinned = thin(points, limit);
        const values = points.map((point) => Number(point.equity));
        const kept = thinned.map((point) => Number(point.equity));
        expect(thinned.length).toBeLessThanOrEqual(limit);
        expect([thinned[0], thinned.at(-1)]).toEqual([points[0], points.at(-1)]);
        expect([Math.max(...kept), Math.min(...kept)]).toEqual([Math.max(...values), Math.min(...values)]);
        expect(thinned).toEqual(thinned.toSorted((a, b) => a.ts - b.ts));
        expect(points).toEqual(expect.arrayContaining(thinned));
      }),
    );
  });
});

describe('ratios', () => {
  const daily = [0.01, -0.02, 0.03];

  test('Sharpe: mean 1/150 over sample deviation 0.025166, times √365', () => {
    expect(sharpe(daily)).toBeCloseTo((0.02 / 3 / 0.0251661) * Math.sqrt(365), 3);
  });

  test('Sortino: downside deviation √(0.0004 ÷ 3)', () => {
    expect(sortino(daily)).toBeCloseTo((0.02 / 3 / Math.sqrt(0.0004 / 3)) * Math.sqrt(365), 9);
  });

  test('are unknown where they have no meaning', () => {
    expect([sharpe([0.01]), sortino([0.01]), sharpe([0.01, 0.01]), sortino([0.01, 0.02])]).toEqual([null, null, null, null]);
  });
});

describe('groups', () => {
  const trades = [
    trade({ profit: '0.1', fees: '0.01' }),
    trade({ profit: '0.2', fees: '0.01', entryTag: null }),
    trade({ profit: '-1', fees: '0.3', pair: 'ETH/USDT' }),
  ];

  test('by pair, the best earner first, added exactly', () => {
    expect(byPair(trades)).toEqual([
      { pair: 'BTC/USDT', trades: 2, wins: 2, profit: '0.3', fees: '0.02', winRate: 1 },
      { pair: 'ETH/USDT', trades: 1, wins: 0, profit: '-1', fees: '0.3', winRate: 0 },
    ]);
  });

  test('by tag, with a name for trades that have none', () => {
    expect(byTag(trades).map(({ tag, trades: count }) => [tag, count])).toEqual([
      ['untagged', 1],
      ['ema_cross', 2],
    ]);
  });

  test('by tag and reason together, and by how they ended', () => {
    const given = [
      trade({ profit: '2', exitReason: 'take_profit', openedAt: 0, closedAt: 1000 }),
      trade({ profit: '0', exitReason: 'exit_signal', openedAt: 0, closedAt: 500 }),
      trade({ profit: '1', exitReason: 'take_profit', openedAt: 0, closedAt: 2000 }),
      trade({ profit: '-1', exitReason: 'take_profit', entryTag: null, openedAt: 0, closedAt: 10 }),
    ];
    expect(byMix(given).map(({ tag, reason, trades: count, profit }) => [tag, reason, count, profit])).toEqual([
      ['ema_cross', 'take_profit', 2, '3'],
      ['ema_cross', 'exit_signal', 1, '0'],
      ['untagged', 'take_profit', 1, '-1'],
    ]);
    expect(outcomes(given)).toEqual({
      reasons: [
        { reason: 'take_profit', wins: 2, draws: 0, losses: 1 },
        { reason: 'exit_signal', wins: 0, draws: 1, losses: 0 },
      ],
      holdMs: { wins: 1500, draws: 500, losses: 10 },
    });
    expect(outcomes([]).holdMs).toEqual({ wins: null, draws: null, losses: null });
  });

  test('by strategy, what was done by hand apart', () => {
    const given = [trade({ profit: '2', strategy: 'grid' }), trade({ profit: '1', strategy: null }), trade({ profit: '3', strategy: 'grid' })];
    expect(byStrategy(given).map(({ strategy, profit }) => [strategy, profit])).toEqual([
      ['grid', '5'],
      [null, '1'],
    ]);
  });

  test('periods are UTC days, ISO weeks and months; empty ones are there as zero', () => {
    const now = at('2026-03-01T12:00:00Z');
    const closed = [at('2026-03-01T00:00:00Z'), at('2026-02-22T23:59:59.999Z'), at('2026-01-31T23:59:59Z')].map((closedAt) => trade({ closedAt, profit: '1' }));
    const shown = (unit: 'day' | 'week' | 'month', count: number) =>
      byPeriod(closed, unit, count, now).map((period) => [new Date(period.start).toISOString().slice(0, 10), period.trades]);
    expect(shown('day', 2)).toEqual([
      ['2026-03-01', 1],
      ['2026-02-28', 0],
    ]);
    expect(shown('week', 3)).toEqual([
      ['2026-02-23', 1],
      ['2026-02-16', 1],
      ['2026-02-09', 0],
    ]);
    expect(shown('month', 3)).toEqual([
      ['2026-03-01', 1],
      ['2026-02-01', 1],
      ['2026-01-01', 1],
    ]);
  });

  test('periods join without gap or overlap, whatever the moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom('day', 'week', 'month'), (now, unit) => {
        const periods = byPeriod([], unit, 30, now);
        expect(periods[0]?.start).toBeLessThanOrEqual(now);
        expect(periods[0]?.end).toBeGreaterThan(now);
        for (const [index, period] of periods.entries()) if (index > 0) expect(period.end).toBe(periods[index - 1]?.start);
      }),
    );
  });
});

describe('summary', () => {
  const trades = [
    trade({ profit: '30', profitRatio: 0.03, fees: '1', openedAt: 0, closedAt: DAY }),
    trade({ profit: '-10', profitRatio: -0.01, fees: '1', openedAt: DAY, closedAt: 2 * DAY }),
  ];
  const equity = curve(1000, 1030, 1020);
  const now = book({ now: 2 * DAY + 1, equity: '1025.5', unrealised: '5.5', feesOpen: '0.5', openTrades: 1 });

  test('counts everything', () => {
    expect(summarise({ book: now, ...allOf(trades, equity) })).toMatchObject({
      currency: 'USDT',
      from: 0,
      until: 2 * DAY + 1,
      startEquity: '1000',
      equity: '1025.5',
      profit: '25.5',
      profitRatio: 0.0255,
      realised: '20',
      unrealised: '5.5',
      fees: '2.5',
      trades: 2,
      openTrades: 1,
      wins: 1,
      losses: 1,
      winRate: 0.5,
      profitFactor: 3,
      expectancy: '10',
      bestTrade: 0.03,
      worstTrade: -0.01,
      averageHoldMs: DAY,
      maxDrawdown: '10',
      maxDrawdownRatio: 10 / 1030,
    });
  });

  test('of the last day begins with the equity of that moment', () => {
    const summary = summarise({ book: now, ...talliesOf(trades, equity, now, 1) });
    expect(summary).toMatchObject({ from: DAY + 1, startEquity: '1030', profit: '-4.5', trades: 1, wins: 0, profitFactor: 0 });
  });

  test('of an account that never traded is zero, not a fault', () => {
    expect(summarise({ book: book({ equity: '1000' }), ...allOf([], []) })).toMatchObject({
      from: null,
      startEquity: '1000',
      profit: '0',
      winRate: null,
      profitFactor: null,
      expectancy: null,
      maxDrawdown: '0',
      sharpe: null,
    });
  });

  test('for any history the summary fits the contract and profit is what equity gained, exactly', () => {
    const money = fc.integer({ min: 1, max: 1e12 }).map((units) => Big(units).div(1e8).toFixed());
    fc.assert(
      fc.property(fc.array(money, { minLength: 1, maxLength: 80 }), money, (values, last) => {
        const samples = values.map((value, index) => ({ ts: index * 3_600_000, equity: value }));
        const summary = summarise({ book: book({ now: values.length * 3_600_000, equity: last }), ...allOf(trades, samples) });
        expect(METHODS['performance.summary'].result.parse(summary)).toEqual(summary);
        expect(Big(summary.startEquity).plus(summary.profit).eq(last)).toBe(true);
      }),
    );
  });
});

test('the handlers answer what the contract promises', () => {
  const start = at('2026-03-01T00:00:00Z');
  const equity = curve(1000, 1030, 1020, 1040).map((sample) => ({ ...sample, ts: start + sample.ts }));
  const trades = [trade({ profit: '40', closedAt: start + 3 * DAY })];
  const source: ReportSource = { closedTrades: () => trades, equity: () => equity, enteredTrades: () => [], tallies: () => allOf(trades, equity) };
  const reports = {
    make: (method: ReportMethod, account: string, params: never) =>
      makeReport(source, { method, account, params, book: book({ now: start + 3 * DAY, equity: '1040' }) }),
  };
  const handlers = performanceHandlers({ engine: { exists: () => {}, reports } as unknown as Engine });
  const context = { session: { id: 's', who: 'local', role: 'owner', via: 'socket' }, afterAnswer: () => {} } as const;
  for (const [name, handler] of Object.entries(handlers)) {
    const method = METHODS[name as keyof typeof handlers];
    const result = (handler as (params: unknown, given: unknown) => unknown)(method.params.parse(method.example), context);
    expect(method.result.parse(result)).toEqual(result);
  }
  expect(handlers['performance.equity']({ since: start + 2 * DAY }, context)).toMatchObject({ points: [{ drawdown: 10 / 1030 }, { drawdown: 0 }] });
});
