import type { MarketSource } from '../exchange/port.ts';
import type { Result } from '../protocol/methods/index.ts';
import { barOf } from '../strategies/bar.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { pastCandles } from './past-candles.ts';

/** The most candles folded for one answer; a long warm-up is cut short before the answer is. */
const MOST = 20_000;

interface Wanted {
  readonly pair: string;
  readonly until?: number | undefined;
  readonly limit: number;
}

/**
 * A strategy's own lines on the newest closed candles of its market, those before them serving as warm-up.
 *
 * @param params valid parameters of the strategy
 */
export async function indicatorsOf(
  strategy: Strategy,
  params: Record<string, unknown>,
  source: MarketSource,
  { pair, until, limit }: Wanted,
): Promise<Result<'strategies.indicators'>> {
  const { timeframe } = source;
  const indicators = strategy.indicators?.(params);
  if (indicators === undefined) return { pair, timeframe, lines: [], marks: [] };
  const candles = await pastCandles(source, { pair, timeframe, until, limit: Math.min(MOST, limit + strategy.warmup(params)) });
  const points: Array<Array<{ ts: number; value: number }>> = indicators.lines.map(() => []);
  const from = Math.max(0, candles.length - limit);
  candles.forEach((candle, index) => {
    const values = indicators.onCandle(barOf(candle));
    if (index < from) return;
    values.forEach((value, line) => {
      if (value !== null) points[line]?.push({ ts: candle.ts, value: significant(value) });
    });
  });
  return {
    pair,
    timeframe,
    lines: indicators.lines.map((line, index) => ({ ...line, points: points[index] ?? [] })),
    marks: (indicators.marks?.() ?? []).map((mark) => ({ ...mark, value: significant(mark.value) })),
  };
}

/** Nobody reads more digits of an average, and they would be half of the answer. */
const significant = (value: number): number => Number(value.toPrecision(10));
