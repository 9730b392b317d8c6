import Big from 'big.js';
import { DAY, type EquitySample } from './input.ts';

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
 * Deepest fall below the running peak: in money and as a fraction, each taken where it is deepest on its own.
 * Magdon-Ismail & Atiya, "Maximum drawdown", Risk 17 (2004): MDD = max over t of (max over s ≤ t of E(s) − E(t)).
 */
export function maxDrawdown(samples: readonly EquitySample[]): { amount: string; ratio: number } {
  let peak = samples[0]?.equity ?? '0';
  let deepest = { from: '0', to: '0', depth: 0 };
  let ratio = 0;
  for (const { equity } of samples) {
    if (Number(equity) > Number(peak)) peak = equity;
    const depth = Number(peak) - Number(equity);
    if (depth > deepest.depth) deepest = { from: peak, to: equity, depth };
    if (Number(peak) > 0) ratio = Math.max(ratio, depth / Number(peak));
  }
  return { amount: Big(deepest.from).minus(deepest.to).toFixed(), ratio };
}

/**
 * Change of equity over each UTC day as a fraction: from the first sample to the end of its day, then from day's end to
 * day's end. A day without a sample repeats the one before; the last day counts as far as it has come.
 */
export function dailyReturns(samples: readonly EquitySample[]): number[] {
  const first = samples[0];
  if (!first) return [];
  const returns: number[] = [];
  let before = Number(first.equity);
  let day = Math.floor(first.ts / DAY);
  let value = before;
  for (const { ts, equity } of samples) {
    for (const current = Math.floor(ts / DAY); day < current; day += 1) {
      returns.push(before > 0 ? value / before - 1 : 0);
      before = value;
    }
    value = Number(equity);
  }
  returns.push(before > 0 ? value / before - 1 : 0);
  return returns;
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
