import Big from 'big.js';
import type { Candle, MarketSource } from '../exchange/port.ts';
import { candleOpen, timeframeMs } from '../exchange/timeframe.ts';
import { RpcError } from '../protocol/errors.ts';

/** The most candles of the source that are read for one answer. */
const MOST = 20_000;

/**
 * Closed candles of the past, oldest first; longer ones are made of those the source has.
 *
 * @param wanted.since opening time of the first; the newest ones when absent
 * @param wanted.until none that closed later; now when absent
 * @throws RpcError `invalid` when the timeframe is no multiple of the source's
 */
export async function pastCandles(
  source: MarketSource,
  wanted: { pair: string; timeframe: string; since?: number | undefined; until?: number | undefined; limit: number },
): Promise<Candle[]> {
  const own = timeframeMs(source.timeframe);
  const length = timeframeMs(wanted.timeframe);
  const factor = length / own;
  if (!Number.isInteger(factor)) {
    throw new RpcError('invalid', `${wanted.timeframe} candles can't be made of ${source.timeframe} candles`, {
      field: 'timeframe',
      hint: `Take a multiple of ${source.timeframe}`,
    });
  }
  const until = candleOpen(Math.min(wanted.until ?? Number.POSITIVE_INFINITY, source.now()), length);
  const needed = wanted.since === undefined ? wanted.limit : Math.max(0, Math.ceil((until - wanted.since) / length));
  const found = await source.history(wanted.pair, until, Math.min(MOST, needed * factor));
  const candles = factor === 1 ? [...found] : joined(found, length);
  const later = candles.filter((candle) => candle.ts >= (wanted.since ?? 0));
  return wanted.since === undefined ? later.slice(-wanted.limit) : later.slice(0, wanted.limit);
}

function joined(candles: readonly Candle[], length: number): Candle[] {
  const groups = Map.groupBy(candles, (candle) => candleOpen(candle.ts, length));
  return [...groups].map(([ts, group]) => join(ts, group));
}

function join(ts: number, group: readonly Candle[]): Candle {
  let { open, high, low, close } = group[0] as Candle;
  let volume = new Big(0);
  for (const candle of group) {
    if (Number(candle.high) > Number(high)) high = candle.high;
    if (Number(candle.low) < Number(low)) low = candle.low;
    close = candle.close;
    volume = volume.plus(candle.volume);
  }
  return { ts, open, high, low, close, volume: volume.toFixed() };
}
