import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { BotApi } from '../fakes/bot-api.ts';
import { ADA, Bench, GROUP, PRIVATE } from '../unit/telegram/support/desk.ts';
import { ROOT } from './entry.ts';
import { seeded } from './random.ts';

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
  const upTo = (limit: number) => 1 + Math.floor(random() * limit);
  const api = await BotApi.open();
  await linkTwo(api, home);

  let killed = 0;
  const run = async (count: number, moment: string, killAfter: number, beforeAnswer: boolean) => {
    const child = spawn(process.execPath, [CHILD, home, api.root, String(count), moment], { stdio: ['ignore', 'inherit', 'inherit'] });
    let sends = 0;
    api.fault = ({ method }) => {
      if (method !== 'sendMessage') return undefined;
      sends += 1;
      if (sends === killAfter && beforeAnswer) child.kill('SIGKILL');
      else if (sends === killAfter) setImmediate(() => child.kill('SIGKILL'));
      return random() < 0.1 ? { code: 502, description: 'Bad Gateway' } : undefined;
    };
    const [code, signal] = await once(child, 'exit');
    if (signal === 'SIGKILL') killed += 1;
    return signal ?? code;
  };
  for (let round = 0; round < kills; round++) {
    const inside = round % 2 === 0;
    const moment = inside ? `${3 + upTo(60)}:${random() < 0.5 ? 'before' : 'after'}` : 'never';
    await run(10, moment, inside ? Number.POSITIVE_INFINITY : upTo(25), random() < 0.5);
  }
  const end = await run(5, 'never', Number.POSITIVE_INFINITY, false);
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
