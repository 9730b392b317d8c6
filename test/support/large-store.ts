import { Store } from '../../daemon/store/store.ts';
import { seeded } from './random.ts';

export interface Sizes {
  readonly trades?: number;
  readonly logs?: number;
  readonly audit?: number;
  /** One a minute, up to now. */
  readonly equity?: number;
  readonly events?: number;
}

const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT', 'XRP/USDT', 'ADA/USDT', 'DOGE/USDT', 'LTC/USDT', 'LINK/USDT', 'DOT/USDT'];
const STRATEGIES = ['ema-cross', 'rsi-reversion', 'grid', null];
const REASONS = ['take_profit', 'stop_loss', 'exit_signal', 'force_exit'];
const SOURCES = ['desk', 'engine', 'rpc', 'console', 'channels'];
const TRADE_MS = 300_000;
const START = 10_000;

/**
 * Fills a store with as much as years of trading leave behind; the same sizes and time give the same rows. The store is
 * one that a daemon can go on with: its trades are closed, its money is the account's.
 */
export function fillStore(file: string, sizes: Sizes, now: number = Date.now()): void {
  const store = new Store(file);
  const random = seeded(42);
  store.transaction(() => {
    addTrades(store, sizes.trades ?? 0, now, random);
    addEquity(store, sizes.equity ?? 0, now, random);
    addLogs(store, sizes.logs ?? 0, now, random);
    addAudit(store, sizes.audit ?? 0, now, random);
    addEvents(store, sizes.events ?? 0, now);
  });
  store.close();
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

function addTrades(store: Store, count: number, now: number, random: () => number): void {
  const trade = store.prepare(
    `INSERT INTO trades (id, account, pair, strategy, state, entered, exited, entry_cost, exit_value, entry_fees, exit_fees, realised, entry_tag, exit_reason,
       opened_at, closed_at) VALUES (?, 'paper', ?, ?, 'closed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const order = store.prepare(
    `INSERT INTO orders (id, client_order_id, account, pair, side, type, state, amount, filled, cost, fee, fee_currency, purpose, trade_id, strategy, tag,
       created_at, updated_at) VALUES (?, ?, 'paper', ?, ?, 'market', 'filled', ?, ?, ?, ?, 'USDT', ?, ?, ?, ?, ?, ?)`,
  );
  const fill = store.prepare("INSERT INTO fills (id, order_id, ts, price, amount, fee, fee_currency, liquidity) VALUES (?, ?, ?, ?, ?, ?, 'USDT', 'taker')");
  for (let id = 1; id <= count; id += 1) {
    const pair = pick(PAIRS, random);
    const strategy = pick(STRATEGIES, random);
    const amount = (0.001 + random()).toFixed(4);
    const prices = [100 + random() * 900, 100 + random() * 900].map((price) => price.toFixed(2));
    const costs = prices.map((price) => (Number(price) * Number(amount)).toFixed(6));
    const fees = costs.map((cost) => (Number(cost) / 1000).toFixed(6));
    const realised = (Number(costs[1]) - Number(costs[0]) - Number(fees[0]) - Number(fees[1])).toFixed(6);
    const openedAt = now - (count - id + 1) * TRADE_MS;
    const times = [openedAt, openedAt + Math.floor(random() * TRADE_MS)];
    const tag = id % 100 === 0 ? 'rare, "quoted"' : 'entry_signal';
    trade.run(id, pair, strategy, amount, amount, costs[0], costs[1], fees[0], fees[1], realised, tag, pick(REASONS, random), openedAt, times[1]);
    for (const [leg, side, purpose] of [
      [0, 'buy', 'entry'],
      [1, 'sell', 'exit'],
    ] as const) {
      const orderId = id * 2 - 1 + leg;
      const ts = times[leg];
      order.run(orderId, `c${orderId}`, pair, side, amount, amount, costs[leg], fees[leg], purpose, id, strategy, tag, ts, ts);
      fill.run(orderId, orderId, ts, prices[leg], amount, fees[leg]);
    }
  }
}

function addEquity(store: Store, count: number, now: number, random: () => number): void {
  const insert = store.prepare("INSERT INTO equity VALUES ('paper', ?, ?)");
  let equity = START;
  for (let back = count; back > 0; back -= 1) {
    equity = Math.max(1, equity * (1 + (random() - 0.5) / 1000));
    insert.run(Math.floor(now / 60_000 - back) * 60_000, equity.toFixed(8));
  }
}

function addLogs(store: Store, count: number, now: number, random: () => number): void {
  const insert = store.prepare('INSERT INTO logs (id, ts, level, source, text, ref, data) VALUES (?, ?, ?, ?, ?, NULL, NULL)');
  for (let id = 1; id <= count; id += 1) {
    const level = id % 50 === 0 ? 2 : id % 997 === 0 ? 3 : 1;
    const text = `${pick(PAIRS, random)}: bought ${random().toFixed(4)} at ${(random() * 1000).toFixed(2)}, line ${id}`;
    insert.run(id, now - (count - id) * 1000, level, pick(SOURCES, random), text);
  }
}

function addAudit(store: Store, count: number, now: number, random: () => number): void {
  const insert = store.prepare(
    "INSERT INTO audit (ts, who, role, via, method, params, outcome, error, elapsed_ms) VALUES (?, ?, 'owner', ?, ?, '{}', ?, NULL, 1.5)",
  );
  for (let id = 1; id <= count; id += 1) {
    insert.run(
      now - (count - id) * 1000,
      pick(['local', 'anna', 'ben'], random),
      pick(['socket', 'ws'], random),
      pick(['bot.start', 'orders.place'], random),
      'done',
    );
  }
}

function addEvents(store: Store, count: number, now: number): void {
  const insert = store.prepare('INSERT INTO journal (seq, ts, topic, data) VALUES (?, ?, ?, ?)');
  const data = JSON.stringify({
    account: 'paper',
    pair: 'BTC/USDT',
    timeframe: '15s',
    candle: { ts: 0, open: '1', high: '1', low: '1', close: '1', volume: '1' },
  });
  const last = store.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM journal').get()?.seq ?? 0;
  for (let seq = 1; seq <= count; seq += 1) insert.run(last + seq, now - (count - seq) * 1000, 'candle.closed', data);
}
