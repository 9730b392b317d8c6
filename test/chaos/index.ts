// `npm run chaos [-- --seed N --kills N]`: kills the daemon in mid-replay again and again, and counts what is missing.
// `--file` plays recorded 5-minute candles of ETH/BTC instead of made-up ones.
// `npm run chaos -- --telegram [--seed N --kills N]`: the same to a bot that sends alerts.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { crashRun } from '../support/crash/run.ts';
import { wandering, writeCandles } from '../support/recordings.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, kills: { type: 'string' }, file: { type: 'string' }, telegram: { type: 'boolean', default: false } },
});
if (values.telegram) {
  const { telegramCrashRun } = await import('../support/crash/telegram.ts');
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-'));
  const report = await telegramCrashRun({ seed: Number(values.seed), kills: Number(values.kills ?? 100), home });
  fs.rmSync(home, { recursive: true, force: true });
  console.log(JSON.stringify(report, null, 2));
  console.log(report.faults.length === 0 ? 'every alert arrived, in order' : `${report.faults.length} faults`);
  process.exit(report.faults.length === 0 ? 0 : 1);
}
const seed = Number(values.seed);
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-'));
const file = values.file ? path.resolve(values.file) : writeCandles(path.join(home, 'candles.csv'), wandering(6000, seed));
console.log(`seed ${seed}`);
const report = await crashRun({
  seed,
  kills: Number(values.kills ?? 50),
  file,
  pair: 'ETH/BTC',
  timeframe: '5m',
  speed: 60_000,
  progress: (text) => console.error(text),
});
fs.rmSync(home, { recursive: true, force: true });
console.log(JSON.stringify(report, null, 2));
console.log(report.faults.length === 0 ? 'nothing lost, nothing doubled, the books balance' : `${report.faults.length} faults`);
process.exit(report.faults.length === 0 ? 0 : 1);
