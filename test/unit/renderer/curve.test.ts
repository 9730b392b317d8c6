import { describe, expect, test } from 'vitest';
import { evenCurve, isSameButLast } from '../../../renderer/lib/curve.ts';

const point = (ts: number, equity = '100', drawdown = 0) => ({ ts, equity, drawdown });
const MINUTE = 60_000;

describe('curve on an even time axis', () => {
  test('nothing gives nothing, one point gives one slot', () => {
    expect(evenCurve([], MINUTE)).toEqual([]);
    expect(evenCurve([point(5500)], MINUTE)).toHaveLength(1);
  });

  test('slots are evenly apart on round times, a gap stays a gap', () => {
    const slots = evenCurve([point(10 * MINUTE), point(11 * MINUTE), point(30 * MINUTE)], Number.POSITIVE_INFINITY);
    const steps = new Set(slots.slice(1).map((slot, index) => slot.ts - slots[index]!.ts));
    expect(steps.size).toBe(1);
    expect(slots.filter((slot) => slot.point !== undefined)).toHaveLength(3);
    expect(slots.every((slot) => slot.ts % [...steps][0]! === 0)).toBe(true);
  });

  test('of many points in a slot it keeps the last equity and the deepest drawdown', () => {
    const dense = [point(0, '100'), point(86_400_000, '90', 0.1), point(86_400_001, '95', 0.05)];
    expect(evenCurve(dense, Number.POSITIVE_INFINITY).at(-1)?.point).toMatchObject({ equity: '95', drawdown: 0.1 });
  });

  test('it is told where only the last slot changed', () => {
    const points = [point(0, '100'), point(MINUTE, '101'), point(2 * MINUTE, '102')];
    const slots = evenCurve(points, Number.POSITIVE_INFINITY);
    const followedBy = (more: ReturnType<typeof point>) => evenCurve([...points, more], Number.POSITIVE_INFINITY);
    expect(isSameButLast(followedBy(point(2 * MINUTE, '90', 0.1)), slots)).toBe(true);
    expect(isSameButLast(followedBy(point(3 * MINUTE)), slots)).toBe(false);
    expect(isSameButLast(evenCurve([point(0, '99'), ...points.slice(1)], Number.POSITIVE_INFINITY), slots)).toBe(false);
  });

  test('what lies before the range is left out, and a year is no heavier than an hour', () => {
    const year = Array.from({ length: 5000 }, (_, index) => point(index * 6_307_200));
    expect(evenCurve(year, Number.POSITIVE_INFINITY).length).toBeLessThanOrEqual(801);
    const hour = evenCurve(year, 3_600_000);
    expect(hour.at(-1)!.ts - hour[0]!.ts).toBeLessThanOrEqual(3_600_000);
  });
});
