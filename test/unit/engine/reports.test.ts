import path from 'node:path';
import Big from 'big.js';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { CurveTally } from '../../../daemon/engine/performance/curve-tally.ts';
import type { Book } from '../../../daemon/engine/performance/input.ts';
import { summarise } from '../../../daemon/engine/performance/summary.ts';
import { TradeTally } from '../../../daemon/engine/performance/trade-tally.ts';
import { BookQueries } from '../../../daemon/engine/queries.ts';
import { ReportDesk } from '../../../daemon/engine/reports/report-desk.ts';
import { makeReport, type ReportMethod, type ReportOrder, type ReportSource } from '../../../daemon/engine/reports/reports.ts';
import { reportSource } from '../../../daemon/engine/reports/source.ts';
import { Store } from '../../../daemon/store/store.ts';
import { fillStore } from '../../support/large-store.ts';
import { tempFolder } from '../../support/temp.ts';

const NOW = Date.UTC(2026, 5, 1);
const book: Book = { currency: 'USDT', now: NOW, equity: '10000', realisedOpen: '0', unrealised: '0', feesOpen: '0', openTrades: 0 };

function open(trades: number) {
  const file = path.join(tempFolder(), 'desk.db');
  fillStore(file, { trades, equity: 2000 }, NOW);
  const store = new Store(file);
  const queries = new BookQueries(store);
  let reads = 0;
  const source: ReportSource = {
    closedTrades: (account, since) => queries.closedTrades(account, since),
    equity: (account, since) => queries.equity(account, since),
    enteredTrades: (account, filter, page) => queries.enteredTrades(account, filter, page),
    tallies: (account) => ({ trades: TradeTally.of(queries.closedTrades(account)), curve: CurveTally.of(queries.equity(account)) }),
  };
  const reports = new ReportDesk({
    store,
    book: () => {
      reads += 1;
      return book;
    },
  });
  onTestFinished(async () => {
    await reports.stop();
    store.close();
  });
  const here = <M extends ReportMethod>(method: M, params: ReportOrder<M>['params']) => makeReport(source, { method, account: 'paper', params, book });
  return { store, reports, here, reads: () => reads };
}

/** The answer of the thread; a report made at once fails the test. */
async function threaded(report: unknown): Promise<unknown> {
  expect(report).toBeInstanceOf(Promise);
  return JSON.parse((await report) as string);
}

test('small accounts are reported on at once', () => {
  const { reports, here } = open(100);
  expect(reports.make('performance.byPair', 'paper', {})).toEqual(here('performance.byPair', {}));
});

test('the thread makes the same reports as the daemon itself', async () => {
  const { reports, here } = open(2000);
  const orders: { [M in ReportMethod]: ReportOrder<M>['params'] } = {
    'performance.summary': { days: 3 },
    'performance.byPair': {},
    'performance.byStrategy': {},
    'performance.byTag': { pair: 'BTC/USDT' },
    'performance.byReason': {},
    'performance.byMix': {},
    'performance.outcomes': {},
    'performance.periods': { unit: 'day', count: 5 },
    'performance.equity': { points: 100 },
    'trades.export': { format: 'csv', limit: 700, cursor: '300' },
  };
  for (const [method, params] of Object.entries(orders) as Array<[ReportMethod, never]>) {
    expect(await threaded(reports.make(method, 'paper', params))).toEqual(JSON.parse(JSON.stringify(here(method, params))));
  }
});

test('the daemon goes on while everything is exported, and the export is of one moment', async () => {
  const { store, reports } = open(20_000);
  const report = reports.make('trades.export', 'paper', { format: 'json' });
  let turns = 0;
  let done = false;
  const add = store.prepare("INSERT INTO trades (account, pair, state, opened_at) VALUES ('paper', 'NEW/USDT', 'open', ?)");
  const work = () => {
    turns += 1;
    if (turns % 50 === 0) add.run(NOW);
    if (!done) setImmediate(work);
  };
  setImmediate(work);
  const { rows, content } = (await threaded(report)) as { rows: number; content: string };
  done = true;
  const trades = JSON.parse(content) as Array<{ id: string; pair: string }>;
  expect(turns).toBeGreaterThan(100);
  expect(trades.map(({ id }) => id)).toEqual(Array.from({ length: rows }, (_, index) => `t_${index + 1}`));
});

test('what was closed since is counted, and what closed before the clock was set back', async () => {
  const { store, reports, here } = open(2000);
  const insert = store.prepare(
    "INSERT INTO trades (account, pair, state, realised, entry_cost, opened_at, closed_at) VALUES ('paper', ?, 'closed', '1.5', '10', ?, ?)",
  );
  const count = async () => ((await threaded(reports.make('performance.summary', 'paper', {}))) as { trades: number }).trades;
  expect(await count()).toBe(2000);
  insert.run('LATE/USDT', NOW, NOW + 1);
  expect(await count()).toBe(2001);
  insert.run('EARLY/USDT', NOW - 86_400_000, NOW - 80_000_000);
  expect(await count()).toBe(2002);
  expect(await threaded(reports.make('performance.byPair', 'paper', {}))).toEqual(here('performance.byPair', {}));
});

test('for any history, whatever its order, what is kept tells the same as all of it read anew', () => {
  // Hours after the newest: 0 writes that over again, and rarely the clock was set back.
  const hours = fc.constantFrom(1, 1, 2, 30, 0, 0, -5);
  const amount = fc.integer({ min: -500, max: 10_000 }).map((cents) => Big(cents).div(100).toFixed());
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('sample' as const), hours, amount }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('trade' as const), hours, amount }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), account: fc.constantFrom('paper', 'paper', 'paper', 'replay-1') }) },
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
      const store = new Store(':memory:');
      const queries = new BookQueries(store);
      const source = reportSource(store);
      const sample = store.prepare("INSERT OR REPLACE INTO equity VALUES ('paper', ?, ?)");
      const trade = store.prepare(
        "INSERT INTO trades (account, pair, state, realised, entry_cost, opened_at, closed_at) VALUES ('paper', 'BTC/USDT', 'closed', ?, '100', 0, ?)",
      );
      const times = [0];
      for (const given of steps) {
        const time = given.do === 'ask' ? 0 : Math.max(...times) + given.hours;
        if (given.do === 'sample' && (given.hours >= 0 || !times.includes(time))) {
          times.push(time);
          sample.run(time * 3_600_000, given.amount);
        } else if (given.do === 'trade') trade.run(given.amount, time * 3_600_000);
        else if (given.do === 'ask') {
          const { account } = given;
          const afresh = { trades: TradeTally.of(queries.closedTrades(account)), curve: CurveTally.of(queries.equity(account)) };
          expect(summarise({ book, ...source.tallies(account) })).toEqual(summarise({ book, ...afresh }));
        }
      }
      store.close();
    }),
  );
});

test('who asks what is already waited for gets the same answer; a fault of the caller stays one', async () => {
  const { reports, reads } = open(2000);
  const first = reports.make('performance.summary', 'paper', {});
  const [more, again] = [reports.make('performance.byPair', 'paper', {}), reports.make('performance.byPair', 'paper', {})];
  expect(await again).toBe(await more);
  await first;
  expect(reads()).toBe(2);
  await expect(reports.make('trades.export', 'paper', { format: 'csv', cursor: 'nonsense' })).rejects.toMatchObject({
    kind: 'invalid',
    data: { field: 'cursor' },
  });
});
