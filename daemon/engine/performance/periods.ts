import { type Figures, figures } from './figures.ts';
import { type ClosedTrade, DAY } from './input.ts';

export type PeriodUnit = 'day' | 'week' | 'month';

/** Day 0 of the epoch was a Thursday; ISO 8601 weeks begin on Monday, three days before. */
const THURSDAY = 3;

/** Start of the period that holds `ts`, moved by whole periods. UTC. */
export function periodStart(ts: number, unit: PeriodUnit, move = 0): number {
  const day = Math.floor(ts / DAY);
  if (unit === 'day') return (day + move) * DAY;
  if (unit === 'week') return (day - ((((day + THURSDAY) % 7) + 7) % 7) + 7 * move) * DAY;
  const date = new Date(ts);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + move, 1);
}

/**
 * Closed trades by the period they closed in: the period of `now` and those before it, newest first. A period without
 * a trade is there with zeros.
 *
 * @param count how many periods
 */
export function byPeriod(trades: readonly ClosedTrade[], unit: PeriodUnit, count: number, now: number): Array<Figures & { start: number; end: number }> {
  const groups = Map.groupBy(trades, (trade) => periodStart(trade.closedAt, unit));
  return Array.from({ length: count }, (_, back) => {
    const start = periodStart(now, unit, -back);
    return { start, end: periodStart(start, unit, 1), ...figures(groups.get(start) ?? []) };
  });
}
