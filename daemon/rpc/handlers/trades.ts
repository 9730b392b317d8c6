import { DESK, type Engine } from '../../engine/engine.ts';
import type { Trade } from '../../protocol/schemas/trading.ts';
import type { Handlers } from '../handler.ts';

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

export function tradesHandlers({ engine }: { readonly engine: Engine }): Handlers<'trades.list' | 'trades.get' | 'trades.export'> {
  return {
    'trades.list': ({ account = DESK, ...filter }) => {
      engine.exists(account);
      return engine.queries.trades(account, filter);
    },
    'trades.get': ({ id }) => engine.queries.trade(id),
    'trades.export': ({ account = DESK, format, limit, cursor, ...filter }) => {
      engine.exists(account);
      const { items, nextCursor } = engine.queries.enteredTrades(account, filter, { limit, cursor });
      return {
        format,
        filename: `trades-${account}.${format}`,
        rows: items.length,
        content: format === 'csv' ? csv(items, cursor === undefined) : JSON.stringify(items, null, 2),
        ...(nextCursor === undefined ? {} : { nextCursor }),
      };
    },
  };
}

/** RFC 4180; times as ISO 8601 in UTC, so that spreadsheets read them. */
function csv(trades: readonly Trade[], heading: boolean): string {
  const lines = trades.map((trade) => COLUMNS.map((column) => cell(column, trade[column])).join(','));
  return [...(heading ? [COLUMNS.join(',')] : []), ...lines, ''].join('\r\n');
}

function cell(column: string, value: string | number | null): string {
  if (value === null) return '';
  const text = column.endsWith('At') ? new Date(value).toISOString() : String(value);
  if (/[",\r\n]/.test(text)) return `"${text.replaceAll('"', '""')}"`;
  // A spreadsheet would run a tag that begins like a formula.
  return typeof value === 'string' && /^[=+@\t]|^-(?!\d)/.test(text) ? `'${text}` : text;
}
