import Big from 'big.js';
import { RpcError } from '../../protocol/errors.ts';
import type { Candle, DataGap } from '../port.ts';
import { candleOpen, timeframeMs, timeframeOf } from '../timeframe.ts';
import type { CandleColumns } from './columns.ts';
import { chronological, decimalAt, type Notices, outOfOrder, timeAt } from './order.ts';
import { badData, type Table } from './table.ts';
import { iso } from './time.ts';

/** Room for what floating point adds to a price in the exports of some tools. */
const NOISE = 1 + 1e-9;

/**
 * Candles of a table, oldest first, their numbers in the digits of the file. Equal rows are taken once.
 *
 * @throws RpcError `invalid` naming the line: rows out of order, twice the same time, no candle, off the grid
 */
export function readCandles(table: Table, columns: CandleColumns, timeframe: string, notices: Notices): Candle[] {
  const candles: Candle[] = [];
  let before: Candle | undefined;
  let shortest = Number.POSITIVE_INFINITY;
  for (const row of chronological(table, columns.time, notices)) {
    const candle = candleAt(table, row, columns);
    if (before && candle.ts <= before.ts) {
      if (candle.ts < before.ts) throw outOfOrder(table, row, candle.ts, before.ts);
      if (!same(candle, before)) throw badData(table, table.place(row), `a second, different candle for ${iso(candle.ts)}`, 'Leave one of the two.');
      notices.add(`${table.file}, ${table.place(row)}: left out, the same row as before`);
      continue;
    }
    if (before) shortest = Math.min(shortest, candle.ts - before.ts);
    candles.push(candle);
    before = candle;
  }
  const fileMs = Number.isFinite(shortest) ? shortest : timeframeMs(timeframe);
  onGrid(table, columns.time, candles, fileMs);
  return inTimeframe(table, candles, fileMs, timeframe, notices);
}

function candleAt(table: Table, row: number, columns: CandleColumns): Candle {
  const ts = timeAt(table, row, columns.time);
  const open = decimalAt(table, row, columns.open, 'open');
  const high = decimalAt(table, row, columns.high, 'high');
  const low = decimalAt(table, row, columns.low, 'low');
  const close = decimalAt(table, row, columns.close, 'close');
  const volume = decimalAt(table, row, columns.volume, 'volume');
  const [o, h, l, c] = [Number(open), Number(high), Number(low), Number(close)];
  if (l <= 0) throw badData(table, table.place(row), `low ${low} is not above zero`);
  if (Math.max(o, c) > h * NOISE) throw badData(table, table.place(row), `high ${high} is below ${o > c ? `open ${open}` : `close ${close}`}`);
  if (Math.min(o, c) * NOISE < l) throw badData(table, table.place(row), `low ${low} is above ${o < c ? `open ${open}` : `close ${close}`}`);
  return { ts, open, high, low, close, volume };
}

const same = (a: Candle, b: Candle): boolean => a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;

function onGrid(table: Table, time: number, candles: readonly Candle[], ms: number): void {
  const stray = candles.find((candle) => candleOpen(candle.ts, ms) !== candle.ts);
  if (!stray) return;
  const row = table.rows.findIndex((_, index) => timeAt(table, index, time) === stray.ts);
  const place = row >= 0 ? table.place(row) : iso(stray.ts);
  throw badData(table, place, `a candle opens at ${iso(stray.ts)}, off the grid of ${timeframeOf(ms)} that the shortest distance in the file gives`);
}

function inTimeframe(table: Table, candles: Candle[], fileMs: number, timeframe: string, notices: Notices): Candle[] {
  const ms = timeframeMs(timeframe);
  if (ms === fileMs || candles.length === 0) return candles;
  const fault = (what: string) => new RpcError('invalid', `${table.file} holds ${timeframeOf(fileMs)} candles; ${what}`, { field: 'timeframe' });
  if (ms < fileMs) throw fault(`the finer ${timeframe} can't be made of them`);
  if (ms % fileMs !== 0) throw fault(`${timeframe} is not a multiple of that`);
  return aggregate(candles, fileMs, ms, notices);
}

/** Longer candles of shorter ones. What begins or ends within the recording's first or last candle is left out. */
function aggregate(candles: readonly Candle[], fromMs: number, toMs: number, notices: Notices): Candle[] {
  const result: Candle[] = [];
  for (let start = 0; start < candles.length; ) {
    const ts = candleOpen(candles[start]!.ts, toMs);
    let end = start + 1;
    while (end < candles.length && candles[end]!.ts < ts + toMs) end++;
    const cutShort = (start === 0 && candles[0]!.ts > ts) || (end === candles.length && candles[end - 1]!.ts + fromMs < ts + toMs);
    if (cutShort) notices.add(`the ${timeframeOf(toMs)} candle of ${iso(ts)} is not wholly recorded; left out`);
    else result.push(joined(ts, candles, start, end));
    start = end;
  }
  return result;
}

function joined(ts: number, candles: readonly Candle[], start: number, end: number): Candle {
  let { high, low } = candles[start]!;
  let volume = new Big(candles[start]!.volume);
  for (let i = start + 1; i < end; i++) {
    const candle = candles[i]!;
    if (Number(candle.high) > Number(high)) high = candle.high;
    if (Number(candle.low) < Number(low)) low = candle.low;
    volume = volume.plus(candle.volume);
  }
  return { ts, open: candles[start]!.open, high, low, close: candles[end - 1]!.close, volume: volume.toFixed() };
}

/** Where candles are missing. */
export function gapsOf(candles: readonly Candle[], ms: number): DataGap[] {
  const gaps: DataGap[] = [];
  for (let i = 1; i < candles.length; i++) {
    const from = candles[i - 1]!.ts + ms;
    const to = candles[i]!.ts;
    if (to > from) gaps.push({ from, to, candles: Math.round((to - from) / ms) });
  }
  return gaps;
}
