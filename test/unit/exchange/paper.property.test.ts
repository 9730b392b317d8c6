import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEE_DECIMALS } from '../../../daemon/exchange/paper/exchange.ts';
import type { Candle, OrderRequest, PublicTrade, Ticker } from '../../../daemon/exchange/port.ts';
import { type Fill, MARKET, order, paperBench } from './paper-bench.ts';

type Step = { place: Omit<OrderRequest, 'clientOrderId'> } | { cancel: number } | { candle: Candle } | { ticker: Ticker } | { trade: PublicTrade };

const price = fc.integer({ min: 5000, max: 15_000 }).map((cents) => new Big(cents).div(100).toFixed());
const amount = fc.integer({ min: 100, max: 30_000 }).map((thousandths) => new Big(thousandths).div(1000).toFixed());

const placing = (...types: OrderRequest['type'][]) =>
  fc
    .record({ side: fc.constantFrom('buy' as const, 'sell' as const), type: fc.constantFrom(...types), amount, price })
    .map((drawn): Step => ({ place: order({ ...drawn, price: drawn.type === 'market' ? null : drawn.price }) }));
const ANY = placing('market', 'limit', 'stop');
/** Of the order placed that many places before. */
const cancelling = fc.nat(10).map((back): Step => ({ cancel: back }));

const candles = fc
  .record({ prices: fc.tuple(price, price, price, price), volume: fc.oneof(fc.constant('0'), amount) })
  .map(({ prices: [open, close, x, y], volume }): Step => {
    const sorted = [open, close, x, y].sort((a, b) => Number(a) - Number(b));
    return { candle: { ts: 0, open, close, high: sorted[3]!, low: sorted[0]!, volume } };
  });
const tickers = fc.record({ last: price, spread: fc.integer({ min: 1, max: 50 }) }).map(({ last, spread }): Step => {
  const half = new Big(spread).div(100);
  return { ticker: { pair: MARKET.pair, ts: 0, last, bid: new Big(last).minus(half).toFixed(), ask: new Big(last).plus(half).toFixed() } };
});
const trades = fc
  .record({ price, amount, side: fc.constantFrom('buy' as const, 'sell' as const) })
  .map((drawn): Step => ({ trade: { pair: MARKET.pair, ts: 0, ...drawn } }));

const story = (market: fc.Arbitrary<Step>, orders: fc.Arbitrary<Step> = ANY) =>
  fc.array(fc.oneof({ weight: 2, arbitrary: orders }, { weight: 3, arbitrary: market }, { weight: 1, arbitrary: cancelling }), { maxLength: 80 });

/** Plays a story; with each fill comes its order, and what the market had just told. */
function play(resolution: 'tick' | 'candle', steps: readonly Step[], seen: (fill: Fill, request: OrderRequest, step: Step) => void = () => {}) {
  const bench = paperBench(resolution, { tickerDepth: '1500' });
  const requests: OrderRequest[] = [];
  let used = 0;
  for (const step of steps) {
    if ('place' in step) requests.push({ ...step.place, clientOrderId: `o${requests.length}` });
    if ('place' in step) bench.exchange.place(requests.at(-1)!);
    else if ('cancel' in step) bench.exchange.cancel(`o${requests.length - 1 - step.cancel}`);
    else if ('candle' in step) bench.exchange.onCandle(MARKET.pair, step.candle);
    else if ('ticker' in step) bench.exchange.onTicker(step.ticker);
    else bench.exchange.onTrade(step.trade);
    for (const report of bench.reports.slice(used)) if (report.kind === 'fill') seen(report, requests[Number(report.clientOrderId.slice(1))]!, step);
    used = bench.reports.length;
  }
  const filled = (id: string) => bench.fills().reduce((sum, fill) => (fill.clientOrderId === id ? sum.plus(fill.amount) : sum), new Big(0));
  return { ...bench, requests, filled };
}

const onStep = (fill: Fill) =>
  new Big(fill.price).mod(MARKET.priceStep).eq(0) && new Big(fill.amount).mod(MARKET.amountStep).eq(0) && new Big(fill.amount).gt(0);

