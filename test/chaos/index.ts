// `npm run chaos [-- --seed N --kills N]`: kills the daemon in mid-replay again and again, and counts what is missing.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { crashRun } from '../support/crash/run.ts';
import { ROOT } from '../support/entry.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, kills: { type: 'string', default: '50' }, file: { type: 'string' } } });
const file = path.resolve(values.file ?? path.join(ROOT, '../shared/data/ETH_BTC-5m.csv'));
if (!fs.existsSync(file)) {
  console.error(`No candles at ${file}. Name a file of 5-minute candles of ETH/BTC with --file.`);
  process.exit(2);
}
const seed = Number(values.seed);
console.log(`seed ${seed}`);
const report = await crashRun({
  seed,
  kills: Number(values.kills),
  file,
  pair: 'ETH/BTC',
  timeframe: '5m',
  speed: 60_000,
  progress: (text) => console.error(text),
});
console.log(JSON.stringify(report, null, 2));
console.log(report.faults.length === 0 ? 'nothing lost, nothing doubled, the books balance' : `${report.faults.length} faults`);
process.exit(report.faults.length === 0 ? 0 : 1);
