import { expect, test } from 'vitest';
import type { Exchange, ExecutionReport, OrderRequest } from '../../../daemon/exchange/port.ts';
import type { Order, Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { NOON, openDesk, settings } from '../../support/desk.ts';
import { tempFolder } from '../../support/temp.ts';

/** An exchange beyond the process: it hears of orders, and answers when the test says so. */
class FarExchange implements Exchange {
  readonly local = false;
  readonly placed: OrderRequest[] = [];
  readonly cancelled: string[] = [];
  onPlace: (order: OrderRequest) => void = () => {};
  #listener: (report: ExecutionReport) => void = () => {};

  place(order: OrderRequest): void {
    this.placed.push(order);
    this.onPlace(order);
  }

  cancel(clientOrderId: string): void {
    this.cancelled.push(clientOrderId);
  }

  onReport(listener: (report: ExecutionReport) => void): void {
    this.#listener = listener;
  }

  report(report: Pick<ExecutionReport, 'kind' | 'clientOrderId'> & { price?: string; amount?: string; reason?: string }): void {
    this.#listener({ ts: NOON, fee: '0.1', feeCurrency: 'USDT', liquidity: 'taker', ...report } as ExecutionReport);
  }
}

const buy = { pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '1', price: '100', clientOrderId: 'mine-1' } as const;

async function far(file = ':memory:') {
  const exchange = new FarExchange();
  const bench = await openDesk({ exchange, file });
  bench.source.tick(100);
  return { ...bench, exchange };
}

test('the exchange hears of an order only once it is on disk', async () => {
  const { desk, exchange, store, queries } = await far();
  let seen: Order | undefined;
  exchange.onPlace = ({ clientOrderId }) => {
    expect(store.inTransaction).toBe(false);
    seen = queries.order(clientOrderId);
  };
  expect(desk.place(buy).state).toBe('pending');
  expect(seen).toMatchObject({ clientOrderId: 'mine-1', state: 'pending' });
});

test('an order whose write fails never reaches the exchange, and leaves no trace', async () => {
  const { desk, exchange, store, source } = await far();
  store.prepare("CREATE TEMP TRIGGER full BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'disk full'); END").run();
  expect(() => desk.place(buy)).toThrow('disk full');
  expect(exchange.placed).toEqual([]);
  expect(desk.status()).toMatchObject({ openOrders: 0, openTrades: 0 });
  store.prepare('DROP TRIGGER full').run();
  source.tick(101);
  expect(desk.place(buy).state).toBe('pending');
});

test('reports that come twice, or too late, change nothing', async () => {
  const { desk, exchange, told } = await far();
  desk.place(buy);
  exchange.report({ kind: 'accepted', clientOrderId: 'mine-1' });
  exchange.report({ kind: 'accepted', clientOrderId: 'mine-1' });
  exchange.report({ kind: 'fill', clientOrderId: 'mine-1', price: '100', amount: '0.4' });
  exchange.report({ kind: 'cancelled', clientOrderId: 'mine-1', reason: 'by hand' });
  exchange.report({ kind: 'cancelled', clientOrderId: 'mine-1', reason: 'by hand' });
  exchange.report({ kind: 'accepted', clientOrderId: 'mine-1' });
  exchange.report({ kind: 'expired', clientOrderId: 'never-heard-of', reason: '' });
  expect(told('order.placed')).toHaveLength(1);
  expect(told('order.cancelled')).toHaveLength(1);
  expect(desk.positions()).toMatchObject([{ amount: '0.4' }]);
  expect(desk.status().state).toBe('running');
});

test.each([
  ['more than the order', [{ kind: 'fill', clientOrderId: 'mine-1', price: '100', amount: '1.1' }]],
  [
    'of an order that is done',
    [
      { kind: 'cancelled', clientOrderId: 'mine-1', reason: '' },
      { kind: 'fill', clientOrderId: 'mine-1', price: '100', amount: '1' },
    ],
  ],
  ['of an order nobody knows', [{ kind: 'fill', clientOrderId: 'other', price: '100', amount: '1' }]],
] as const)('a fill %s is not booked, and the books need attention', async (_what, reports) => {
  const { desk, exchange } = await far();
  desk.place(buy);
  exchange.report({ kind: 'accepted', clientOrderId: 'mine-1' });
  for (const report of reports) exchange.report(report);
  expect(desk.status()).toMatchObject({ state: 'needs_attention', equity: '10000' });
  expect(() => desk.command('start')).toThrow(expect.objectContaining({ kind: 'conflict' }));
});

test('an order that was never answered for is unknown after a restart, and nothing is entered until somebody looked', async () => {
  const first = await far(`${tempFolder()}/desk.db`);
  first.desk.place(buy);
  const exchange = new FarExchange();
  const { desk, queries } = await first.again({ exchange });
  expect(queries.order('mine-1').state).toBe('unknown');
  expect(desk.status().state).toBe('needs_attention');
  expect(exchange.placed).toEqual([]);
  exchange.report({ kind: 'cancelled', clientOrderId: 'mine-1', reason: 'not found' });
  expect(desk.command('start').state).toBe('running');
});

test('the same clientOrderId is the same order; another order under it is a conflict', async () => {
  const { desk, exchange } = await far();
  const order = desk.place(buy);
  expect(desk.place(buy)).toEqual(order);
  expect(exchange.placed).toHaveLength(1);
  expect(() => desk.place({ ...buy, amount: '2' })).toThrow(expect.objectContaining({ kind: 'conflict' }));
  exchange.report({ kind: 'accepted', clientOrderId: 'mine-1' });
  exchange.report({ kind: 'fill', clientOrderId: 'mine-1', price: '100', amount: '1' });
  expect(desk.place(buy)).toMatchObject({ id: order.id, state: 'filled' });
});

test('an exit waits until the exchange has taken the other orders of its trade back', async () => {
  const { desk, exchange } = await far();
  desk.place(buy);
  exchange.report({ kind: 'accepted', clientOrderId: 'mine-1' });
  exchange.report({ kind: 'fill', clientOrderId: 'mine-1', price: '100', amount: '0.4' });
  desk.closeAll();
  expect(exchange.cancelled).toEqual(['mine-1']);
  expect(exchange.placed).toHaveLength(1);
  exchange.report({ kind: 'fill', clientOrderId: 'mine-1', price: '100', amount: '0.1' });
  exchange.report({ kind: 'cancelled', clientOrderId: 'mine-1', reason: 'cancelled' });
  expect(exchange.placed[1]).toMatchObject({ side: 'sell', type: 'market', amount: '0.5' });
});

test('working orders are taken up again after a restart, with what was filled of them', async () => {
  const bench = await openDesk({ file: `${tempFolder()}/desk.db`, paper: { tickerDepth: '40', slippage: '0', impact: '0' } });
  bench.source.tick(100);
  expect(bench.desk.place(buy)).toMatchObject({ state: 'partially_filled', filled: '0.4' });
  const next = await bench.again();
  next.source.tick(100);
  expect(next.queries.order('mine-1')).toMatchObject({ state: 'partially_filled', filled: '0.8' });
  next.source.tick(100);
  const order = next.queries.order('mine-1');
  expect(order).toMatchObject({ state: 'filled', filled: '1', average: '100', cost: '100', fee: '0.1' });
  expect(order.fills.map((fill) => fill.amount)).toEqual(['0.4', '0.4', '0.2']);
  expect(next.told('order.placed')).toHaveLength(1);
});

test('a round trip by hand: events in their order, profit after fees', async () => {
  const { desk, source, journal, queries } = await openDesk();
  source.tick(100);
  desk.place({ ...buy, tag: 'hunch' });
  source.tick(110);
  expect(desk.positions()).toMatchObject([{ amount: '1', entryPrice: '100', markPrice: '110', value: '110', profit: '9.79', strategy: null }]);
  desk.place({ pair: 'BTC/USDT', side: 'sell', type: 'market', amount: '0.5' });
  desk.close({ pair: 'BTC/USDT' });
  const topics = journal
    .read()
    .map((event) => event.topic)
    .filter((topic) => topic.startsWith('order.') || topic.startsWith('trade.'));
  const entry = ['order.placed', 'trade.entry', 'order.filled', 'trade.entry_fill'];
  const exit = ['order.placed', 'trade.exit', 'order.filled', 'trade.exit_fill'];
  expect(topics).toEqual([...entry, ...exit, ...exit]);
  const [trade] = queries.trades('paper', {}).items as [Trade];
  expect(trade).toMatchObject({
    state: 'closed',
    amount: '1',
    openRate: '100',
    closeRate: '110',
    stake: '100',
    fees: '0.21',
    profit: '9.79',
    entryTag: 'hunch',
  });
  expect(trade).toMatchObject({ profitRatio: 0.0979, exitReason: 'force_exit' });
  expect(desk.balances()).toEqual([{ currency: 'USDT', total: '10009.79', free: '10009.79', used: '0', value: '10009.79' }]);
});

test.each([
  [{ amount: '0.00001' }, 'invalid', 'amount'],
  [{ amount: '0.0005' }, 'invalid', 'amount'],
  [{ price: '100.001' }, 'invalid', 'price'],
  [{ amount: '0.01' }, 'invalid', 'amount'],
  [{ price: undefined }, 'invalid', 'price'],
  [{ type: 'market' as const }, 'invalid', 'price'],
  [{ pair: 'XRP/USDT' }, 'invalid', 'pair'],
  [{ pair: 'ETH/USDT' }, 'upstream_unavailable', undefined],
  [{ amount: '20', price: '99' }, 'risk_rejected', undefined],
  [{ side: 'sell' as const }, 'insufficient_funds', 'amount'],
])('an order by hand with %j is refused as %s', async (change, kind, field) => {
  const { desk, source, store } = await openDesk({ settings: settings({ limits: { ...settings().limits, maxOrderCost: '1000' } }) });
  source.tick(100);
  const error = (() => {
    try {
      desk.place({ ...buy, ...change });
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({ kind });
  expect((error as { data: { field?: string } }).data.field).toBe(field);
  expect(store.prepare<[], { count: number }>('SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM trades) AS count').get()?.count).toBe(0);
});

test('more than the cash is refused before the exchange hears of it', async () => {
  const loose = settings({ limits: { ...settings().limits, maxExposure: null, maxPairExposure: null } });
  const { desk, source } = await openDesk({ settings: loose });
  source.tick(100);
  expect(() => desk.place({ ...buy, amount: '100' })).toThrow(expect.objectContaining({ kind: 'insufficient_funds' }));
  expect(desk.place({ ...buy, amount: '99' }).state).toBe('filled');
});

test('a sale that would leave dust sells all; dust that is left is realised as a loss and stays in the account', async () => {
  const { desk, source, queries } = await openDesk({ paper: { tickerDepth: '0.05', slippage: '0', impact: '0' } });
  source.tick(100);
  expect(desk.place(buy).filled).toBe('0.0005');
  desk.cancel(() => true);
  expect(queries.trades('paper', {}).items).toMatchObject([{ state: 'closed', amount: '0.0005', profit: '-0.05005' }]);
  expect(desk.balances()).toMatchObject([{ currency: 'USDT' }, { currency: 'BTC', total: '0.0005', value: '0.05' }]);

  const other = await openDesk();
  other.source.tick(100);
  other.desk.place(buy);
  expect(other.desk.close({ pair: 'BTC/USDT', amount: '0.98' })).toMatchObject([{ amount: '1', state: 'filled' }]);
  expect(other.desk.positions()).toEqual([]);
});
