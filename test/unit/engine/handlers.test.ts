import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigStore } from '../../../daemon/config/store.ts';
import { Engine } from '../../../daemon/engine/engine.ts';
import { PaperExchange } from '../../../daemon/exchange/paper/exchange.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import { METHODS, type MethodName, type Params, type Result, TOPICS, type Topic } from '../../../daemon/protocol/index.ts';
import { Snapshot } from '../../../daemon/protocol/methods/events.ts';
import { balancesHandlers } from '../../../daemon/rpc/handlers/balances.ts';
import { botHandlers } from '../../../daemon/rpc/handlers/bot.ts';
import { marketsHandlers } from '../../../daemon/rpc/handlers/markets.ts';
import { ordersHandlers } from '../../../daemon/rpc/handlers/orders.ts';
import { performanceHandlers } from '../../../daemon/rpc/handlers/performance.ts';
import { positionsHandlers } from '../../../daemon/rpc/handlers/positions.ts';
import { replayHandlers } from '../../../daemon/rpc/handlers/replay.ts';
import { riskHandlers } from '../../../daemon/rpc/handlers/risk.ts';
import { strategiesHandlers } from '../../../daemon/rpc/handlers/strategies.ts';
import { tradesHandlers } from '../../../daemon/rpc/handlers/trades.ts';
import { Store } from '../../../daemon/store/store.ts';
import { STRATEGIES } from '../../../daemon/strategies/index.ts';
import { HandSource, market } from '../../support/desk.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-'));
const store = new Store(path.join(folder, 'desk.db'));
const bus = new EventBus((_owner, error) => {
  throw error;
});
const journal = new Journal(store, bus);
fs.writeFileSync(path.join(folder, 'config.jsonc'), '{ "market": { "pairs": ["BTC/USDT", "ETH/USDT"] }, "exits": { "takeProfit": [] } }');
const config = new ConfigStore({ file: path.join(folder, 'config.jsonc'), env: {} });
const source = new HandSource('tick', [market('BTC/USDT'), market('ETH/USDT')]);
const engine = new Engine({ store, journal, bus, log: SILENT, config, source, exchange: new PaperExchange({ source }), strategies: STRATEGIES });
const deps = { engine, config, journal };
const handlers = {
  ...botHandlers(deps),
  ...positionsHandlers(deps),
  ...ordersHandlers(deps),
  ...tradesHandlers(deps),
  ...balancesHandlers(deps),
  ...marketsHandlers(deps),
  ...strategiesHandlers(deps),
  ...riskHandlers(deps),
  ...replayHandlers(deps),
  ...performanceHandlers({ engine }),
};

