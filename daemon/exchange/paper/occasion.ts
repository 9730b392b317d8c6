import Big from 'big.js';
import type { Candle, PublicTrade, Ticker } from '../port.ts';
import type { PaperOrder } from './book.ts';
import type { PaperTerms } from './options.ts';

type Side = 'buy' | 'sell';

/** One chance to fill: a quote, somebody's trade, or a candle. Prices are before slippage and may lie between steps. */
export interface Occasion {
  readonly ts: number;
  /** How much there is for orders of a side, in the base currency; all of it, and what is left of the part we may take. */
  volume(side: Side): Big;
  left(side: Side): Big;
  take(side: Side, amount: Big): void;
  /** What a market order pays or gets. */
  market(side: Side): Big;
  /** What a waiting stop is filled at when its trigger was reached, else undefined. */
  stop(order: PaperOrder): Big | undefined;
  /** What a limit order is filled at, never worse than its limit, when the market reached it, else undefined. */
  limit(order: PaperOrder): LimitMatch | undefined;
}

interface LimitMatch {
  readonly price: Big;
  /** It found the other side there when it arrived, and so takes instead of making. */
  readonly crosses: boolean;
}

const better = (side: Side, a: Big, b: Big): Big => ((side === 'buy') === a.lt(b) ? a : b);
const worse = (side: Side, a: Big, b: Big): Big => ((side === 'buy') === a.lt(b) ? b : a);
/** Whether a taker of `side` at `price` is within its limit. */
const within = (side: Side, price: Big, limit: Big): boolean => (side === 'buy' ? price.lte(limit) : price.gte(limit));
/** Whether a price reaches a stop: a sell stop from above, a buy stop from below. */
const reaches = (side: Side, price: Big, trigger: Big): boolean => (side === 'buy' ? price.gte(trigger) : price.lte(trigger));

function withSpread(side: Side, price: Big, halfSpread: Big): Big {
  return side === 'buy' ? price.times(halfSpread.plus(1)) : price.minus(price.times(halfSpread));
}

/** A quote: takers get the touch; a resting order fills at its own price once the other side has come to it. */
export function tickerOccasion(ticker: Ticker, terms: PaperTerms): Occasion {
  const touch = { buy: new Big(ticker.ask), sell: new Big(ticker.bid) };
  const last = new Big(ticker.last);
  const volume = { buy: terms.tickerDepth.div(touch.buy), sell: terms.tickerDepth.div(touch.sell) };
  const left = { ...volume };
  return {
    ts: ticker.ts,
    volume: (side) => volume[side],
    left: (side) => left[side],
    take(side, amount) {
      left[side] = left[side].minus(amount);
    },
    market: (side) => touch[side],
    stop: ({ side, price }) => (reaches(side, last, price!) ? touch[side] : undefined),
    limit({ side, price, rests }) {
      if (!within(side, touch[side], price!)) return undefined;
      return rests ? { price: price!, crosses: false } : { price: touch[side], crosses: true };
    },
  };
}

/** What candles and public trades have in common: one volume for both sides, and no quotes. */
function shared(ts: number, amount: string, terms: PaperTerms) {
  const volume = new Big(amount);
  let left = volume.times(terms.participation);
  return {
    ts,
    volume: () => volume,
    left: () => left,
    take(_side: Side, taken: Big) {
      left = left.minus(taken);
    },
  };
}

/** Somebody's trade: a resting order would have been served before it, at its own price. */
export function tradeOccasion(trade: PublicTrade, terms: PaperTerms): Occasion {
  const price = new Big(trade.price);
  const market = (side: Side) => withSpread(side, price, terms.halfSpread);
  return {
    ...shared(trade.ts, trade.amount, terms),
    market,
    stop: (order) => (reaches(order.side, price, order.price!) ? market(order.side) : undefined),
    limit({ side, price: limit, rests }) {
      if (!within(side, price, limit!)) return undefined;
      return rests ? { price: limit!, crosses: false } : { price: better(side, market(side), limit!), crosses: true };
    },
  };
}

/**
 * A candle, of which nothing is known but its range. Market orders get the open; a stop the worse of trigger and open;
 * a limit order the better of limit and open, since the price came from the open.
 */
export function candleOccasion(candle: Candle, lengthMs: number, terms: PaperTerms): Occasion {
  const open = new Big(candle.open);
  const far = { buy: new Big(candle.high), sell: new Big(candle.low) };
  const near = { buy: far.sell, sell: far.buy };
  return {
    ...shared(candle.ts + lengthMs, candle.volume, terms),
    market: (side) => withSpread(side, open, terms.halfSpread),
    stop({ side, price }) {
      if (!reaches(side, far[side], price!)) return undefined;
      return withSpread(side, worse(side, price!, open), terms.halfSpread);
    },
    limit({ side, price, rests }) {
      if (!within(side, near[side], price!)) return undefined;
      return { price: better(side, price!, open), crosses: !rests && within(side, open, price!) };
    },
  };
}
