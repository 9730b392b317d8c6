import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { Config } from '../../../daemon/config/schema.ts';
import { BookStore } from '../../../daemon/engine/books/book-store.ts';
import { BookQueries } from '../../../daemon/engine/queries.ts';
import { ReplayRuns } from '../../../daemon/engine/replay/replay-runs.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import type { ParsedParams, TopicData } from '../../../daemon/protocol/index.ts';
import { Store } from '../../../daemon/store/store.ts';
import { STRATEGIES } from '../../../daemon/strategies/index.ts';
import { ROOT } from '../../support/entry.ts';
import { CANDLE_MS, FIRST_CANDLE, recordingFile, swinging, writeCandles } from '../../support/recordings.ts';
import { tempFolder } from '../../support/temp.ts';

const REAL = recordingFile('ETH_BTC-5m.csv');
const LENGTH = 5000;

const recording = (folder: string) => writeCandles(path.join(folder, 'market.csv'), swinging(LENGTH));

function open(file = ':memory:') {
  const store = new Store(file);
  const bus = new EventBus((_owner, error) => {
    throw error;
  });
  const journal = new Journal(store, bus);
  const books = new BookStore(store);
  const queries = new BookQueries(store);
  const config = Config.parse({});
  const runs = new ReplayRuns({ store, books, queries, journal, bus, log: SILENT, strategies: STRATEGIES, config: () => config });
  const ended = () =>
    new Promise<TopicData<'replay.state'>>((resolve) => {
      const leave = bus.subscribe('test', (events) => {
        const last = events.findLast(({ topic, json }) => topic === 'replay.state' && !json.includes('"state":"running"'));
        if (!last) return;
        leave();
        resolve(JSON.parse(last.json) as TopicData<'replay.state'>);
      });
    });
  return { store, bus, journal, queries, runs, ended };
}

const wanted = (file: string, more: Partial<ParsedParams<'replay.start'>> = {}) => ({ file, pair: 'ETH/BTC', timeframe: '5m', strategy: 'ema-cross', ...more });

/** All that came of a replay, but what depends on the clock. */
function outcome(file: string) {
  const store = new Store(file);
  const all = (sql: string) => store.prepare(sql).all();
  const events = new Journal(store, new EventBus(() => {})).read({ topics: (topic) => /^(candle|order|trade|balance)\./.test(topic), limit: 1_000_000 });
  const seqs = all('SELECT count(*) AS count, min(seq) AS first, max(seq) AS last FROM journal')[0];
  const [replay] = all('SELECT state, candle, summary FROM replays') as Array<{ state: string; candle: number; summary: string }>;
  const result = {
    replay: { ...replay, summary: { ...JSON.parse(replay?.summary ?? '{}'), elapsedMs: 0 } },
    tables: ['trades', 'orders', 'fills', 'equity', 'balances'].map((table) => all(`SELECT * FROM ${table}`)),
    account: all('SELECT peak_equity, max_drawdown, max_drawdown_ratio, day, day_equity FROM accounts'),
    events: events.map(({ topic, json }) => `${topic} ${json}`),
  };
  store.close();
  return { result, seqs };
}

