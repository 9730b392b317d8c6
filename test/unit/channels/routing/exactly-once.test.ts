import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOf, momentWithin, startVictim } from '../../../support/crash/killer.ts';
import { seeded } from '../../../support/random.ts';
import { Receiver } from '../../../support/receiver.ts';
import { Desk } from '../support/desk.ts';
import { allDeliveries, ledgerOf } from './ledger.ts';
import { NightDesk, settle } from './night-desk.ts';

const TOPICS = ['notify.message', 'exception', 'whitelist'];

const Rules = fc.record(
  {
    quietHours: fc.record({ from: fc.constantFrom('22:00', '12:00'), until: fc.constantFrom('07:00', '13:30'), digest: fc.boolean() }),
    cap: fc.record({ messages: fc.integer({ min: 1, max: 4 }), seconds: fc.constantFrom(60, 600, 7200) }),
    dedupeSeconds: fc.constantFrom(120, 3600),
    types: fc.constant({ whitelist: 'off' as const }),
  },
  { requiredKeys: ['types'] },
);

const Step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tell' as const), count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'repeat' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'alarm' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'unwanted' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 3, 30, 200) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), minutes: fc.constantFrom(0, 5, 600) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), online: fc.boolean() }) },
);

test('whatever happens when: every event is told by itself, told in a digest, or not wanted; once, and critical ones never wait', async () => {
  await fc.assert(
    fc.asyncProperty(Rules, fc.array(Step, { minLength: 3, maxLength: 18 }), async (routing, steps) => {
      const night = await NightDesk.open('2026-10-24T20:00+02:00', routing, { topics: TOPICS });
      try {
        let told = 0;
        for (const step of steps) {
          if (step.do === 'tell') await night.tell(...Array.from({ length: step.count }, () => `n${told++}`));
          if (step.do === 'repeat') await night.tell('again', 'again');
          if (step.do === 'alarm') await night.alarm(`a${told++}`);
          if (step.do === 'unwanted') night.desk.journal.append('whitelist', { pairs: [], blacklist: [] });
          if (step.do === 'wait') await night.pass(step.minutes);
          if (step.do === 'restart') await night.restart(step.minutes);
          if (step.do === 'cut') night.online = step.online;
        }
        night.online = true;
        for (let hours = 0; hours < 50; hours++) {
          const { queued, held, cursor } = night.desk.channels.get('ops');
          if (queued === 0 && held === 0 && cursor === night.desk.journal.lastSeq) break;
          night.clock.advance(3_600_000);
          await settle();
        }
        const ledger = ledgerOf(night.desk, 'ops', TOPICS);
        expect(ledger.filter(({ topic, ends }) => ends !== (topic === 'whitelist' ? 0 : 1))).toEqual([]);
        expect(ledger.filter(({ critical, topic }) => critical !== (topic === 'exception'))).toEqual([]);
        expect(ledger.filter(({ critical, wasHeld }) => critical && wasHeld)).toEqual([]);
        const rows = allDeliveries(night.desk, 'ops');
        const digests = night.desk.journal.read({ topics: (topic) => topic === 'channel.digest', limit: 10_000 });
        const counted = digests.reduce((sum, { json }) => sum + (JSON.parse(json) as { count: number }).count, 0);
        expect(counted).toBe(rows.filter((row) => row.state === 'summarised').length);
        const inOrder = rows.filter((row) => row.held === null && row.priority === 'normal' && row.topic === 'notify.message' && row.text !== 'again');
        const sent = night.texts.filter((text) => inOrder.some((row) => row.text === text));
        expect(sent).toEqual(inOrder.map((row) => row.text));
      } finally {
        await night.close();
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('killed again and again while messages are held and summed up, none is lost and none is told twice under two ids', async () => {
  const random = seeded(20_261_025);
  const receiver = await Receiver.open();
  const empty = new Desk();
  const { home } = empty;
  await empty.stop();
  const began = String(Date.now());
  const run = (count: number, moment: string) =>
    endOf(startVictim(path.join(import.meta.dirname, 'crash-child.ts'), home, receiver.url, String(count), moment, began));
  const ends: unknown[] = [];
  for (let round = 0; round < 12; round++) ends.push(await run(40, momentWithin(random, 5, 60)));
  expect(ends.filter((end) => end === 'SIGKILL').length).toBeGreaterThan(8);
  expect(await run(10, 'never')).toBe(0);
  await receiver.close();

  const after = new Desk(home);
  const ledger = ledgerOf(after, 'ops', ['notify.message', 'exception']);
  const rows = allDeliveries(after, 'ops');
  await after.stop();
  after.remove();
  expect(ledger.length).toBeGreaterThan(100);
  expect(ledger.filter(({ ends: told }) => told !== 1)).toEqual([]);
  expect(ledger.filter(({ critical, wasHeld }) => critical && wasHeld)).toEqual([]);
  expect(rows.filter((row) => row.state === 'summarised').length).toBeGreaterThan(20);
  const ids = Map.groupBy(receiver.received, ({ json }) => json.seq);
  for (const row of rows.filter(({ state }) => state === 'delivered')) {
    expect(new Set(ids.get(row.seq)?.map(({ headers }) => headers['webhook-id'])).size, row.text).toBe(1);
  }
  expect(rows.filter((row) => row.state === 'summarised' && ids.has(row.seq))).toEqual([]);
}, 120_000);
