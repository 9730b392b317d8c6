import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Big, ZERO } from '../../../daemon/engine/money.ts';
import type { Order } from '../../../daemon/protocol/schemas/trading.ts';
import { type Bench, HandSource, market, openDesk, settings } from '../../support/desk.ts';

type Step =
  | { readonly kind: 'price'; readonly pair: string; readonly cents: number }
  | { readonly kind: 'buy' | 'sell'; readonly pair: string; readonly amount: number; readonly type: Order['type']; readonly offset: number }
  | { readonly kind: 'close'; readonly pair: string; readonly amount: number | undefined }
  | { readonly kind: 'delete' | 'restore'; readonly which: number }
  | { readonly kind: 'cancel' };

const pair = fc.constantFrom('BTC/USDT', 'ETH/USDT');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('price' as const), pair, cents: fc.integer({ min: 5_000, max: 15_000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('buy' as const, 'sell' as const),
      pair,
      amount: fc.integer({ min: 10, max: 400_000 }),
      type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
      offset: fc.integer({ min: -900, max: 900 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('close' as const), pair, amount: fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'restore' as const), which: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
);

/**
 * The law of the books, in the stake currency, for all trades ever made:
 *
 *     cash + Σ coins × price = start + Σ realised + Σ (held × price − basis) + Σ leftover × price
 *
 * where the bracket counts open trades and those that were taken out of the books, whose coins stayed; and, with fees taken apart: realised + unrealised = proceeds + value − costs − fees. Both hold to the last digit.
 */
function balances({ desk, store }: Bench): void {
  const { record, portfolio, valuation, exposure } = desk.books;
  const price = (of: string) => valuation.price(of) ?? ZERO;
  const held = new Map<string, Big>();
  let unrealised = ZERO;
  for (const trade of [...portfolio.openTrades, ...portfolio.deletedTrades]) {
    unrealised = unrealised.plus(trade.held.times(price(trade.pair))).minus(trade.basis);
    held.set(trade.pair, (held.get(trade.pair) ?? ZERO).plus(trade.held));
  }
  let [realised, flows, fees, leftovers] = [ZERO, ZERO, ZERO, ZERO];
  for (const row of store.prepare<[], Record<string, string>>('SELECT * FROM trades').all()) {
    realised = realised.plus(row.realised!);
    flows = flows.plus(row.exit_value!).minus(row.entry_cost!);
    fees = fees.plus(row.entry_fees!).plus(row.exit_fees!);
  }
  let value = ZERO;
  for (const of of ['BTC/USDT', 'ETH/USDT']) {
    const coins = portfolio.balance(of.slice(0, 3));
    value = value.plus(coins.times(price(of)));
    leftovers = leftovers.plus(coins.minus(held.get(of) ?? ZERO).times(price(of)));
  }
  const cash = portfolio.balance('USDT');
  const equity = cash.plus(value);
  expect(equity.toFixed()).toBe(record.startBalance.plus(realised).plus(unrealised).plus(leftovers).toFixed());
  expect(cash.toFixed()).toBe(record.startBalance.plus(flows).minus(fees).toFixed());
  expect(valuation.equity.toFixed()).toBe(equity.toFixed());
  expect(exposure.free('USDT').gte(0)).toBe(true);
}

/** What the store holds must be what the fills say, and the events must tell the same. */
function agrees({ store, told }: Bench): void {
  const sums = store.prepare<[], { order_id: number; filled: string; fills: string }>(`
    SELECT o.id AS order_id, o.filled, coalesce(json_group_array(f.amount), '[]') AS fills FROM orders o JOIN fills f ON f.order_id = o.id GROUP BY o.id`);
  for (const row of sums.all()) {
    const total = (JSON.parse(row.fills) as string[]).reduce((sum, amount) => sum.plus(amount), ZERO);
    expect(total.toFixed()).toBe(row.filled);
  }
  const filled = told<{ fill?: { amount: string } }>('order.filled').length + told('order.partially_filled').length;
  expect(filled).toBe(store.prepare<[], { count: number }>('SELECT count(*) AS count FROM fills').get()?.count);
}

/** No balance moves, and equity is to the last digit what it was. */
function remove({ desk, queries }: Bench, kind: 'delete' | 'restore', which: number): void {
  const trades = queries.trades('paper', { state: kind === 'delete' ? 'open' : 'deleted' }).items;
  const trade = trades[which % trades.length];
  if (!trade) return;
  const before = [desk.books.valuation.equity.toFixed(), desk.balances().map(({ currency, total }) => [currency, total])];
  if (kind === 'delete') desk.deleteTrade(trade.id);
  else desk.restoreTrade(trade.id);
  expect([desk.books.valuation.equity.toFixed(), desk.balances().map(({ currency, total }) => [currency, total])]).toEqual(before);
}

function take(bench: Bench, step: Step): void {
  const { desk, source } = bench;
  try {
    if (step.kind === 'price') source.tick((step.cents / 100).toFixed(2), step.pair);
    else if ('which' in step) remove(bench, step.kind, step.which);
    else if (step.kind === 'cancel') desk.cancel(() => true);
    else if (step.kind === 'close') desk.close({ pair: step.pair, ...(step.amount === undefined ? {} : { amount: (step.amount / 10_000).toFixed(4) }) });
    else {
      const last = Number(desk.ticker(step.pair)?.last);
      const price = step.type === 'market' ? {} : { price: (last + step.offset / 100).toFixed(2) };
      desk.place({ pair: step.pair, side: step.kind, type: step.type, amount: (step.amount / 10_000).toFixed(4), ...price });
    }
  } catch (error) {
    expect(error).toHaveProperty('kind', expect.stringMatching(/^(invalid|insufficient_funds|risk_rejected|not_found|conflict|exchange_rejected)$/));
  }
}

const loose = settings({
  limits: {
    maxOpenTrades: 1000,
    maxOrderCost: null,
    maxExposure: null,
    maxPairExposure: null,
    maxDailyLoss: null,
    maxDrawdown: null,
    maxOrdersPerMinute: null,
    maxPriceDeviation: null,
  },
});

test('cash and positions are start, profit and fees, exactly, whatever is traded', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      // Little depth makes partial fills, an odd fee makes long decimals.
      const source = new HandSource('tick', [market('BTC/USDT', { takerFee: '0.00123', makerFee: '0.00077' }), market('ETH/USDT')]);
      const bench = await openDesk({ source, settings: loose, paper: { tickerDepth: '700', slippage: '0.0003', impact: '0.002', participation: '0.5' } });
      source.tick('100', 'BTC/USDT');
      source.tick('100', 'ETH/USDT');
      for (const one of steps) {
        take(bench, one);
        balances(bench);
      }
      agrees(bench);
      const before = { equity: bench.desk.status().equity, positions: bench.desk.positions(), balances: bench.desk.balances() };
      bench.desk.reload();
      expect({ equity: bench.desk.status().equity, positions: bench.desk.positions(), balances: bench.desk.balances() }).toEqual(before);
      bench.store.close();
    }),
    { numRuns: 150 },
  );
});