beforeAll(async () => {
  engine.start();
  await new Promise(setImmediate);
  source.tick(20_000, 'BTC/USDT');
  source.tick(1000, 'ETH/USDT');
  source.candle(20_000, 20_100, 19_900, 20_050);
  source.tick(20_050, 'BTC/USDT');
  source.tick(1000, 'ETH/USDT');
});
afterAll(async () => {
  await engine.stop();
  store.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Calls a method as the dispatcher does, and holds the answer to the contract. */
async function call<M extends keyof typeof handlers & MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
  const handler = handlers[method] as (params: unknown, context: unknown) => unknown;
  const result = await handler(METHODS[method].params.parse(params), { session: { who: 'test' } });
  return METHODS[method].result.parse(result) as Result<M>;
}

const kind = (wanted: string) => expect.objectContaining({ kind: wanted });

test('every answer is what the contract says', async () => {
  const order = await call('orders.place', { pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.05', tag: '=HYPERLINK("x")' });
  expect(await call('orders.get', { id: order.id })).toMatchObject({ state: 'filled', fills: [{ amount: '0.05' }] });
  expect((await call('orders.list', {})).items[0]).toMatchObject({ id: order.id });
  expect((await call('trades.get', { id: order.tradeId ?? '' })).orders).toHaveLength(1);
  expect((await call('positions.list', {})).items).toMatchObject([{ pair: 'BTC/USDT', amount: '0.05' }]);
  expect(await call('balances.list', {})).toMatchObject({ stakeCurrency: 'USDT', items: [{ currency: 'USDT' }, { currency: 'BTC', total: '0.05' }] });
  expect(await call('performance.summary', {})).toMatchObject({ openTrades: 1, currency: 'USDT' });
  expect((await call('performance.equity', {})).points.length).toBeGreaterThan(0);
  expect(await call('bot.status', {})).toMatchObject({ state: 'running', mode: 'paper', openTrades: 1 });
  expect((await call('bot.why', {})).reasons.length).toBeGreaterThan(0);
  expect((await call('risk.status', {})).items).toHaveLength(8);
  expect((await call('markets.list', {})).items).toHaveLength(2);
  expect(await call('markets.ticker', { pair: 'ETH/USDT' })).toMatchObject({ last: '1000' });
  const { content, rows } = await call('trades.export', { format: 'csv' });
  expect([rows, content.split('\r\n')[1]]).toEqual([1, expect.stringContaining(`,"=HYPERLINK(""x"")",`)]);
  expect(JSON.parse((await call('trades.export', { format: 'json' })).content)).toHaveLength(1);
  expect((await call('positions.close', { pair: 'BTC/USDT' })).orders).toMatchObject([{ side: 'sell', state: 'filled' }]);
  await expect(call('positions.close', { pair: 'BTC/USDT' })).rejects.toThrow(kind('not_found'));
  expect((await call('positions.closeAll', {})).orders).toEqual([]);
  Snapshot.parse(engine.snapshot());
});

test('a deleted trade is found only where it is asked for, and its part of equity has a figure of its own', async () => {
  const { tradeId } = await call('orders.place', { pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.05' });
  const id = tradeId ?? '';
  const before = await call('performance.summary', {});
  expect(before.deleted).toBeUndefined();
  source.tick(20_070, 'BTC/USDT');
  const open = await call('performance.summary', {});
  await expect(call('trades.delete', { id: 't_999' })).rejects.toThrow(kind('not_found'));
  expect(await call('trades.delete', { id })).toMatchObject({ trade: { id, state: 'deleted' }, left: { currency: 'BTC', amount: '0.05' } });
  const summary = await call('performance.summary', {});
  expect(summary).toMatchObject({ equity: open.equity, profit: open.profit, openTrades: 0, unrealised: '0', deleted: open.unrealised });
  expect((await call('trades.list', {})).items.map((trade) => trade.id)).not.toContain(id);
  expect((await call('trades.list', { state: 'deleted' })).items.map((trade) => trade.id)).toEqual([id]);
  expect((await call('trades.get', { id })).orders).toHaveLength(1);
  expect((await call('trades.export', { format: 'csv' })).content).not.toContain(`${id},`);
  expect(engine.snapshot().trades.map((trade) => trade.id)).not.toContain(id);
  expect(await call('trades.restore', { id })).toMatchObject({ id, state: 'open' });
  await call('positions.close', { id });
  expect(await call('performance.summary', {})).toMatchObject({ trades: before.trades + 1 });
  await expect(call('trades.delete', { id })).rejects.toThrow(kind('conflict'));
});

test('orders are taken back one by one and together', async () => {
  const limit = { pair: 'ETH/USDT', side: 'buy', type: 'limit', amount: '0.1' } as const;
  const { id } = await call('orders.place', { ...limit, price: '900' });
  await call('orders.place', { ...limit, price: '901' });
  expect(await call('orders.cancel', { id })).toMatchObject({ state: 'cancelled' });
  await expect(call('orders.cancel', { id })).rejects.toThrow(kind('conflict'));
  await expect(call('orders.cancel', { id: 'o_999' })).rejects.toThrow(kind('not_found'));
  expect((await call('orders.cancelAll', { pair: 'ETH/USDT' })).orders).toMatchObject([{ price: '901', state: 'cancelled' }]);
  expect((await call('orders.list', { state: 'active' })).items).toEqual([]);
});

test('lists are paged by key, newest first, with nothing missing and nothing twice', async () => {
  for (let i = 0; i < 5; i += 1) await call('orders.place', { pair: 'ETH/USDT', side: 'buy', type: 'limit', amount: '0.01', price: `${900 + i}` });
  const all = (await call('orders.list', { limit: 1000 })).items.map((order) => order.id);
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('orders.list', { limit: 2, ...(cursor && { cursor }) });
    paged.push(...page.items.map((order) => order.id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(paged).toEqual(all);
  expect(all).toEqual([...all].sort((a, b) => Number(b.slice(2)) - Number(a.slice(2))));
  await expect(call('orders.list', { cursor: 'nonsense' })).rejects.toThrow(kind('invalid'));
  await call('orders.cancelAll', {});
});

describe('strategies', () => {
  test('are listed and described with their defaults', async () => {
    expect((await call('strategies.list', {})).items.map(({ id, enabled }) => [id, enabled])).toEqual([...STRATEGIES.keys()].map((id) => [id, true]));
    expect(await call('strategies.describe', { id: 'ema-cross' })).toMatchObject({ defaults: { fast: 9 }, schema: { type: 'object' }, params: { fast: 9 } });
    await expect(call('strategies.describe', { id: 'nonsense' })).rejects.toThrow(kind('not_found'));
  });
  test('are changed in the configuration, and the change is told', async () => {
    expect(await call('strategies.configure', { id: 'ema-cross', params: { fast: 8 } })).toMatchObject({ params: { fast: 8, slow: 21 } });
    await expect(call('strategies.configure', { id: 'ema-cross', params: { fast: 30 } })).rejects.toMatchObject({
      kind: 'invalid',
      data: { field: 'params.fast' },
    });
    expect(await call('strategies.disable', { id: 'grid' })).toMatchObject({ enabled: false });
    expect((await call('bot.status', {})).strategies).not.toContain('grid');
    expect(await call('strategies.enable', { id: 'grid' })).toMatchObject({ enabled: true });
    const told = journal.read({ topics: (topic) => topic === 'strategy.state' }).map((event) => JSON.parse(event.json));
    expect(told).toMatchObject([{ strategy: 'ema-cross' }, { strategy: 'grid', enabled: false }, { strategy: 'grid', enabled: true }]);
    expect(await call('strategies.message', { id: 'grid', text: 'hello' })).toEqual({ seq: journal.lastSeq });
  });
});

test('limits and the blacklist are kept in the configuration and in force at once', async () => {
  expect(await call('risk.limits.set', { maxOpenTrades: 4, maxOrderCost: '50' })).toMatchObject({ maxOpenTrades: 4, maxOrderCost: '50' });
  expect(config.get()).toMatchObject({ bot: { maxOpenTrades: 4 }, risk: { maxOrderCost: '50' } });
  await expect(call('orders.place', { pair: 'ETH/USDT', side: 'buy', type: 'market', amount: '1' })).rejects.toThrow(kind('risk_rejected'));
  expect((await call('risk.limits.set', { maxOrderCost: null })).maxOrderCost).toBeNull();
  expect(await call('markets.blacklist.add', { pairs: ['ETH/USDT'] })).toEqual({ items: ['ETH/USDT'] });
  await expect(call('orders.place', { pair: 'ETH/USDT', side: 'buy', type: 'market', amount: '1' })).rejects.toThrow(kind('risk_rejected'));
  expect(await call('markets.blacklist.remove', { pairs: ['ETH/USDT'] })).toEqual(await call('markets.blacklist.get', {}));
  expect((await call('markets.whitelist', {})).items).toEqual(['BTC/USDT', 'ETH/USDT']);
  expect(await call('risk.limits.get', {})).toMatchObject({ maxOpenTrades: 4 });
});

test('candles of a longer timeframe are made of those there are', async () => {
  const base = Date.UTC(2026, 0, 6, 10);
  source.past.push(
    ...Array.from({ length: 10 }, (_, i) => ({
      ts: base + i * 60_000,
      open: `${100 + i}`,
      high: `${110 + i}`,
      low: `${90 + i}`,
      close: `${101 + i}`,
      volume: '0.1',
    })),
  );
  expect((await call('markets.candles', { pair: 'BTC/USDT', limit: 3 })).items).toHaveLength(3);
  expect((await call('markets.candles', { pair: 'BTC/USDT', timeframe: '5m' })).items).toEqual([
    { ts: base, open: '100', high: '114', low: '90', close: '105', volume: '0.5' },
    { ts: base + 300_000, open: '105', high: '119', low: '95', close: '110', volume: '0.5' },
  ]);
  await expect(call('markets.candles', { pair: 'BTC/USDT', timeframe: '90s' })).rejects.toThrow(kind('invalid'));
});

test('an account that does not exist is not found, whatever is asked of it', async () => {
  const account = 'replay-9';
  for (const method of ['bot.status', 'positions.list', 'orders.list', 'trades.list', 'balances.list', 'risk.status', 'performance.summary'] as const) {
    await expect(call(method, { account }), method).rejects.toThrow(kind('not_found'));
  }
  await expect(call('replay.get', { account })).rejects.toThrow(kind('not_found'));
});

test('a replay has an account of its own, whose books stay readable when it is over', async () => {
  const file = path.join(folder, 'market.csv');
  const row = (i: number) => [1_515_560_100_000 + i * 300_000, ...Array(4).fill((1 + Math.sin(i / 20) / 20).toFixed(4)), 1000.0001].join(',');
  fs.writeFileSync(file, ['time_ms,open,high,low,close,volume', ...Array.from({ length: 500 }, (_, i) => row(i)), ''].join('\n'));
  const done = new Promise((resolve) => {
    bus.subscribe('replay', (events) => {
      if (events.some((event) => event.topic === 'replay.state' && event.json.includes('"done"'))) resolve(true);
    });
  });
  const { account } = await call('replay.start', { file, pair: 'ETH/BTC', timeframe: '5m', strategy: 'ema-cross', startBalance: '7' });
  await done;
  const own = (await call('trades.list', { account, limit: 1 })).items[0]!;
  await expect(call('trades.delete', { id: own.id })).rejects.toThrow(kind('conflict'));
  const { summary } = await call('replay.get', { account });
  expect(summary).toMatchObject({ startEquity: '7', candles: 500 });
  expect(summary?.trades).toBeGreaterThan(1);
  expect(await call('balances.list', { account })).toMatchObject({ total: summary?.finalEquity, stakeCurrency: 'BTC' });
  expect(await call('performance.summary', { account })).toMatchObject({ equity: summary?.finalEquity, trades: summary?.trades, openTrades: 0 });
  expect((await call('trades.list', { account })).items).toHaveLength(summary?.trades ?? 0);
  expect((await call('positions.list', { account })).items).toEqual([]);
  await expect(call('bot.status', { account })).rejects.toThrow(kind('conflict'));
  expect((await call('replay.list', {})).items.map((run) => run.account)).toEqual([account]);
  expect((await call('bot.status', {})).account).toBe('paper');
});

test('every event that was told keeps to its topic', () => {
  for (const { topic, json } of journal.read({ limit: 100_000 })) {
    const result = TOPICS[topic as Topic].data.safeParse(JSON.parse(json));
    expect(result.error, topic).toBeUndefined();
  }
});
