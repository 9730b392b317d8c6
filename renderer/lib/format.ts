/** Where clock times are shown: this machine's zone, or one by its IANA name. */
export type Zone = string;
export const LOCAL: Zone = 'local';

/** A zone as `Intl` takes it. */
export const timeZoneOf = (zone: Zone): string | undefined => (zone === LOCAL ? undefined : zone);

/** Ways of writing figures and times in a language and a zone. Decimal strings never pass through a float. */
export interface Formats {
  /** Money with the digits of its currency, without the currency's name. */
  money(value: string, currency: string): string;
  /** As `money`, with its sign, plus included. */
  change(value: string, currency: string): string;
  /** A price with the digits of the market's step, or five significant ones when it is not known. */
  price(value: string, step?: string): string;
  amount(value: string): string;
  /** A fraction as percent: 0.0123 is 1.23 %. */
  percent(ratio: number): string;
  percentChange(ratio: number): string;
  count(value: number): string;
  /** A large figure, rounded to three digits and a word for its size, such as 12.3K. */
  compact(value: number): string;
  /** A length of time in its two largest units, such as "2h 14m". */
  duration(ms: number): string;
  /** Time of day with seconds. */
  clock(ts: number): string;
  /** Day and time of day, short. */
  moment(ts: number): string;
  /** As `moment`, with seconds. */
  stamp(ts: number): string;
  /** A figure without a unit, with two digits. */
  ratio(value: number): string;
  /** A day or a month of the books, which go by UTC whatever the reader's zone. */
  day(ts: number): string;
  month(ts: number): string;
  /** From Monday to Sunday. */
  readonly weekdays: ReadonlyArray<{ readonly short: string; readonly long: string }>;
  zone: Zone;
  locale: string;
}

const FIAT_LIKE = new Set(['USDT', 'USDC', 'USD', 'EUR', 'GBP', 'CHF', 'DAI', 'BUSD', 'TUSD', 'FDUSD']);

/** Digits after the point that money in a currency is shown with. */
export const moneyDigits = (currency: string): number => (FIAT_LIKE.has(currency) ? 2 : 6);

/** Digits after the point of a decimal step such as "0.0010". */
export const stepDigits = (step: string): number => step.split('.')[1]?.replace(/0+$/, '').length ?? 0;

/** The instant in UTC, as people and programs read it. */
export const utc = (ts: number): string => new Date(ts).toISOString().replace('T', ' ').replace('.000Z', ' UTC').replace('Z', ' UTC');

/** A true minus sign: as wide as the plus, so that columns stay aligned. */
const minus = (text: string) => text.replace('-', '−');

/** `Intl.NumberFormat` reads a string as an exact decimal (ECMA-402, StringNumericLiteral). */
const exact = (format: Intl.NumberFormat, value: string) => minus(format.format(value as Intl.StringNumericLiteral));

/** Signs that read the same in every language and are short. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

export function createFormats(locale: string, zone: Zone): Formats {
  const timeZone = timeZoneOf(zone);
  const digits = cached((key: string) => {
    const [fraction, sign] = key.split(':');
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: Number(fraction),
      maximumFractionDigits: Number(fraction),
      signDisplay: sign === 'signed' ? 'exceptZero' : 'negative',
    });
  });
  // Each takes the browser milliseconds to make, and no page needs them all.
  const significant = once(() => new Intl.NumberFormat(locale, { minimumSignificantDigits: 5, maximumSignificantDigits: 5 }));
  const plain = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 8 }));
  const compact = once(() => new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }));
  const percentOptions = { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
  const percent = once(() => new Intl.NumberFormat(locale, { ...percentOptions, signDisplay: 'negative' }));
  const percentSigned = once(() => new Intl.NumberFormat(locale, { ...percentOptions, signDisplay: 'exceptZero' }));
  const clock = once(() => new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }));
  const day = once(() => new Intl.DateTimeFormat(locale, { timeZone, month: 'short', day: '2-digit' }));
  const minute = once(() => new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
  const twoDigits = once(() => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
  const bookDay = once(() => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' }));
  const bookMonth = once(() => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' }));
  const weekdays = once(() => Array.from({ length: 7 }, (_, index) => weekday(locale, A_MONDAY + index * UNITS[0][1])));

  return {
    locale,
    zone,
    money: (value, currency) => exact(digits(`${moneyDigits(currency)}`), value),
    change: (value, currency) => exact(digits(`${moneyDigits(currency)}:signed`), value),
    price: (value, step) => exact(step === undefined ? significant() : digits(`${stepDigits(step)}`), value),
    amount: (value) => exact(plain(), value),
    percent: (ratio) => minus(percent().format(ratio)),
    percentChange: (ratio) => minus(percentSigned().format(ratio)),
    count: (value) => plain().format(value),
    compact: (value) => compact().format(value),
    clock: (ts) => clock().format(ts),
    moment: (ts) => `${day().format(ts)} ${minute().format(ts)}`,
    stamp: (ts) => `${day().format(ts)} ${clock().format(ts)}`,
    ratio: (value) => minus(twoDigits().format(value)),
    day: (ts) => bookDay().format(ts),
    month: (ts) => bookMonth().format(ts),
    get weekdays() {
      return weekdays();
    },
    duration(ms) {
      const from = UNITS.findIndex(([, size]) => ms >= size);
      if (from < 0) return '0s';
      let rest = ms;
      const parts = UNITS.slice(from, from + 2).map(([name, size]) => {
        const count = Math.floor(rest / size);
        rest -= count * size;
        return { name, count };
      });
      return parts
        .filter((part, index) => index === 0 || part.count > 0)
        .map(({ count, name }) => `${count}${name}`)
        .join(' ');
    },
  };
}

const A_MONDAY = Date.UTC(2018, 0, 1);
const weekday = (locale: string, ts: number) => ({
  short: new Date(ts).toLocaleDateString(locale, { timeZone: 'UTC', weekday: 'short' }),
  long: new Date(ts).toLocaleDateString(locale, { timeZone: 'UTC', weekday: 'long' }),
});

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function cached<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

/** Which way a decimal points, for its colour. */
export function tone(value: string | number): 'gain' | 'loss' | 'flat' {
  const text = String(value);
  if (!/[1-9]/.test(text)) return 'flat';
  return text.startsWith('-') ? 'loss' : 'gain';
}
