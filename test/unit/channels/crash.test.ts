import path from 'node:path';
import { expect, test } from 'vitest';
import { endOf, type Fate, fateOf, killAt, SPARED, startVictim } from '../../support/crash/killer.ts';
import { seeded } from '../../support/random.ts';
import { Receiver } from '../../support/receiver.ts';
import { Desk } from './support/desk.ts';

const CHILD = path.join(import.meta.dirname, 'support/crash-child.ts');
const SEED = 20_260_917;

test('killed again and again at seeded moments, no message is lost, none overtakes, and one that comes twice has one id', async () => {
  const random = seeded(SEED);
  const receiver = await Receiver.open();
  const empty = new Desk();
  const { home } = empty;
  await empty.stop();

  const run = (count: number, fate: Fate) => {
    const child = startVictim(CHILD, home, receiver.url, String(count), fate.moment);
    const arrived = killAt(child, fate);
    receiver.answer = () => {
      arrived();
      return random() < 0.1 ? { status: 503 } : undefined;
    };
    return endOf(child);
  };

  const ends: unknown[] = [];
  for (let round = 0; round < 14; round++) ends.push(await run(20, fateOf(round, random, 40)));
  expect(ends.filter((end) => end === 'SIGKILL').length).toBeGreaterThan(11);
  expect(await run(5, SPARED)).toBe(0);
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
