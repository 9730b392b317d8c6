import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seeded } from '../../support/random.ts';
import { Desk } from './support/desk.ts';
import { Receiver } from './support/receiver.ts';

const CHILD = path.join(import.meta.dirname, 'support/crash-child.ts');
const SEED = 20_260_917;

test('killed again and again at seeded moments, no message is lost, none overtakes, and one that comes twice has one id', async () => {
  const random = seeded(SEED);
  const upTo = (limit: number) => 1 + Math.floor(random() * limit);
  const receiver = await Receiver.open();
  const empty = new Desk();
  const { home } = empty;
  await empty.stop();

  const run = async (count: number, moment: string, killAfter: number, beforeAnswer: boolean) => {
    const child = spawn(process.execPath, [CHILD, home, receiver.url, String(count), moment], { stdio: ['ignore', 'inherit', 'inherit'] });
    const until = receiver.received.length + killAfter;
    receiver.answer = (_request, nth) => {
      if (nth === until && beforeAnswer) child.kill('SIGKILL');
      else if (nth === until) setImmediate(() => child.kill('SIGKILL'));
      return random() < 0.1 ? { status: 503 } : undefined;
    };
    const [code, signal] = await once(child, 'exit');
    return signal ?? code;
  };

  const ends: unknown[] = [];
  for (let round = 0; round < 14; round++) {
    const inside = round % 2 === 0;
    const moment = inside ? `${3 + upTo(40)}:${random() < 0.5 ? 'before' : 'after'}` : 'never';
    ends.push(await run(20, moment, inside ? Number.POSITIVE_INFINITY : upTo(25), random() < 0.5));
  }
  expect(ends.filter((end) => end === 'SIGKILL').length).toBeGreaterThan(11);
  expect(await run(5, 'never', Number.POSITIVE_INFINITY, false)).toBe(0);
  await receiver.close();

  const after = new Desk(home);
  const told = after.journal.read({ topics: (topic) => topic === 'notify.message', limit: 10_000 }).map(({ seq }) => seq);
  expect(after.journal.read({ limit: 10_000 }).map(({ seq }) => seq)).toEqual(Array.from({ length: after.journal.lastSeq }, (_, index) => index + 1));
  await after.stop();
  after.remove();
  const arrived = receiver.received.map(({ json }) => json.seq);
  expect(told.length).toBeGreaterThan(60);
  expect(arrived.filter((seq, index) => seq !== arrived[index - 1])).toEqual(told);
  const ids = new Map<number | null, Set<unknown>>();
  for (const { json, headers } of receiver.received) ids.set(json.seq, (ids.get(json.seq) ?? new Set()).add(headers['webhook-id']));
  expect([...ids.values()].filter(({ size }) => size !== 1)).toEqual([]);
  expect(new Set([...ids.values()].flatMap((of) => [...of])).size).toBe(told.length);
}, 120_000);
