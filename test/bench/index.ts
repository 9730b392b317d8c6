// `npm run bench [-- name …]`: every figure as a ratio to a baseline measured in the same run, medians of several rounds.
import os from 'node:os';
import { attach } from './cases/attach.ts';
import { channels } from './cases/channels.ts';
import { consoleFrames } from './cases/console.ts';
import { consoleMemory } from './cases/console-memory.ts';
import { events } from './cases/events.ts';
import { journal } from './cases/journal.ts';
import { memory } from './cases/memory.ts';
import { replay } from './cases/replay.ts';
import { rpc } from './cases/rpc.ts';
import { startup } from './cases/startup.ts';
import { type Figure, meets, table } from './lib/figures.ts';

const CASES: Record<string, () => Promise<Figure[]>> = {
  rpc,
  events,
  startup,
  memory,
  journal,
  replay,
  channels,
  console: consoleFrames,
  'console-memory': consoleMemory,
  attach,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in CASES));
if (unknown.length > 0) {
  console.error(`No benchmark named ${unknown.join(', ')}. There are: ${Object.keys(CASES).join(', ')}.`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown processor'}`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(CASES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring ${name}`);
  figures.push(...(await measure()));
}
console.log(table(figures));
const missed = figures.filter((figure) => meets(figure) === false);
console.log(`${figures.length} figures, ${missed.length} goals missed`);
process.exit(0);
