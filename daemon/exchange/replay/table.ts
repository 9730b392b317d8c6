import { RpcError } from '../../protocol/errors.ts';

/** Rows of text cells, however the file was written. */
export interface Table {
  /** For messages. */
  readonly file: string;
  /** Names of the columns in lower case; null when the file has none. */
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** Where row `index` stands in the file, such as `line 17`. */
  place(index: number): string;
}

/** A fault in the data, with its place in the file. */
export function badData(table: Pick<Table, 'file'>, place: string, what: string, hint?: string): RpcError {
  return new RpcError('invalid', `${table.file}, ${place}: ${what}`, { field: 'file', ...(hint && { hint }) });
}

/**
 * @param text content of a CSV file (separated by comma, semicolon or tab) or of a JSON file
 * @throws RpcError `invalid`, naming the place
 */
export async function readTable(file: string, text: string): Promise<Table> {
  const content = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const first = content.trimStart()[0];
  return first === '[' || first === '{' ? jsonTable(file, content) : csvTable(file, content);
}

async function csvTable(file: string, text: string): Promise<Table> {
  const lines: number[] = [];
  const cells = text.includes('"') ? await quotedCells(file, text, lines) : plainCells(text, lines);
  const head = cells[0]?.some((cell) => /^[a-z]/i.test(cell.trim())) ? cells[0].map((name) => name.trim().toLowerCase()) : null;
  const skip = head ? 1 : 0;
  return { file, header: head, rows: skip ? cells.slice(1) : cells, place: (index) => `line ${lines[index + skip]}` };
}

/** Without a quote in the file a cell is what stands between separators, and ten times faster to get at. */
function plainCells(text: string, lines: number[]): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  const all = text.split('\n');
  for (let i = 0; i < all.length; i++) {
    const line = all[i]!.endsWith('\r') ? all[i]!.slice(0, -1) : all[i]!;
    if (line === '') continue;
    rows.push(line.split(separator));
    lines.push(i + 1);
  }
  return rows;
}

async function quotedCells(file: string, text: string, lines: number[]): Promise<string[][]> {
  const { parse } = await import('csv-parse/sync');
  try {
    const records = parse(text, { delimiter: separatorOf(text), info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    for (const { info } of records) lines.push(info.lines);
    return records.map(({ record }) => record);
  } catch (error) {
    throw badData({ file }, 'as CSV', (error as Error).message);
  }
}

function separatorOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') >>> 0);
  return [',', ';', '\t'].find((candidate) => line.includes(candidate)) ?? ',';
}

/** Numbers keep the text they were written in: `JSON.parse` with access to the source (ECMAScript 2026). */
const sourceText = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value;

function jsonTable(file: string, text: string): Table {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, sourceText as (key: string, value: unknown) => unknown);
  } catch (error) {
    throw badData({ file }, 'as JSON', (error as Error).message);
  }
  const list = Array.isArray(parsed) ? parsed : Object.values(parsed as object).find(Array.isArray);
  if (!list) throw badData({ file }, 'as JSON', 'no list in it', 'Give a list of candles, or of trades: arrays as ccxt gives them, or objects.');
  const place = (index: number) => `item ${index + 1}`;
  const stranger = list.findIndex((item) => typeof item !== 'object' || item === null || Array.isArray(item) !== Array.isArray(list[0]));
  if (stranger >= 0) throw badData({ file }, place(stranger), 'neither an array nor an object like the items before it');
  if (list.length === 0 || Array.isArray(list[0])) return { file, header: null, rows: list.map((row: unknown[]) => row.map(cellText)), place };
  const keys = Object.keys(list[0]);
  return { file, header: keys.map((key) => key.toLowerCase()), rows: list.map((row) => keys.map((key) => cellText(row[key]))), place };
}

const cellText = (value: unknown): string => (value === undefined || value === null || typeof value === 'object' ? '' : String(value));
