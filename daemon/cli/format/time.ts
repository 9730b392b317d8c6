const SECOND = 1000;
const UNITS: ReadonlyArray<readonly [string, number]> = [
  ['d', 86_400 * SECOND],
  ['h', 3600 * SECOND],
  ['m', 60 * SECOND],
  ['s', SECOND],
];

/** Date and time to the second: in the machine's zone, or in UTC with a `Z`. */
export function dateTime(ts: number, utc: boolean): string {
  const shifted = utc ? ts : ts - new Date(ts).getTimezoneOffset() * 60 * SECOND;
  return new Date(shifted).toISOString().slice(0, 19).replace('T', ' ') + (utc ? 'Z' : '');
}

/** The date alone, of a time that begins a UTC day, week or month. */
export const utcDate = (ts: number): string => new Date(ts).toISOString().slice(0, 10);

/** A span in its two largest units, such as `2 h 5 m`; below a second, `340 ms`. */
export function duration(ms: number): string {
  if (Math.abs(ms) < SECOND) return `${Math.round(ms)} ms`;
  const first = UNITS.findIndex(([, size]) => Math.abs(ms) >= size);
  const [unit, size] = UNITS[first] as readonly [string, number];
  const whole = Math.floor(Math.abs(ms) / size);
  const next = UNITS[first + 1];
  const rest = next ? Math.floor((Math.abs(ms) - whole * size) / next[1]) : 0;
  return rest > 0 && next ? `${whole} ${unit} ${rest} ${next[0]}` : `${whole} ${unit}`;
}

/** How long ago, or how soon, in one unit: `3 m ago`, `in 2 h`, `now`. */
export function relative(ts: number, now: number): string {
  const distance = Math.abs(now - ts);
  const unit = UNITS.find(([, size]) => distance >= size);
  if (!unit) return 'now';
  const text = `${Math.floor(distance / unit[1])} ${unit[0]}`;
  return ts <= now ? `${text} ago` : `in ${text}`;
}

const SPAN = /^(\d+(?:\.\d+)?)\s*(s|m|h|d|w)$/;
const WEEK: readonly [string, number] = ['w', 7 * 86_400 * SECOND];

/** Reads a length of time such as `90s`, `15m`, `2h`, `3d` or `1w`. @returns milliseconds; undefined when it can't be read */
export function parseSpan(text: string): number | undefined {
  const span = SPAN.exec(text.trim());
  const unit = span && [...UNITS, WEEK].find(([name]) => name === span[2]);
  return unit ? Number(span[1]) * unit[1] : undefined;
}

/**
 * Reads a time as people write it: a span back from now (`15m`, `2h`, `3d`), a date, a date with a time, or UTC
 * milliseconds. A date without a zone is in the machine's zone, or in UTC when `utc`.
 *
 * @returns undefined when it can't be read
 */
export function parseTime(text: string, now: number, utc: boolean): number | undefined {
  const span = parseSpan(text);
  if (span !== undefined) return Math.round(now - span);
  if (/^\d{9,}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text);
  const whole = text.length === 10 ? `${text}T00:00:00` : text.replace(' ', 'T');
  const ts = Date.parse(zoned ? whole : `${whole}${utc ? 'Z' : ''}`);
  return Number.isNaN(ts) ? undefined : ts;
}
