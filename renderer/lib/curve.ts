export interface CurvePoint {
  /** UTC milliseconds. */
  readonly ts: number;
  readonly equity: string;
  /** Below the peak, as a fraction. */
  readonly drawdown: number;
}

/** One place on an even time axis; without `point` where nothing is known. */
export interface Slot {
  /** Beginning of the slot, UTC milliseconds. */
  readonly ts: number;
  readonly point?: CurvePoint;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths of a slot that fall on round times. */
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((count) => count * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((count) => count * MINUTE))
  .concat([1, 2, 3, 4, 6, 12].map((count) => count * HOUR))
  .concat([1, 2, 7, 14].map((count) => count * DAY));
const SLOTS = 800;

/**
 * Lays points on an even time axis, so that an hour is as wide as any other however dense its points are. Of each slot
 * the last equity is kept, and the deepest drawdown.
 *
 * @param points oldest first
 * @param length how far back from the last point, milliseconds
 */
export function evenCurve(points: readonly CurvePoint[], length: number): Slot[] {
  const last = points.at(-1);
  const first = points[0];
  if (first === undefined || last === undefined) return [];
  const start = Math.max(first.ts, last.ts - length);
  const step = STEPS.find((one) => (last.ts - start) / one <= SLOTS) ?? STEPS.at(-1)!;
  const slotOf = (ts: number) => Math.floor(ts / step);
  const slots = new Map<number, CurvePoint>();
  for (const point of points) {
    if (point.ts < start) continue;
    const before = slots.get(slotOf(point.ts));
    slots.set(slotOf(point.ts), { ...point, drawdown: Math.max(point.drawdown, before?.drawdown ?? 0) });
  }
  const from = slotOf(start);
  return Array.from({ length: slotOf(last.ts) - from + 1 }, (_, index) => ({ ts: (from + index) * step, point: slots.get(from + index) }));
}

/** Whether two curves have the same slots, and tell the same in all but perhaps the last. */
export const isSameButLast = (slots: readonly Slot[], others: readonly Slot[]): boolean =>
  slots.length === others.length &&
  slots.every(({ ts, point }, index) => {
    const other = others[index];
    if (ts !== other?.ts) return false;
    return index === slots.length - 1 || (point?.equity === other.point?.equity && point?.drawdown === other.point?.drawdown);
  });
