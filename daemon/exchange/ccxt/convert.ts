import type { Candle, Market, Ticker } from '../port.ts';
import { plainDecimal, powerStep } from '../steps.ts';
import type { CcxtCandle, CcxtMarket, CcxtTicker } from './client.ts';

const DECIMAL_PLACES = 2;
const SIGNIFICANT_DIGITS = 3;

const positive = (value: string | number | undefined): string | undefined => {
  const plain = value === undefined || value === null ? undefined : plainDecimal(String(value));
  return plain !== undefined && Number(plain) > 0 ? plain : undefined;
};

/** ccxt's `precision` as a step. Significant digits give no fixed step; the finest usual one is taken. */
function stepOf(precision: string | number | undefined, mode: number): string {
  if (precision === undefined || precision === null || mode === SIGNIFICANT_DIGITS) return powerStep(8);
  if (mode === DECIMAL_PLACES) return powerStep(Number(precision));
  return positive(precision) ?? powerStep(8);
}

/** Fees given here win over those of the exchange's list. */
export function marketFrom(market: CcxtMarket, mode: number, fees: { readonly makerFee?: string; readonly takerFee?: string }): Market {
  const amountStep = stepOf(market.precision.amount, mode);
  return {
    pair: market.symbol,
    base: market.base,
    quote: market.quote,
    priceStep: stepOf(market.precision.price, mode),
    amountStep,
    minAmount: positive(market.limits.amount?.min) ?? amountStep,
    minCost: positive(market.limits.cost?.min) ?? '0',
    makerFee: fees.makerFee ?? plainDecimal(String(market.maker ?? '0.001')) ?? '0.001',
    takerFee: fees.takerFee ?? plainDecimal(String(market.taker ?? '0.001')) ?? '0.001',
  };
}

/**
 * A ticker with the time the exchange gave it, or else the time it came in. Where an exchange tells no quotes the last
 * price stands for both.
 *
 * @returns undefined when there is no price in it
 */
export function tickerFrom(pair: string, ticker: CcxtTicker, receivedAt: number): Ticker | undefined {
  const last = positive(ticker.last);
  if (last === undefined) return undefined;
  const change = ticker.percentage === undefined ? Number.NaN : Number(ticker.percentage) / 100;
  return {
    pair,
    ts: Math.min(receivedAt, ticker.timestamp ?? receivedAt),
    bid: positive(ticker.bid) ?? last,
    ask: positive(ticker.ask) ?? last,
    last,
    ...(Number.isFinite(change) && { change }),
  };
}

/** @returns undefined when a figure is missing */
export function candleFrom([ts, ...figures]: CcxtCandle): Candle | undefined {
  const [open, high, low, close] = figures.slice(0, 4).map(positive);
  const volume = plainDecimal(String(figures[4] ?? '0'));
  if (!Number.isInteger(ts) || !open || !high || !low || !close || volume === undefined) return undefined;
  return { ts, open, high, low, close, volume };
}
