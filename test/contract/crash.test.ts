import path from 'node:path';
import { expect, test } from 'vitest';
import { crashRun } from '../support/crash/run.ts';
import { wandering, writeCandles } from '../support/recordings.ts';
import { tempFolder } from '../support/temp.ts';

const SEED = 20;

test(`SIGKILL in mid-replay loses nothing, doubles nothing and leaves exact books (seed ${SEED})`, { timeout: 120_000 }, async () => {
  const file = writeCandles(path.join(tempFolder(), 'candles.csv'), wandering(1500, SEED));
  const report = await crashRun({ seed: SEED, kills: 5, file, pair: 'ETH/BTC', timeframe: '5m', speed: 60_000 });
  expect(report.faults).toEqual([]);
  expect(report.interrupted?.trades).toBeGreaterThan(10);
  expect(report.tradeEvents).toBeGreaterThan(100);
});
