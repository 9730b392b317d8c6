import { type Summaries, WEEKDAYS } from './schema.ts';
import { instantOf, type LocalDate, localDate, minutesOf, plusDays, weekdayOf } from './zone.ts';

export type Period = keyof Summaries;
export const PERIODS: readonly Period[] = ['daily', 'weekly', 'monthly'];

/** When a summary was last due, and when it is due next; both UTC milliseconds. The first may be `now` itself. */
export interface Due {
  readonly last: number;
  readonly next: number;
}

/** @returns undefined when the period is not asked for */
export function dueTimes(summaries: Summaries, period: Period, zone: string, now: number): Due | undefined {
  const wanted = summaries[period];
  if (!wanted) return undefined;
  const times = datesAround(summaries, period, localDate(zone, now)).map((date) => instantOf(zone, date, minutesOf(wanted.at)));
  return { last: Math.max(...times.filter((ts) => ts <= now)), next: Math.min(...times.filter((ts) => ts > now)) };
}

/** Days on which a summary is due: at least one before and one after today. */
function datesAround({ weekly, monthly }: Summaries, period: Period, today: LocalDate): LocalDate[] {
  if (period === 'monthly') return [-1, 0, 1].map((move) => dayOfMonth(today, move, monthly?.day ?? 1));
  const days = Array.from({ length: 17 }, (_, index) => plusDays(today, index - 8));
  return period === 'weekly' ? days.filter((date) => WEEKDAYS[weekdayOf(date)] === weekly?.day) : days;
}

function dayOfMonth({ year, month }: LocalDate, move: number, day: number): LocalDate {
  const first = new Date(Date.UTC(year, month - 1 + move, 1));
  const length = new Date(Date.UTC(year, month + move, 0)).getUTCDate();
  return { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: Math.min(day, length) };
}
