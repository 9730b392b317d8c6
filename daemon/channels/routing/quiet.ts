import { type QuietHours, WEEKDAYS } from './schema.ts';
import { instantOf, type LocalDate, localDate, minutesOf, plusDays, weekdayOf } from './zone.ts';

/**
 * When the quiet hours that are on at `now` end, UTC milliseconds; undefined when none are. Hours over midnight belong
 * to the day they begin on.
 */
export function quietUntil(hours: QuietHours, zone: string, now: number): number | undefined {
  const today = localDate(zone, now);
  // Those that began yesterday come first: where both are on, the later end counts.
  const ends = [plusDays(today, -1), today].flatMap((date) => endOf(hours, zone, date, now) ?? []);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function endOf({ from, until, days }: QuietHours, zone: string, date: LocalDate, now: number): number | undefined {
  if (days && !days.some((day) => WEEKDAYS[weekdayOf(date)] === day)) return undefined;
  const begin = instantOf(zone, date, minutesOf(from));
  const end = instantOf(zone, minutesOf(until) < minutesOf(from) ? plusDays(date, 1) : date, minutesOf(until));
  return begin <= now && now < end ? end : undefined;
}
