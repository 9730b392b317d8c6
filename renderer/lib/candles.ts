import type { Candle } from '../../daemon/protocol/schemas/market.ts';

/** Candles of a pair as far as they are loaded: those that closed, oldest first, and the one under way. */
export interface Bars {
  readonly closed: readonly Candle[];
  readonly forming: Candle | null;
  /** Opening time of the last candle of the market folded in: what comes again is not counted again. */
  readonly through: number;
}

export const NO_BARS: Bars = { closed: [], forming: null, through: Number.NEGATIVE_INFINITY };

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Length of a timeframe such as `5m` in milliseconds. */
export const timeframeMs = (timeframe: string): number => Number.parseInt(timeframe, 10) * (UNIT_MS[timeframe.at(-1) ?? ''] ?? Number.NaN);

/** Opening time of the candle that `ts` lies in. */
export const candleOpen = (ts: number, ms: number): number => Math.floor(ts / ms) * ms;

const LONGER = ['1m', '5m', '15m', '1h', '4h', '1d'];

/** Timeframes to choose from: the market's own, and usual longer ones that can be made of it. */
export function timeframesFor(own: string): string[] {
  const ms = timeframeMs(own);
  return [own, ...LONGER.filter((one) => timeframeMs(one) > ms && timeframeMs(one) % ms === 0)];
}

/**
 * Folds in a candle of the market that closed.
 *
 * @param ownMs length of the market's candles
 * @param shownMs length of the candles shown, a multiple of `ownMs`
 */
export function withClosed(bars: Bars, candle: Candle, ownMs: number, shownMs: number): Bars {
  if (candle.ts <= bars.through) return bars;
  const through = candle.ts;
  const { closed, forming } = bars;
  if (ownMs === shownMs) return { closed: [...closed, candle], forming: forming !== null && forming.ts > candle.ts ? forming : null, through };
  const open = candleOpen(candle.ts, shownMs);
  const before = forming !== null && forming.ts < open ? [...closed, forming] : closed;
  const grown = forming?.ts === open ? joined(forming, candle) : { ...candle, ts: open };
  const isOver = candle.ts + ownMs === open + shownMs;
  return isOver ? { closed: [...before, grown], forming: null, through } : { closed: before, forming: grown, through };
}

/** Lets a price move the candle under way. A price of a time already closed is too late. */
export function withPrice(bars: Bars, price: string, ts: number, shownMs: number): Bars {
  const open = candleOpen(ts, shownMs);
  const { closed, forming } = bars;
  if (open <= (closed.at(-1)?.ts ?? Number.NEGATIVE_INFINITY) || (forming !== null && forming.ts > open)) return bars;
  const tick = { ts: open, open: price, high: price, low: price, close: price, volume: '0' };
  return { ...bars, forming: forming?.ts === open ? joined(forming, tick) : tick };
}

export const withOlder = (bars: Bars, older: readonly Candle[]): Bars => {
  const first = bars.closed[0]?.ts ?? Number.POSITIVE_INFINITY;
  return { ...bars, closed: [...older.filter((candle) => candle.ts < first), ...bars.closed] };
};

const joined = (first: Candle, later: Candle): Candle => ({
  ts: first.ts,
  open: first.open,
  high: Number(later.high) > Number(first.high) ? later.high : first.high,
  low: Number(later.low) < Number(first.low) ? later.low : first.low,
  close: later.close,
  volume: later.volume === '0' ? first.volume : String(Number((Number(first.volume) + Number(later.volume)).toPrecision(12))),
});