/** Plays in a process of its own and kills it hard after so many commits; undefined lets it end. */
async function play(store: string, file: string, strategy: string, commits?: number): Promise<'killed' | 'done'> {
  const child = spawn(process.execPath, [path.join(ROOT, 'test/support/replay-process.ts'), store, file, strategy], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let seen = 0;
  let done = false;
  for await (const line of createInterface({ input: child.stdout })) {
    done ||= line === 'done';
    if (line.startsWith('seq')) seen += 1;
    if (done || seen === commits) child.kill('SIGKILL');
  }
  await exited;
  return done ? 'done' : 'killed';
}

test.each(['ema-cross', 'grid'])(
  'a replay of %s that is killed again and again ends as one that was not',
  async (strategy) => {
    const folder = tempFolder();
    const file = recording(folder);
    const [whole, broken] = [path.join(folder, 'whole.db'), path.join(folder, 'broken.db')];
    expect(await play(whole, file, strategy)).toBe('done');
    for (const commits of [2, 1, 2, 1]) expect(await play(broken, file, strategy, commits)).toBe('killed');
    expect(await play(broken, file, strategy)).toBe('done');
    const [one, other] = [outcome(whole), outcome(broken)];
    expect(one.result.tables[0]?.length).toBeGreaterThan(5);
    expect(other.result).toEqual(one.result);
    expect(other.seqs).toMatchObject({ first: 1, count: (other.seqs as { last: number }).last });
  },
  120_000,
);

test('the real recording ends with the same figures every time', async (context) => {
  if (!fs.existsSync(REAL)) context.skip(`${REAL} is not there`);
  const { runs, ended, store, queries } = open();
  const done = ended();
  const begun = await runs.begin(wanted(REAL));
  expect(begun).toMatchObject({ account: 'replay-1', state: 'running', candles: 5760, candle: 0 });
  const first = await done;
  const again = ended();
  await runs.begin(wanted(REAL));
  const second = await again;
  expect(first).toMatchObject({ state: 'done', candle: 5760, error: null });
  expect(first.summary).toMatchObject({ pair: 'ETH/BTC', timeframe: '5m', strategy: 'ema-cross', candles: 5760, startEquity: '1' });
  expect({ ...second.summary, elapsedMs: 0 }).toEqual({ ...first.summary, elapsedMs: 0 });
  expect(first.summary?.trades).toBeGreaterThan(100);
  const trades = queries.allTrades('replay-1');
  expect(trades.filter((trade) => trade.state !== 'closed')).toEqual([]);
  const left = store.prepare<[], { total: string }>("SELECT total FROM balances WHERE account = 'replay-1' AND currency = 'BTC'").get();
  expect(left?.total).toBe(first.summary?.finalEquity);
});

test('what is held at the end is sold at the last price', async () => {
  const { runs, ended, queries, store } = open();
  const done = ended();
  await runs.begin(wanted(recording(tempFolder()), { strategy: 'grid' }));
  const { summary } = await done;
  const reasons = new Set(queries.allTrades('replay-1').map((trade) => trade.exitReason));
  expect(reasons).toContain('end_of_data');
  expect(store.prepare<[], { total: string }>("SELECT total FROM balances WHERE currency = 'ETH'").get()?.total).toBe('0');
  expect(queries.equity('replay-1').at(-1)?.ts).toBeLessThanOrEqual(FIRST_CANDLE + LENGTH * CANDLE_MS);
  expect(Number(summary?.finalEquity)).toBeCloseTo(1 + Number(summary?.profit), 12);
});

test('a timed replay is followed live, can be stopped, and its book stays', async () => {
  const { runs, ended, bus } = open();
  const candle = new Promise((resolve) => {
    bus.subscribe('candles', (events) => {
      if (events.some((event) => event.topic === 'candle.closed')) resolve(true);
    });
  });
  await runs.begin(wanted(recording(tempFolder()), { speed: 10_000 }));
  await candle;
  expect(runs.get('replay-1')).toMatchObject({ state: 'running', speed: 10_000 });
  expect(runs.get('replay-1').candle).toBeGreaterThan(0);
  const done = ended();
  expect(await runs.end('replay-1')).toMatchObject({ state: 'stopped', summary: { candles: expect.any(Number) } });
  expect((await done).state).toBe('stopped');
  await expect(runs.end('replay-1')).rejects.toMatchObject({ kind: 'conflict' });
});

test.each<[Partial<ParsedParams<'replay.start'>>, string, string]>([
  [{ file: 'relative.csv' }, 'invalid', 'file'],
  [{ file: '/nowhere/at/all.csv' }, 'not_found', 'file'],
  [{ strategy: 'nonsense' }, 'not_found', 'strategy'],
  [{ params: { fast: 30, slow: 20 } }, 'invalid', 'params.fast'],
  [{ params: { speed: 1 } }, 'invalid', 'params'],
])('a replay with %j is refused as %s', async (change, kind, field) => {
  const { runs } = open();
  await expect(runs.begin({ ...wanted(recording(tempFolder())), ...change })).rejects.toMatchObject({ kind, data: { field } });
  expect(runs.list()).toEqual([]);
});

test('a recording that changed under a replay ends it, and says why', async () => {
  const folder = tempFolder();
  const [file, db] = [recording(folder), path.join(folder, 'desk.db')];
  await play(db, file, 'ema-cross', 3);
  fs.appendFileSync(file, '1516010100000,1,1,1,1,1\n');
  const { runs, ended } = open(db);
  const done = ended();
  runs.start();
  expect(await done).toMatchObject({ state: 'failed', error: expect.stringContaining('not the file') });
});
