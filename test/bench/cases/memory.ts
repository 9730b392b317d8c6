import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startDaemon } from '../../support/daemon.ts';
import type { Figure } from '../lib/figures.ts';

const LIMIT_MB = 120;
const SETTLE_MS = 20_000;

/** Resident memory of a daemon that trades ten simulated pairs on paper, with nobody attached, after 20 s. */
export async function memory(): Promise<Figure[]> {
  const daemon = await startDaemon({});
  await wait(SETTLE_MS);
  const pages = /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${daemon.pid}/status`, 'utf8'));
  await daemon.stop();
  if (!pages) throw new Error('the resident memory of the daemon could not be read');
  return [
    { name: 'resident memory, idle on paper', unit: 'MB', ours: Number(pages[1]) / 1024, baseline: LIMIT_MB, against: 'the goal itself', goal: { atMost: 1 } },
  ];
}
