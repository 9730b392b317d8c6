import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crashRun } from '../support/crash/run.ts';
import { seeded } from '../support/random.ts';

const SEED = 20;
const CANDLES = 1500;
let folder: string;
let file: string;

/** A random walk with swings wide enough for many trades. */
function candles(): string {
  const random = seeded(SEED);
  let price = 0.05;
  const rows = Array.from({ length: CANDLES }, (_, index) => {
    const open = price;
    price *= 1 + (random() - 0.5) * 0.02;
    const [high, low] = [Math.max(open, price) * (1 + random() * 0.003), Math.min(open, price) * (1 - random() * 0.003)];
    return [1_600_000_200_000 + index * 300_000, ...[open, high, low, price].map((value) => value.toFixed(8)), (100 + random() * 900).toFixed(3)].join();
  });
  return `time_ms,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-crash-'));
  file = path.join(folder, 'candles.csv');
  fs.writeFileSync(file, candles());
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test(`SIGKILL in mid-replay loses nothing, doubles nothing and leaves exact books (seed ${SEED})`, { timeout: 120_000 }, async () => {
  const report = await crashRun({ seed: SEED, kills: 5, file, pair: 'ETH/BTC', timeframe: '5m', speed: 60_000 });
  expect(report.faults).toEqual([]);
  expect(report.interrupted?.trades).toBeGreaterThan(10);
  expect(report.tradeEvents).toBeGreaterThan(100);
});
