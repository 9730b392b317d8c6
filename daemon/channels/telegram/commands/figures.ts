import type { Reported } from '../../../protocol/texts/tell.ts';
import { formatterFor, type Language } from '../../texts/catalogue.ts';
import type { Formatter } from '../../texts/format.ts';
import { toldIn } from '../../texts/told.ts';

/** Writes figures the way a chat reads them. */
export class Figures {
  readonly #language: Language;
  readonly #formatter: Formatter;

  constructor(language: Language, timeZone: string) {
    this.#language = language;
    this.#formatter = formatterFor(language, timeZone);
  }

  /** An amount of money, two places. */
  money(raw: string, currency = ''): string {
    return joined(this.#formatter.write({ is: 'number', raw }, '.2f'), currency);
  }

  /** A gain or a loss, with its sign. */
  gain(raw: string, currency = ''): string {
    return joined(this.#formatter.write({ is: 'number', raw, signed: true }, '.2f'), currency);
  }

  /** A price or an amount of coins, all its places. */
  exact(raw: string | null): string {
    return raw === null ? '—' : this.#formatter.write({ is: 'number', raw });
  }

  /** A fraction as percent, with its sign. */
  percent(ratio: number | null, signed = true): string {
    if (ratio === null || !Number.isFinite(ratio)) return '—';
    return this.#formatter.write({ is: 'share', raw: ratio.toFixed(8), signed }, '.2%');
  }

  number(value: number | null, digits: number): string {
    if (value === null || !Number.isFinite(value)) return '—';
    return this.#formatter.write({ is: 'number', raw: value.toFixed(8) }, `.${digits}f`);
  }

  time(ts: number): string {
    return this.#formatter.write({ is: 'time', raw: ts }, '%Y-%m-%d %H:%M');
  }

  clock(ts: number): string {
    return this.#formatter.write({ is: 'time', raw: ts }, '%H:%M:%S');
  }

  date(ts: number): string {
    return this.#formatter.write({ is: 'time', raw: ts }, '%Y-%m-%d');
  }

  duration(ms: number): string {
    return this.#formatter.write({ is: 'duration', raw: ms });
  }

  /** What the daemon says of something, in the chat's language where that has words for it. */
  told(said: Reported & { readonly text: string; readonly remedy?: string | undefined }): { readonly text: string; readonly remedy?: string | undefined } {
    const { text, remedy } = said;
    return { text, remedy, ...toldIn(this.#language, this.#formatter, said) };
  }

  /** A word of the contract, such as a state. */
  word(raw: string): string {
    return this.#formatter.write({ is: 'word', raw });
  }
}

const joined = (figure: string, unit: string): string => (unit === '' ? figure : `${figure} ${unit}`);
