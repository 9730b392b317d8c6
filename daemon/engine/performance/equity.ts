import type { EquitySample } from './input.ts';

export interface EquityPoint extends EquitySample {
  /** Below the highest equity so far, as a fraction of it. */
  drawdown: number;
}

/** The samples with their distance below the running peak. */
export function withDrawdown(samples: readonly EquitySample[]): EquityPoint[] {
  let peak = Number.NEGATIVE_INFINITY;
  return samples.map(({ ts, equity }) => {
    const value = Number(equity);
    peak = Math.max(peak, value);
    return { ts, equity, drawdown: peak > 0 ? (peak - value) / peak : 0 };
  });
}

/**
 * Thins a series to at most `limit` points (at least 2): first and last stay, and of each of the equal stretches of time
 * between them the lowest and the highest, so that no peak or trough is lost to the eye.
 */
export function thin<P extends EquitySample>(points: readonly P[], limit: number): P[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= limit || !first || !last) return [...points];
  const buckets = Math.floor((limit - 2) / 2);
  if (buckets === 0) return [first, last];
  const width = (last.ts - first.ts + 1) / buckets;
  const stretches = Map.groupBy(points.slice(1, -1), (point) => Math.floor((point.ts - first.ts) / width));
  return [first, ...[...stretches.values()].flatMap(extremes), last];
}

function extremes<P extends EquitySample>(stretch: readonly P[]): P[] {
  const value = (index: number) => Number(stretch[index]?.equity);
  let low = 0;
  let high = 0;
  for (let index = 1; index < stretch.length; index += 1) {
    if (value(index) < value(low)) low = index;
    if (value(index) > value(high)) high = index;
  }
  return [...new Set([Math.min(low, high), Math.max(low, high)])].map((index) => stretch[index] as P);
}
