import path from 'node:path';
import { BotApi } from '../../fakes/bot-api.ts';
import { ADA, Bench, GROUP, PRIVATE } from '../../unit/telegram/support/desk.ts';
import { ROOT } from '../entry.ts';
import { seeded } from '../random.ts';
import { endOf, type Fate, fateOf, killAt, SPARED, startVictim } from './killer.ts';

const CHILD = path.join(ROOT, 'test/unit/telegram/support/crash-child.ts');

export interface CrashReport {
  readonly seed: number;
  /** Rounds that ended by a SIGKILL. */
  readonly kills: number;
  /** Alerts told. */
  readonly told: number;
  /** Arrivals more than one, of both chats together. */
  readonly doubled: number;
  /** What must not be: lost, out of order, or doubled without a kill. */
  readonly faults: readonly string[];
}

/** Kills the sender at seeded moments, round after round, and counts what arrived in two chats. */
export async function telegramCrashRun({ seed, kills, home }: { seed: number; kills: number; home: string }): Promise<CrashReport> {
  const random = seeded(seed);
  const api = await BotApi.open();
  await linkTwo(api, home);

  let killed = 0;
  const run = async (count: number, fate: Fate) => {
    const child = startVictim(CHILD, home, api.root, String(count), fate.moment);
    const arrived = killAt(child, fate);
    api.fault = ({ method }) => {
      if (method !== 'sendMessage') return undefined;
      arrived();
      return random() < 0.1 ? { code: 502, description: 'Bad Gateway' } : undefined;
    };
    const end = await endOf(child);
    if (end === 'SIGKILL') killed += 1;
    return end;
  };
  for (let round = 0; round < kills; round++) await run(10, fateOf(round, random, 60));
  const end = await run(5, SPARED);
  const verdict = judge(api, home, killed);
  await api.close();
  return { seed, kills: killed, ...verdict, ...(end !== 0 && { faults: [`the last run ended with ${end}`] }) };
}

async function linkTwo(api: BotApi, home: string): Promise<void> {
  const bench = await new Bench(api, { home }).start();
  await bench.link(ADA, PRIVATE);
  await bench.link(ADA, GROUP);
  await bench.stop();
}

function judge(api: BotApi, home: string, kills: number): Pick<CrashReport, 'told' | 'doubled' | 'faults'> {
  const after = new Bench(api, { home });
  const told = after.journal.read({ topics: (topic) => topic === 'notify.message', limit: 100_000 }).map(({ seq }) => seq);
  after.config.stop();
  after.store.close();
  const faults: string[] = [];
  let doubled = 0;
  for (const { id } of [PRIVATE, GROUP]) {
    const arrived = api.in(id).flatMap(({ text }) => Number(/#(\d+)$/.exec(text)?.[1] ?? Number.NaN) || []);
    const once = arrived.filter((number, index) => number !== arrived[index - 1]);
    if (JSON.stringify(once) !== JSON.stringify(told)) faults.push(`chat ${id}: told ${told.length}, arrived ${once.length}, or not in order`);
    doubled += arrived.length - once.length;
  }
  if (doubled > 2 * kills) faults.push(`${doubled} arrived twice after ${kills} kills`);
  return { told: told.length, doubled, faults };
}
