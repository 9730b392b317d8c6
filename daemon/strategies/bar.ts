import type { Candle } from '../protocol/schemas/market.ts';
import type { Bar } from './strategy.ts';

/** A candle in numbers, as indicators take it. */
export const barOf = (candle: Candle): Bar => ({
  ts: candle.ts,
  open: Number(candle.open),
  high: Number(candle.high),
  low: Number(candle.low),
  close: Number(candle.close),
  volume: Number(candle.volume),
});
