import { stripVTControlCharacters } from 'node:util';

export interface Column<R> {
  readonly head: string;
  /** Figures stand right, words left. */
  readonly align?: 'left' | 'right';
  cell(row: R): string;
}

const GAP = '  ';

/**
 * Rows in aligned columns, the heads first. Width is counted without colour codes.
 *
 * @param head dresses the line of heads
 */
export function table<R>(rows: readonly R[], columns: readonly Column<R>[], head: (text: string) => string = (text) => text): string {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const widths = columns.map((column, index) => Math.max(width(column.head), ...cells.map((line) => width(line[index] ?? ''))));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd();
  return [head(line(columns.map((column) => column.head))), ...cells.map(line)].join('\n');
}

/** Names with their values, the values aligned; lines without a value are left out. */
export function facts(entries: ReadonlyArray<readonly [string, string | null | undefined]>, name: (text: string) => string = (text) => text): string {
  const given = entries.filter((entry): entry is readonly [string, string] => entry[1] !== null && entry[1] !== undefined);
  const widest = Math.max(0, ...given.map(([label]) => width(label)));
  return given.map(([label, value]) => `${name(pad(label, widest, 'left'))}${GAP}${value}`).join('\n');
}

const width = (text: string): number => [...stripVTControlCharacters(text)].length;

function pad(text: string, size: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, size - width(text)));
  return align === 'left' ? text + space : space + text;
}
