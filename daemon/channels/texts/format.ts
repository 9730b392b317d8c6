import Big from 'big.js';
import { numberSpec } from '../../protocol/texts/template.ts';

/** A value with what kind of thing it is, which decides how it is written. */
export type Value =
  /** `raw` is a decimal in plain notation. */
  | { readonly is: 'number' | 'share'; readonly raw: string; readonly signed?: boolean }
  /** UTC milliseconds. */
  | { readonly is: 'time'; readonly raw: number }
  /** Milliseconds. */
  | { readonly is: 'duration'; readonly raw: number }
  /** One of a few words of the contract, translated for people. */
  | { readonly is: 'word'; readonly raw: string }
  | { readonly is: 'text'; readonly raw: string };

const UNITS: ReadonlyArray<[unit: 'day' | 'hour' | 'minute' | 'second', ms: number]> = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** Writes values the way one language and time zone do. */
export class Formatter {
  readonly #language: string;
  readonly #zone: string;
  readonly #words: Readonly<Record<string, string>>;
  readonly #formats = new Map<string, Intl.NumberFormat>();
  readonly #time: Intl.DateTimeFormat;

  /** @param words for the words of the contract */
  constructor(language: string, zone: string, words: Readonly<Record<string, string>>) {
    this.#language = language;
    this.#zone = zone;
    this.#words = words;
    this.#time = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone });
  }

  write(value: Value, spec = ''): string {
    switch (value.is) {
      case 'number':
      case 'share':
        return this.#numeric(value, spec);
      case 'time':
        return spec ? strftime(value.raw, spec, this.#zone, this.#language) : this.#time.format(value.raw);
      case 'duration':
        return this.#duration(value.raw);
      case 'word':
        return this.#words[value.raw] ?? value.raw.replaceAll('_', ' ');
      default:
        return value.raw;
    }
  }

  #numeric({ is, raw, signed = false }: Extract<Value, { is: 'number' | 'share' }>, spec: string): string {
    const asked = numberSpec(spec);
    const percent = asked ? asked.form === '%' : is === 'share';
    const digits = asked?.form === 'd' ? 0 : (asked?.digits ?? (percent ? 2 : undefined));
    const format = this.#format(`${percent} ${digits} ${signed}`, {
      style: percent ? 'percent' : 'decimal',
      signDisplay: signed ? 'exceptZero' : 'auto',
      minimumFractionDigits: digits ?? 0,
      maximumFractionDigits: digits ?? 20,
    });
    return format.format(raw as Intl.StringNumericLiteral).padStart(asked?.width ?? 0);
  }

  /** The two largest units: "3 min 12 s" of three minutes, "2 h 5 min" of two hours. */
  #duration(ms: number): string {
    const first = UNITS.findIndex(([, size]) => ms >= size);
    if (first < 0) return this.#unit('second', Math.round(ms / 100) / 10);
    let rest = ms;
    const parts = UNITS.slice(first, first + 2).flatMap(([unit, size], place, { length }) => {
      const count = place === length - 1 ? Math.round(rest / size) : Math.floor(rest / size);
      rest -= count * size;
      return count > 0 ? [this.#unit(unit, count)] : [];
    });
    return parts.join(' ');
  }

  #unit(unit: string, count: number): string {
    return this.#format(unit, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
  }

  /** To make a format takes far longer than to use it; there are few. */
  #format(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const format = this.#formats.get(key) ?? new Intl.NumberFormat(this.#language, options);
    this.#formats.set(key, format);
    return format;
  }
}

/** Writes values for programs: plain decimals, ISO 8601 in UTC, and Python's formats to the letter. */
export function writePlain(value: Value, spec = ''): string {
  if (value.is === 'time') return spec ? strftime(value.raw, spec, 'UTC', 'en') : new Date(value.raw).toISOString();
  if (value.is !== 'number' && value.is !== 'share') return String(value.raw);
  const asked = numberSpec(spec);
  if (!asked) return value.raw;
  const percent = asked.form === '%';
  const digits = asked.form === 'd' ? 0 : (asked.digits ?? (asked.form === '' ? undefined : 6));
  const number = percent ? new Big(value.raw).times(100) : new Big(value.raw);
  let text = digits === undefined ? number.toFixed() : number.toFixed(digits);
  if (asked.comma) text = text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
  return `${text}${percent ? '%' : ''}`.padStart(asked.width);
}

/** The directives of C's strftime that dates of a trading desk are written with. */
function strftime(ts: number, format: string, timeZone: string, language: string): string {
  const parts = (options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeZone, hourCycle: 'h23', ...options })
      .formatToParts(ts)
      .find((part) => part.type === type)?.value ?? '';
  const all = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const directives: Readonly<Record<string, () => string>> = {
    Y: () => parts(all, 'year'),
    y: () => parts(all, 'year').slice(-2),
    m: () => parts(all, 'month'),
    d: () => parts(all, 'day'),
    H: () => parts(all, 'hour'),
    M: () => parts(all, 'minute'),
    S: () => parts(all, 'second'),
    B: () => parts({ day: 'numeric', month: 'long' }, 'month'),
    b: () => parts({ day: 'numeric', month: 'short' }, 'month'),
    A: () => parts({ weekday: 'long' }, 'weekday'),
    a: () => parts({ weekday: 'short' }, 'weekday'),
    '%': () => '%',
  };
  return format.replace(/%(.)/g, (whole, directive: string) => directives[directive]?.() ?? whole);
}
