import Big from 'big.js';
import type { Candle, PublicTrade } from '../port.ts';
import { candleOpen } from '../timeframe.ts';
import type { TradeColumns } from './columns.ts';
import { chronological, decimalAt, type Notices, outOfOrder, timeAt } from './order.ts';
import { badData, type Table } from './table.ts';

/**
 * Public trades of a table, oldest first, their numbers in the digits of the file. A trade whose id repeats the one
 * before is taken once; where the side is not told, the taker is taken to have bought.
 *
 * @throws RpcError `invalid` naming the line
 */
export function readTrades(table: Table, columns: TradeColumns, pair: string, notices: Notices): PublicTrade[] {
  const trades: PublicTrade[] = [];
  let before = 0;
  let lastId: string | undefined;
  for (const row of chronological(table, columns.time, notices)) {
    const ts = timeAt(table, row, columns.time);
    if (ts < before) throw outOfOrder(table, row, ts, before);
    const id = columns.id < 0 ? undefined : table.rows[row]![columns.id];
    if (id !== undefined && id === lastId) {
      notices.add(`${table.file}, ${table.place(row)}: left out, trade ${id} was there before`);
      continue;
    }
    const price = decimalAt(table, row, columns.price, 'price');
    if (Number(price) === 0) throw badData(table, table.place(row), `price ${price} is not above zero`);
    trades.push({ pair, ts, price, amount: decimalAt(table, row, columns.amount, 'amount'), side: sideAt(table, row, columns) });
    before = ts;
    lastId = id;
  }
  return trades;
}

function sideAt(table: Table, row: number, columns: TradeColumns): 'buy' | 'sell' {
  const cells = table.rows[row]!;
  if (columns.buyerMaker >= 0) return cells[columns.buyerMaker]!.toLowerCase() === 'true' ? 'sell' : 'buy';
  if (columns.side < 0) return 'buy';
  const side = cells[columns.side]!.toLowerCase();
  if (/^(buy|b|bid)$/.test(side)) return 'buy';
  if (/^(sell|s|ask)$/.test(side)) return 'sell';
  throw badData(table, table.place(row), `side "${cells[columns.side]}" is neither buy nor sell`);
}

/** Candles of trades, and for each candle the number of the first trade after it. */
export function candlesOf(trades: readonly PublicTrade[], ms: number): { candles: Candle[]; ends: Int32Array } {
  const candles: Candle[] = [];
  const ends: number[] = [];
  for (let start = 0; start < trades.length; ) {
    const ts = candleOpen(trades[start]!.ts, ms);
    const open = trades[start]!.price;
    let [high, low, volume, end] = [open, open, new Big(0), start];
    for (; end < trades.length && trades[end]!.ts < ts + ms; end++) {
      const { price, amount } = trades[end]!;
      if (Number(price) > Number(high)) high = price;
      if (Number(price) < Number(low)) low = price;
      volume = volume.plus(amount);
    }
    candles.push({ ts, open, high, low, close: trades[end - 1]!.price, volume: volume.toFixed() });
    ends.push(end);
    start = end;
  }
  return { candles, ends: Int32Array.from(ends) };
}
