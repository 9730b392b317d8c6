/**
 * UTC milliseconds of a time as exports write it: seconds, milliseconds, microseconds or nanoseconds since the epoch
 * (told apart by their size), or ISO 8601. A time without a zone is UTC.
 *
 * @returns NaN when it is none of these
 */
export function parseTime(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(text.trim());
  if (!match) return Number.NaN;
  const [, day, time = '00:00', zone = 'Z'] = match;
  return Date.parse(`${day}T${time}${zone.toUpperCase() === 'UTC' ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
}

function fromNumber(value: number): number {
  if (value < 1e8) return Number.NaN;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  return Math.floor(value < 1e17 ? value / 1000 : value / 1e6);
}

export const iso = (ts: number): string => new Date(ts).toISOString();
