import { RpcError } from '../../protocol/rpc-error.ts';
import type { Trade } from '../../protocol/schemas/trading.ts';
import { parseId } from '../books/records.ts';

const COLUMNS = [
  'id',
  'account',
  'pair',
  'strategy',
  'state',
  'amount',
  'openRate',
  'closeRate',
  'stake',
  'fees',
  'profit',
  'profitRatio',
  'entryTag',
  'exitReason',
  'openedAt',
  'closedAt',
] as const satisfies ReadonlyArray<keyof Trade>;

/** Characters that one answer may hold. What a connection may leave unread before it is cut off is 64 MiB, and quotes double on the way. */
const LONGEST = 40 * 1024 * 1024;

interface Part {
  /** At most so many trades. */
  readonly limit: number | undefined;
  /** Whether CSV begins with the names of its columns. */
  readonly heading: boolean;
}

/**
 * Trades as the text of a file: CSV after RFC 4180 with times as ISO 8601 in UTC, so that spreadsheets read them, or a JSON
 * list with a trade a line.
 *
 * @param trades those of the part and one more, if there is one
 * @throws RpcError `invalid` when it would be too long for one answer
 */
export function exportText(format: 'csv' | 'json', trades: Iterable<Trade>, { limit, heading }: Part): { rows: number; content: string; nextCursor?: string } {
  const lines: string[] = [];
  let length = 0;
  let last: Trade | undefined;
  let more = false;
  for (const trade of trades) {
    more = lines.length === limit;
    if (more) break;
    const line = format === 'csv' ? COLUMNS.map((column) => cell(column, trade[column])).join(',') : JSON.stringify(trade);
    lines.push(line);
    length += line.length;
    if (length > LONGEST) throw tooLong(lines.length);
    last = trade;
  }
  const content = format === 'csv' ? [...(heading ? [COLUMNS.join(',')] : []), ...lines, ''].join('\r\n') : `[\n${lines.join(',\n')}\n]`;
  return { rows: lines.length, content, ...(more && last && { nextCursor: String(parseId('t', last.id)) }) };
}

const tooLong = (trades: number): RpcError =>
  new RpcError('invalid', `more than ${trades} trades are too much for one answer`, {
    field: 'limit',
    hint: 'ask for parts: give `limit`, and `cursor` with the `nextCursor` of the part before',
  });

function cell(column: string, value: string | number | null): string {
  if (value === null) return '';
  const text = column.endsWith('At') ? new Date(value).toISOString() : String(value);
  if (/[",\r\n]/.test(text)) return `"${text.replaceAll('"', '""')}"`;
  // A spreadsheet would run a tag that begins like a formula.
  return typeof value === 'string' && /^[=+@\t]|^-(?!\d)/.test(text) ? `'${text}` : text;
}
