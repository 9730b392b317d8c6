import type { TradeRecord } from './books/records.ts';
import type { MarketRules } from './market-rules.ts';
import { type Big, float, ONE } from './money.ts';
import type { ExitRules } from './settings.ts';

/** Why and how a trade must be sold now. */
export interface ExitSignal {
  readonly reason: 'stop_loss' | 'trailing_stop' | 'take_profit';
  readonly type: 'market' | 'stop' | 'limit';
  readonly price: Big | null;
}

type Priced = Pick<MarketRules, 'priceStep'>;
type MarketPrices = Pick<MarketRules, 'priceStep' | 'takerFee'>;
type Held = Pick<TradeRecord, 'held' | 'basis' | 'entered' | 'entryCost' | 'peakPrice' | 'stopPrice' | 'openedAt'>;

const MINUTE = 60_000;
/** Far more than floats err by, and far less than a price step. */
const NEAR = 1e-9;

/** Price of the plain stop-loss: the mean entry price less the fraction, on the price grid. Null when off. */
export function stopLossPrice(trade: Pick<TradeRecord, 'entered' | 'entryCost'>, rules: ExitRules, { priceStep }: Priced): Big | null {
  if (rules.stopLoss === null || trade.entered.eq(0)) return null;
  return priceStep.down(trade.entryCost.times(ONE.minus(rules.stopLoss)).div(trade.entered));
}

/** Price of the trailing stop: the highest price since the entry less the distance, once the trade has come far enough. */
export function trailingPrice(trade: Pick<TradeRecord, 'entered' | 'entryCost' | 'peakPrice'>, rules: ExitRules, { priceStep }: Priced): Big | null {
  const { trailing } = rules;
  if (trailing === null || trade.peakPrice === null || trade.entered.eq(0)) return null;
  const started = trade.peakPrice.times(trade.entered).gte(trade.entryCost.times(ONE.plus(trailing.from)));
  return started ? priceStep.down(trade.peakPrice.times(ONE.minus(trailing.distance))) : null;
}

/** The higher of both stops. Null when there is none. */
export function stopPrice(trade: Pick<TradeRecord, 'entered' | 'entryCost' | 'peakPrice'>, rules: ExitRules, market: Priced): Big | null {
  const fixed = stopLossPrice(trade, rules, market);
  const trailed = trailingPrice(trade, rules, market);
  if (fixed === null || trailed === null) return fixed ?? trailed;
  return trailed.gt(fixed) ? trailed : fixed;
}

/**
 * The row of the take-profit table that a trade of this age falls under: the one with the latest `afterMinutes` it has
 * reached. Undefined when it has reached none.
 */
export function profitWanted(ageMs: number, rules: ExitRules): number | undefined {
  let row: ExitRules['takeProfit'][number] | undefined;
  for (const candidate of rules.takeProfit) {
    if (candidate.afterMinutes * MINUTE <= ageMs && (row === undefined || candidate.afterMinutes >= row.afterMinutes)) row = candidate;
  }
  return row?.profit;
}

/**
 * Lowest price at which selling earns the profit the table asks for, fees of entry and exit paid:
 * price × (1 − fee) × held = basis × (1 + profit). Null when the table asks for nothing yet.
 */
export function takeProfitPrice(
  trade: Pick<TradeRecord, 'held' | 'basis' | 'openedAt'>,
  rules: ExitRules,
  at: number,
  { priceStep, takerFee }: MarketPrices,
): Big | null {
  const profit = profitWanted(at - trade.openedAt, rules);
  if (profit === undefined || trade.held.eq(0)) return null;
  return priceStep.up(trade.basis.times(ONE.plus(profit)).div(trade.held.times(ONE.minus(takerFee))));
}

/** Whether selling at the price earns what the table asks for: `takeProfitPrice` without its division, which is slow. */
function earns(trade: Held, price: Big, rules: ExitRules, at: number, { takerFee }: MarketPrices): boolean {
  const profit = profitWanted(at - trade.openedAt, rules);
  if (profit === undefined || trade.held.eq(0)) return false;
  return price
    .times(trade.held)
    .times(ONE.minus(takerFee))
    .gte(trade.basis.times(ONE.plus(profit)));
}

/** Whether a trade must be sold at this price. The stop goes before the profit. */
export function exitAtPrice(trade: Held, price: Big, at: number, rules: ExitRules, market: MarketPrices): ExitSignal | undefined {
  if (trade.stopPrice && price.lte(trade.stopPrice)) return { reason: stopReason(trade, rules, market), type: 'market', price: null };
  return earns(trade, price, rules, at, market) ? { reason: 'take_profit', type: 'market', price: null } : undefined;
}

/**
 * Whether a price range may call for an exit at all. Floats rule out what is far off, which is nearly every candle; only
 * decimals decide.
 */
export function mayExit(trade: Held, low: number, high: number, at: number, rules: ExitRules, { takerFee }: MarketPrices): boolean {
  if (trade.stopPrice && low <= float(trade.stopPrice) * (1 + NEAR)) return true;
  const profit = profitWanted(at - trade.openedAt, rules);
  return profit !== undefined && high * float(trade.held) * (1 - float(takerFee)) >= float(trade.basis) * (1 + profit) * (1 - NEAR);
}

/**
 * Whether a trade would have been sold within a candle, at prices nobody can better: the order belongs on the exchange
 * before the candle is matched. What came first inside a candle is unknown, so the worst is taken: the stop goes before
 * the profit, and the stop is the one of the candles before, whatever height this one reached.
 *
 * @param openedAt opening time of the candle; the age of a trade is measured there
 */
export function exitInCandle(trade: Held, candle: { low: Big; high: Big }, openedAt: number, rules: ExitRules, market: MarketPrices): ExitSignal | undefined {
  if (trade.stopPrice && candle.low.lte(trade.stopPrice)) {
    return { reason: stopReason(trade, rules, market), type: 'stop', price: trade.stopPrice };
  }
  if (!earns(trade, candle.high, rules, openedAt, market)) return undefined;
  return { reason: 'take_profit', type: 'limit', price: takeProfitPrice(trade, rules, openedAt, market) };
}

function stopReason(trade: Held, rules: ExitRules, market: Priced): ExitSignal['reason'] {
  const fixed = stopLossPrice(trade, rules, market);
  return fixed && trade.stopPrice?.lte(fixed) ? 'stop_loss' : 'trailing_stop';
}
