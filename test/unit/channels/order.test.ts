import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SendResult } from '../../../daemon/channels/descriptor.ts';
import { nextDelay } from '../../../daemon/channels/outbox/backoff.ts';
import type { Clock } from '../../../daemon/channels/ports.ts';
import { Desk } from './support/desk.ts';
import { fakeKind } from './support/kinds.ts';

/** Time that only passes when nothing else happens. */
class PatientClock implements Clock {
  #now = 1_000_000;
  readonly #timers = new Map<symbol, { at: number; work: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): () => void {
    const key = Symbol('timer');
    this.#timers.set(key, { at: this.#now + ms, work });
    return () => this.#timers.delete(key);
  }

  /** Lets the next timer fire, an hour ahead at most; false when there is none. */
  advance(): boolean {
    const [key, next] = [...this.#timers].toSorted(([, a], [, b]) => a.at - b.at)[0] ?? [];
    if (!key || !next || next.at > this.#now + 3000_000) return false;
    this.#timers.delete(key);
    this.#now = Math.max(this.#now, next.at);
    next.work();
    return true;
  }
}

const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const Outcome = fc.oneof(
  { weight: 4, arbitrary: fc.constant<SendResult>({ outcome: 'delivered' }) },
  fc.record({
    outcome: fc.constant('retry' as const),
    error: fc.constant('later'),
    reached: fc.boolean(),
    retryAfterMs: fc.option(fc.nat(100_000), { nil: undefined }),
  }),
  fc.constant<SendResult>({ outcome: 'unknown', error: 'lost' }),
  fc.constant<SendResult>({ outcome: 'dead', error: 'never' }),
  fc.constant<SendResult>({ outcome: 'park', error: 'closed', remedy: 'open it' }),
);

const Step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('tell' as const), target: fc.constantFrom('x', 'y', 'z') }) },
  { weight: 3, arbitrary: fc.constant({ do: 'wait' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'enable' as const }) },
);

test('whatever the other side answers and however often the daemon restarts: each message ends once, in order for its target', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(Step, { maxLength: 25 }),
      fc.array(Outcome, { maxLength: 40 }),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (steps, outcomes, dice) => {
        const clock = new PatientClock();
        const script = outcomes.slice();
        const ended: Array<{ target: string; n: number }> = [];
        const keys = new Map<string, Set<string>>();
        const kind = fakeKind('fake', {
          async send({ id, target, message }) {
            keys.set(message, (keys.get(message) ?? new Set()).add(id));
            const result = script.shift() ?? { outcome: 'delivered' as const };
            if (result.outcome === 'delivered' || result.outcome === 'dead') ended.push({ target, n: Number(message.split(':')[1]) });
            return result;
          },
        });
        const options = { kinds: [kind], clock, random: () => dice.next().value };
        let desk = new Desk(undefined, options);
        await desk.channels.start();
        await desk.channels.configure({ id: 'ops', kind: 'fake', topics: ['notify.message'] }, 'test');
        let told = 0;
        for (const step of steps) {
          if (step.do === 'tell') desk.tell(`${step.target}:${told++}`);
          if (step.do === 'wait') clock.advance();
          if (step.do === 'enable') await desk.channels.enable('ops', 'test');
          if (step.do === 'restart') {
            await desk.stop();
            desk = new Desk(desk.home, options);
            await desk.channels.start();
          }
          await settle();
        }
        for (let rounds = 0; desk.channels.get('ops').queued > 0 || desk.channels.get('ops').cursor < desk.journal.lastSeq; rounds++) {
          expect(rounds).toBeLessThan(1000);
          if (desk.channels.get('ops').state === 'parked') await desk.channels.enable('ops', 'test');
          clock.advance();
          await settle();
        }
        await desk.stop();
        desk.remove();
        expect(ended.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(Array.from({ length: told }, (_, n) => n));
        for (const target of ['x', 'y', 'z']) {
          const order = ended.filter((end) => end.target === target).map(({ n }) => n);
          expect(order).toEqual(order.toSorted((a, b) => a - b));
        }
        for (const ids of keys.values()) expect(ids.size).toBe(1);
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);

test('waits grow from try to try, spread over their whole range, and are never shorter than asked for', () => {
  const backoff = { baseMs: 1000, maxMs: 60_000 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.nat(200_000_000), (attempts, dice, asked) => {
      const wait = nextDelay(attempts, backoff, () => dice, asked);
      const bound = Math.min(60_000, 1000 * 2 ** (attempts - 1));
      expect(wait).toBeGreaterThanOrEqual(Math.min(asked, 24 * 3600_000));
      expect(wait).toBeLessThanOrEqual(Math.max(bound, Math.min(asked, 24 * 3600_000)));
      expect(nextDelay(attempts, backoff, () => dice)).toBe(Math.round(dice * bound));
    }),
  );
});
