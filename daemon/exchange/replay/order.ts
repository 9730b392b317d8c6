import { plainDecimal } from '../steps.ts';
import { badData, type Table } from './table.ts';
import { iso, parseTime } from './time.ts';

/** Collects what was mended, without drowning the reader in it. */
export class Notices {
  readonly list: string[] = [];
  #more = 0;
  static readonly #most = 20;

  add(text: string): void {
    if (this.list.length < Notices.#most) this.list.push(text);
    else this.#more++;
  }

  all(): readonly string[] {
    return this.#more > 0 ? [...this.list, `and ${this.#more} more`] : this.list;
  }
}

/** Row numbers from oldest to newest: some exports put the newest first. */
export function chronological(table: Table, time: number, notices: Notices): Int32Array {
  const count = table.rows.length;
  const order = Int32Array.from({ length: count }, (_, index) => index);
  if (count < 2 || timeAt(table, 0, time) <= timeAt(table, count - 1, time)) return order;
  notices.add(`${table.file}: the newest row came first; read from the end`);
  return order.reverse();
}

export function timeAt(table: Table, row: number, column: number): number {
  const text = table.rows[row]![column] ?? '';
  const ts = parseTime(text);
  if (Number.isNaN(ts))
    throw badData(table, table.place(row), `"${text}" is no time`, 'Give epoch seconds or milliseconds, or an ISO time such as 2018-01-10T04:55:00Z.');
  return ts;
}

/** A number in its own digits. */
export function decimalAt(table: Table, row: number, column: number, name: string): string {
  const text = table.rows[row]![column] ?? '';
  const plain = plainDecimal(text);
  if (plain === undefined) throw badData(table, table.place(row), `${name} "${text}" is no number`);
  if (plain.charCodeAt(0) === 45) throw badData(table, table.place(row), `${name} ${text} is below zero`);
  return plain;
}

export function outOfOrder(table: Table, row: number, ts: number, before: number): Error {
  return badData(table, table.place(row), `${iso(ts)} comes after ${iso(before)}`, 'Sort the file by time, oldest first.');
}