const keepsLimit = (fill: Fill, request: OrderRequest) =>
  request.type !== 'limit' || (request.side === 'buy' ? new Big(fill.price).lte(request.price!) : new Big(fill.price).gte(request.price!));

/** Where a taker pays more than the range shows: half the spread, slippage and impact at their defaults, and one step. */
const SLACK = new Big('0.0004').div(2).plus('0.0001').plus('0.001');

describe('whatever happens', () => {
  it('fills stay within amount, limit and range of the candle, on the steps of the market', () => {
    fc.assert(
      fc.property(story(candles), (steps) => {
        play('candle', steps, (fill, request, step) => {
          expect(onStep(fill) && keepsLimit(fill, request)).toBe(true);
          const { candle } = step as { candle: Candle };
          const room = fill.liquidity === 'maker' ? new Big(0) : new Big(candle.high).times(SLACK).plus(MARKET.priceStep);
          expect(new Big(fill.price).lte(new Big(candle.high).plus(room)) && new Big(fill.price).gte(new Big(candle.low).minus(room))).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('all fills of one candle together take no more than its share of the volume', () => {
    fc.assert(
      fc.property(story(candles), (steps) => {
        const taken = new Map<Step, Big>();
        play('candle', steps, (fill, _request, step) => {
          const sum = (taken.get(step) ?? new Big(0)).plus(fill.amount);
          taken.set(step, sum);
          expect(sum.lte(new Big((step as { candle: Candle }).candle.volume).times('0.25'))).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('quotes and public trades keep the same promises', () => {
    fc.assert(
      fc.property(story(fc.oneof(tickers, trades)), (steps) => {
        play('tick', steps, (fill, request) => expect(onStep(fill) && keepsLimit(fill, request)).toBe(true));
      }),
      { numRuns: 300 },
    );
  });

  it('fees are never short, and never a unit of the eighth decimal too high', () => {
    fc.assert(
      fc.property(story(candles), (steps) => {
        play('candle', steps, (fill) => {
          const due = new Big(fill.price).times(fill.amount).times(fill.liquidity === 'maker' ? MARKET.makerFee : MARKET.takerFee);
          const over = new Big(fill.fee).minus(due);
          expect(over.gte(0) && over.lt(new Big(10).pow(-FEE_DECIMALS))).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('an order is filled to the last, or cancelled, or rejected, or still open: one of them, and never more than its amount', () => {
    fc.assert(
      fc.property(story(candles), (steps) => {
        const { exchange, reports, requests, filled } = play('candle', steps);
        for (const { clientOrderId, amount: wanted } of requests) {
          const sum = filled(clientOrderId);
          expect(sum.lte(wanted)).toBe(true);
          const ended = reports.findIndex((report) => report.clientOrderId === clientOrderId && (report.kind === 'cancelled' || report.kind === 'rejected'));
          const late = reports.slice(ended + 1).some((report) => report.clientOrderId === clientOrderId && report.kind === 'fill');
          expect(ended >= 0 && late).toBe(false);
          expect(exchange.openOrders().includes(clientOrderId)).toBe(ended < 0 && sum.lt(wanted));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('who takes up the open orders after a crash goes on to the same fills', () => {
    const quiet: Step = { candle: { ts: 0, open: '100', high: '100', low: '100', close: '100', volume: '0' } };
    fc.assert(
      fc.property(story(candles, placing('market', 'limit')), fc.array(candles, { minLength: 1, maxLength: 20 }), (before, after) => {
        const first = play('candle', [...before, quiet]);
        const second = paperBench('candle');
        const open = first.exchange.openOrders();
        second.exchange.restore(
          first.requests
            .filter(({ clientOrderId }) => open.includes(clientOrderId))
            .map((request) => ({ ...request, filled: first.filled(request.clientOrderId).toFixed() })),
        );
        const known = first.fills().length;
        for (const step of after) for (const { exchange } of [first, second]) exchange.onCandle(MARKET.pair, (step as { candle: Candle }).candle);
        expect(second.fills()).toEqual(first.fills().slice(known));
      }),
      { numRuns: 100 },
    );
  });
});
