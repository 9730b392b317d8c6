import { badData, type Table } from './table.ts';

/** Names under which exports of exchanges and tools know a column, in lower case. */
const ALIASES = {
  time: ['time_ms', 'timestamp', 'time', 'date', 'datetime', 'ts', 't', 'open_time', 'open time', 'opentime', 'unix', 'start'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c', 'last'],
  volume: ['volume', 'vol', 'v', 'base_volume', 'basevolume', 'volume_base'],
  price: ['price', 'p', 'rate'],
  amount: ['amount', 'qty', 'quantity', 'size', 'volume', 'vol', 'q'],
  side: ['side', 'type', 'direction', 'taker_side'],
  buyerMaker: ['isbuyermaker', 'is_buyer_maker'],
  id: ['id', 'trade_id', 'tradeid', 'trade id', 'agg_trade_id', 'tid'],
} as const;

type Column = keyof typeof ALIASES;

export type CandleColumns = Record<'time' | 'open' | 'high' | 'low' | 'close' | 'volume', number>;
/** -1 where the file has no such column. */
export type TradeColumns = Record<'time' | 'price' | 'amount' | 'side' | 'buyerMaker' | 'id', number>;

/** What the table holds, told by its header; without one it is taken for candles in the order of ccxt. */
export function columnsOf(table: Table, base: string): { candles: CandleColumns } | { trades: TradeColumns } {
  const { header } = table;
  if (!header) return { candles: { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 } };
  const find = (column: Column): number => {
    const names: readonly string[] = column === 'volume' ? [...ALIASES.volume, `volume ${base.toLowerCase()}`] : ALIASES[column];
    for (const name of names) if (header.includes(name)) return header.indexOf(name);
    return -1;
  };
  const need = (column: Column): number => {
    const index = find(column);
    if (index >= 0) return index;
    const hint = 'Candles need time, open, high, low, close and volume; public trades need timestamp, price and amount.';
    throw badData(table, 'line 1', `no column "${column}" among ${header.join(', ')}`, hint);
  };
  if (find('open') < 0 && find('price') >= 0)
    return { trades: { time: need('time'), price: need('price'), amount: need('amount'), side: find('side'), buyerMaker: find('buyerMaker'), id: find('id') } };
  return { candles: { time: need('time'), open: need('open'), high: need('high'), low: need('low'), close: need('close'), volume: need('volume') } };
}
