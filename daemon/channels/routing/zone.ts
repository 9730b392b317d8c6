const DAY = 86_400_000;

/** A day of the calendar; `month` counts from 1. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs far more than using it. @throws RangeError for a zone nobody knows */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const numeric = 'numeric' as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields });
    formats.set(zone, format);
  }
  return format;
}

/** What the clocks on the wall show, as if it were UTC; to the second. */
function wallTime(zone: string, ts: number): number {
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ts)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Milliseconds that a zone is ahead of UTC at a time. */
const offsetAt = (zone: string, ts: number): number => wallTime(zone, ts) - Math.floor(ts / 1000) * 1000;

const dateOf = (utc: number): LocalDate => {
  const date = new Date(utc);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** The day it is in a zone. */
export const localDate = (zone: string, ts: number): LocalDate => dateOf(wallTime(zone, ts));

/** @param days may be negative */
export const plusDays = ({ year, month, day }: LocalDate, days: number): LocalDate => dateOf(Date.UTC(year, month - 1, day + days));

/** 0 is Sunday. */
export const weekdayOf = ({ year, month, day }: LocalDate): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/** Minutes since midnight of a time such as `07:30`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/**
 * When the clocks of a zone show a time of a day. A time that is shown twice is meant the first time; one that is
 * skipped is moved on by as much as the clocks are, as `disambiguation: 'compatible'` of Temporal does
 * (https://tc39.es/proposal-temporal/docs/ambiguity.html).
 *
 * @param minutes since midnight
 */
export function instantOf(zone: string, { year, month, day }: LocalDate, minutes: number): number {
  const local = Date.UTC(year, month - 1, day, 0, minutes);
  const before = offsetAt(zone, local - DAY);
  const after = offsetAt(zone, local + DAY);
  const matching = [before, after].map((offset) => local - offset).filter((ts) => offsetAt(zone, ts) === local - ts);
  return matching.length > 0 ? Math.min(...matching) : local - before;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Time of day, such as `07:30`. */
export function clockText(zone: string, ts: number): string {
  const wall = new Date(wallTime(zone, ts));
  return `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
}
