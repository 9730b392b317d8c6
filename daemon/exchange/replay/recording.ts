import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { RpcError } from '../../protocol/errors.ts';
import type { Candle, DataGap, Market, PublicTrade } from '../port.ts';
import { timeframeMs } from '../timeframe.ts';
import { gapsOf, readCandles } from './candles.ts';
import { columnsOf } from './columns.ts';
import { marketOf } from './market.ts';
import { Notices } from './order.ts';
import { readTable } from './table.ts';
import { candlesOf, readTrades } from './trades.ts';

/** The longest text that a JavaScript string holds, less some room. */
const MAX_BYTES = 500 * 1024 * 1024;

/** What a file has to tell of one pair, in the timeframe asked for. */
export interface Recording {
  readonly pair: string;
  readonly timeframe: string;
  readonly market: Market;
  readonly candles: readonly Candle[];
  readonly gaps: readonly DataGap[];
  readonly notices: readonly string[];
  /** Public trades, and by candle the number of the first trade after it; null when the file holds candles only. */
  readonly trades: { readonly list: readonly PublicTrade[]; readonly ends: Int32Array } | null;
}

export interface RecordingOptions {
  readonly file: string;
  readonly pair: string;
  readonly timeframe: string;
  /** Fees as fractions; 0.001 when absent. */
  readonly makerFee?: string;
  readonly takerFee?: string;
}

/** @throws RpcError `not_found` when there is no such file, `invalid` when it can't be read as candles or trades */
export async function readRecording(options: RecordingOptions): Promise<Recording> {
  return parseRecording(path.basename(options.file), await readText(options.file), options);
}

/** The same from a text at hand; `name` is for messages. */
export async function parseRecording(name: string, text: string, { pair, timeframe, ...fees }: Omit<RecordingOptions, 'file'>): Promise<Recording> {
  const ms = timeframeMs(timeframe);
  const notices = new Notices();
  const table = await readTable(name, text);
  if (table.rows.length === 0) throw new RpcError('invalid', `${name} holds no rows`, { field: 'file' });
  const columns = columnsOf(table, pair.split('/')[0]!);
  const list = 'trades' in columns ? readTrades(table, columns.trades, pair, notices) : null;
  const cut = list && candlesOf(list, ms);
  const candles = cut ? cut.candles : readCandles(table, (columns as Exclude<typeof columns, { trades: unknown }>).candles, timeframe, notices);
  if (candles.length === 0) throw new RpcError('invalid', `${name} holds no whole ${timeframe} candle`, { field: 'timeframe' });
  if (candles.every(({ volume }) => Number(volume) === 0)) notices.add(`${name}: no volume at all, so that no order can fill`);
  return {
    pair,
    timeframe,
    market: marketOf(pair, candles, fees),
    candles,
    gaps: gapsOf(candles, ms),
    notices: notices.all(),
    trades: list && cut ? { list, ends: cut.ends } : null,
  };
}

async function readText(file: string): Promise<string> {
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    const kind = cause.code === 'ENOENT' || cause.code === 'ENOTDIR' ? 'not_found' : 'invalid';
    throw new RpcError(kind, kind === 'not_found' ? `no file ${file}` : `${file} can't be read: ${cause.code}`, { field: 'file', cause });
  });
  if (!found.isFile()) throw new RpcError('invalid', `${file} is no file`, { field: 'file' });
  if (found.size > MAX_BYTES)
    throw new RpcError('invalid', `${file} is larger than ${MAX_BYTES / 1024 / 1024} MiB`, { field: 'file', hint: 'Split it, or use longer candles.' });
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new RpcError('invalid', `${file} can't be read: ${cause.code}`, { field: 'file', cause });
  });
}
