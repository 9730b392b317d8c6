import { TickMarkType, type UTCTimestamp } from 'lightweight-charts';
import { type Formats, timeZoneOf } from './format.ts';

/** UTC milliseconds as the drawing library counts time. */
export const seconds = (ts: number) => Math.floor(ts / 1000) as UTCTimestamp;

/** Labels grow with the page's own unit, as all other text does. */
export const labelSize = () => Math.round(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.72);

/** Labels of the time axis in the reader's zone. */
export function tick({ locale, zone }: Formats, ts: number, type: TickMarkType): string {
  const timeZone = timeZoneOf(zone);
  const date = new Date(ts);
  if (type === TickMarkType.Year) return date.toLocaleDateString(locale, { timeZone, year: 'numeric' });
  if (type === TickMarkType.Month) return date.toLocaleDateString(locale, { timeZone, month: 'short' });
  if (type === TickMarkType.DayOfMonth) return date.toLocaleDateString(locale, { timeZone, day: 'numeric', month: 'short' });
  const second = type === TickMarkType.TimeWithSeconds ? ({ second: '2-digit' } as const) : {};
  return date.toLocaleTimeString(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...second });
}
