import { expect, test } from 'vitest';
import type { Exchange, ExecutionReport, OrderRequest } from '../../../daemon/exchange/port.ts';
import type { Order, Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { HandSource, openDesk, settings } from '../../support/desk.ts';

const kind = (wanted: string, says = '') => expect.objectContaining({ kind: wanted, message: expect.stringContaining(says) });

async function bought(more: Parameters<typeof openDesk>[0] = {}) {
  const bench = await openDesk({ settings: settings({ exits: { stopLoss: 0.1, takeProfit: [], trailing: null } }), ...more });
  bench.source.tick(100);
  const { tradeId } = bench.desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '2' });
  bench.source.tick(110);
  return { ...bench, id: tradeId ?? '' };
}

test('a deleted trade leaves lists, positions and figures; its coins stay, and nothing is sold at its stop', async () => {
  const { desk, source, queries, told, id } = await bought();
  const equity = desk.status().equity;
  expect(desk.deleteTrade(id)).toMatchObject({ trade: { id, state: 'deleted', amount: '2' }, orders: [], left: { currency: 'BTC', amount: '2' } });
  expect(desk.positions()).toEqual([]);
  expect(queries.trades('paper', {}).items).toEqual([]);
  expect(queries.trades('paper', { state: 'deleted' }).items).toMatchObject([{ id, openRate: '100' }]);
  expect(queries.trade(id).orders).toMatchObject([{ state: 'filled', fills: [{ amount: '2' }] }]);
  expect(queries.closedTrades('paper')).toEqual([]);
  expect(queries.allTrades('paper')).toEqual([]);
  expect(desk.status()).toMatchObject({ equity, openTrades: 0 });
  expect(desk.balances()).toMatchObject([{ currency: 'USDT' }, { currency: 'BTC', total: '2', free: '2', value: '220' }]);
  expect(told<{ left: unknown }>('trade.deleted')).toMatchObject([{ trade: { id }, left: { currency: 'BTC', amount: '2' } }]);
  source.tick(50);
  expect(told('order.placed')).toHaveLength(1);
  expect(desk.balances()).toMatchObject([{ currency: 'USDT' }, { total: '2', value: '100' }]);
});

test('taken back, a trade is what it was: its stop guards it at once, and its profit counts', async () => {
  const { desk, source, queries, told, id } = await bought();
  const before = queries.trade(id);
  desk.deleteTrade(id);
  expect(desk.restoreTrade(id)).toMatchObject({ id, state: 'open', stopPrice: '90' });
  expect(queries.trade(id)).toEqual(before);
  expect(told('trade.restored')).toMatchObject([{ trade: { id, state: 'open' } }]);
  desk.deleteTrade(id);
  source.tick(80);
  desk.restoreTrade(id);
  source.tick(80);
  expect(queries.trade(id)).toMatchObject({ state: 'closed', closeRate: '80', exitReason: 'stop_loss' });
});

test('what works for a trade is cancelled with it, also its exit', async () => {
  const { desk, source, queries, id } = await bought();
  desk.place({ pair: 'BTC/USDT', side: 'sell', type: 'limit', amount: '2', price: '120' });
  expect(queries.trade(id)).toMatchObject({ state: 'closing' });
  expect(desk.deleteTrade(id)).toMatchObject({ trade: { state: 'deleted' }, orders: [{ side: 'sell', state: 'cancelled' }] });
  source.tick(130);
  source.tick(50, 'ETH/USDT');
  expect(queries.trade(id)).toMatchObject({ state: 'deleted', profit: expect.any(String), orders: [{ state: 'filled' }, { state: 'cancelled', filled: '0' }] });
  const waiting = desk.place({ pair: 'ETH/USDT', side: 'buy', type: 'limit', amount: '1', price: '10' });
  expect(desk.deleteTrade(waiting.tradeId ?? '')).toMatchObject({ trade: { state: 'deleted' }, left: { amount: '0' } });
  expect(() => desk.restoreTrade(waiting.tradeId ?? '')).toThrow(kind('conflict', 'Nothing was ever bought'));
});

test('what cannot be deleted, or taken back, says why', async () => {
  const { desk, id } = await bought();
  expect(() => desk.restoreTrade(id)).toThrow(kind('conflict', 'is not deleted'));
  desk.deleteTrade(id);
  expect(() => desk.deleteTrade(id)).toThrow(kind('conflict', 'deleted already'));
  desk.restoreTrade(id);
  desk.close({ id });
  expect(() => desk.deleteTrade(id)).toThrow(kind('conflict', 'is closed'));
});

test('another process finds a deleted trade as it was left, and watches the price of what it held', async () => {
  const source = new HandSource('tick');
  const bench = await bought({ source });
  bench.desk.deleteTrade(bench.id);
  const { equity } = bench.desk.status();
  const watched: string[][] = [];
  source.start = async (pairs, listener) => {
    watched.push([...pairs]);
    await HandSource.prototype.start.call(source, pairs, listener);
  };
  const again = await bench.again({ settings: settings({ pairs: ['ETH/USDT'] }) });
  expect(watched).toEqual([expect.arrayContaining(['BTC/USDT'])]);
  expect([...again.desk.books.portfolio.deletedTrades]).toMatchObject([{ state: 'deleted' }]);
  // Before a price is known the coins are worth what they had cost.
  expect(again.desk.status().equity).toBe('10000');
  source.tick(110);
  expect(again.desk.status().equity).toBe(equity);
  expect(again.desk.restoreTrade(bench.id)).toMatchObject({ state: 'open' });
});

/** An exchange that answers when a test wants it to. */
class SlowExchange implements Exchange {
  readonly local = false;
  readonly placed: OrderRequest[] = [];
  readonly cancelled: string[] = [];
  tell: (report: ExecutionReport) => void = () => {};

  place(request: OrderRequest): void {
    this.placed.push(request);
  }

  cancel(clientOrderId: string): void {
    this.cancelled.push(clientOrderId);
  }

  onReport(listener: (report: ExecutionReport) => void): void {
    this.tell = listener;
  }
}

test('where the exchange takes its time, a trade goes only when its orders have ended', async () => {
  const exchange = new SlowExchange();
  const source = new HandSource('tick');
  const { desk, queries } = await openDesk({ source, exchange });
  source.tick(100);
  const order: Order = desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '2', price: '99' });
  const { clientOrderId } = order;
  const id = order.tradeId ?? '';
  const ts = source.now();
  exchange.tell({ kind: 'accepted', clientOrderId, ts });
  expect(() => desk.deleteTrade(id)).toThrow(kind('conflict', 'still has orders'));
  expect(exchange.cancelled).toEqual([clientOrderId]);
  // It was filled before the cancellation arrived: the books have it.
  exchange.tell({ kind: 'fill', clientOrderId, ts, price: '99', amount: '1', fee: '0.099', feeCurrency: 'USDT', liquidity: 'maker' });
  exchange.tell({ kind: 'cancelled', clientOrderId, ts, reason: 'cancelled' });
  expect(queries.trade(id) as Trade).toMatchObject({ state: 'open', amount: '1' });
  expect(desk.deleteTrade(id)).toMatchObject({ left: { currency: 'BTC', amount: '1' } });
});
