import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './entry.ts';
import { seeded } from './random.ts';

/** Folder of recorded prices, which are too large to stand among the sources: `RECORDINGS`, or one beside the clone. */
const FOLDER = path.resolve(process.env.RECORDINGS ?? path.join(ROOT, '../shared/data'));

/** A file of recorded prices, where this machine has it. */
export const recordingFile = (name: string): string => path.join(FOLDER, name);

export const CANDLE_MS = 300_000;
/** When written candles begin: a full 5 minutes, UTC milliseconds. */
export const FIRST_CANDLE = 1_515_560_100_000;

/** Writes 5-minute candles that go from each price to the next. */
export function writeCandles(file: string, prices: readonly number[]): string {
  const rows = prices.slice(1).map((close, index) => {
    const open = prices[index] ?? close;
    const [high, low] = [Math.max(open, close) * 1.002, Math.min(open, close) * 0.998];
    return [FIRST_CANDLE + index * CANDLE_MS, ...[open, high, low, close].map((value) => value.toFixed(6)), '50.5'].join();
  });
  fs.writeFileSync(file, ['time_ms,open,high,low,close,volume', ...rows, ''].join('\n'));
  return file;
}

/** Prices of so many candles on a market that swings: a sum of sines has trends, reversals and steep falls. */
export const swinging = (candles: number): number[] =>
  Array.from({ length: candles + 1 }, (_, i) => 0.05 * (1 + 0.08 * Math.sin(i / 97) + 0.03 * Math.sin(i / 11) + 0.01 * Math.sin(i * 1.7)));

/** Prices of so many candles on a random walk, with swings wide enough for many trades. */
export function wandering(candles: number, seed: number): number[] {
  const random = seeded(seed);
  const prices = [0.05];
  while (prices.length <= candles) prices.push((prices.at(-1) ?? 0) * (1 + (random() - 0.5) * 0.02));
  return prices;
}
