import { type Html, html } from '../html.ts';

/** Columns in a fixed-width font; `>` before a head sets its column to the right. */
export function table(heads: readonly string[], rows: ReadonlyArray<readonly string[]>): Html {
  const right = heads.map((head) => head.startsWith('>'));
  const all = [heads.map((head) => head.replace(/^>/, '')), ...rows];
  const widths = heads.map((_head, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = all;
  return html`<pre>${[line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n')}</pre>`;
}
