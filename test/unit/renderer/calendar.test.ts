import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthOf, monthStart } from '../../../renderer/lib/calendar.ts';

const DAY = 86_400_000;

test('weeks begin on Monday, days of other months are empty', () => {
  const { weeks } = monthOf(Date.UTC(2026, 10, 21), [{ start: Date.UTC(2026, 10, 2), profit: '1' }]);
  expect(weeks.map((week) => week.map((day) => (day === null ? 0 : new Date(day.ts).getUTCDate())))).toEqual([
    [0, 0, 0, 0, 0, 0, 1],
    [2, 3, 4, 5, 6, 7, 8],
    [9, 10, 11, 12, 13, 14, 15],
    [16, 17, 18, 19, 20, 21, 22],
    [23, 24, 25, 26, 27, 28, 29],
    [30, 0, 0, 0, 0, 0, 0],
  ]);
  expect(weeks[1]?.[0]?.item).toEqual({ start: Date.UTC(2026, 10, 2), profit: '1' });
});

test('each day of a month has one place, whatever the month', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ts) => {
      const days = monthOf(ts, [])
        .weeks.flat()
        .filter((day) => day !== null);
      expect(days[0]?.ts).toBe(monthStart(ts));
      expect(days.at(-1)!.ts + DAY).toBe(monthStart(ts, 1));
      expect(days).toHaveLength((monthStart(ts, 1) - monthStart(ts)) / DAY);
    }),
  );
});
