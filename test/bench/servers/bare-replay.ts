// The baseline of the replay: the rows that a replay left behind, inserted bare, and its strategy run bare.
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Store } from '../../../daemon/store/store.ts';
import { emaCross } from '../../../daemon/strategies/ema-cross/index.ts';
import type { Bar } from '../../../daemon/strategies/strategy.ts';

const [source = '', candleFile = '', scratch = ''] = process.argv.slice(2);
const BATCHES = 12;
const ACCOUNT = 'replay-1';

type Row = Record<string, string | number | null>;
const past = new Store(source);
const rowsOf = (sql: string) => past.prepare<[], Row>(sql).all();
const tables: Record<string, Row[]> = {
  journal: rowsOf(`SELECT * FROM journal WHERE data LIKE '{"account":"${ACCOUNT}"%' ORDER BY seq`),
  trades: rowsOf(`SELECT * FROM trades WHERE account = '${ACCOUNT}'`),
  orders: rowsOf(`SELECT * FROM orders WHERE account = '${ACCOUNT}'`),
  fills: rowsOf(`SELECT * FROM fills WHERE order_id IN (SELECT id FROM orders WHERE account = '${ACCOUNT}')`),
  equity: rowsOf(`SELECT * FROM equity WHERE account = '${ACCOUNT}'`),
};
past.close();
const bars = fs
  .readFileSync(candleFile, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((text): Bar => {
    const [ts = 0, open = 0, high = 0, low = 0, close = 0, volume = 0] = text.split(',').map(Number);
    return { ts, open, high, low, close, volume };
  });

let round = 0;
console.log('ready');
for await (const _line of createInterface({ input: process.stdin })) {
  round += 1;
  const store = new Store(path.join(scratch, `bare-${round}.db`));
  const started = performance.now();
  insertAll(store);
  const run = emaCross.create(emaCross.params.parse({}));
  for (const bar of bars) run.onCandle({ pair: 'ETH/BTC', bar, warmingUp: false, trades: [], orders: [] });
  console.log(`took ${performance.now() - started}`);
  store.close();
}

function insertAll(store: Store): void {
  const work = Object.entries(tables).map(([table, rows]) => {
    const names = Object.keys(rows[0] ?? {});
    const insert = store.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`);
    return { rows, names, insert, size: Math.ceil(rows.length / BATCHES) };
  });
  for (let batch = 0; batch < BATCHES; batch += 1) {
    store.transaction(() => {
      for (const { rows, names, insert, size } of work) {
        for (const row of rows.slice(batch * size, (batch + 1) * size)) insert.run(...names.map((name) => row[name]));
      }
    });
  }
}
