const DAY = 86_400_000;

/** One month of a calendar, UTC, in weeks that begin on Monday; null where a day belongs to another month. */
export interface Month<T> {
  /** First instant of the month. */
  readonly start: number;
  readonly weeks: ReadonlyArray<ReadonlyArray<{ readonly ts: number; readonly item: T | undefined } | null>>;
}

/** First instant of the month, UTC, so many months away. */
export function monthStart(ts: number, shift = 0): number {
  const date = new Date(ts);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + shift, 1);
}

/**
 * Lays days out as a calendar page does.
 *
 * @param start any instant of the month
 */
export function monthOf<T extends { readonly start: number }>(start: number, days: readonly T[]): Month<T> {
  const [first, end] = [monthStart(start), monthStart(start, 1)];
  const byDay = new Map(days.map((day) => [day.start, day]));
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const count = Math.ceil((lead + (end - first) / DAY) / 7);
  const weeks = Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => {
      const ts = first + (week * 7 + day - lead) * DAY;
      return ts < first || ts >= end ? null : { ts, item: byDay.get(ts) };
    }),
  );
  return { start: first, weeks };
}
