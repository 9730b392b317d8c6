import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { History } from '../../../daemon/journal/history.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { JournalRetention } from '../../../daemon/journal/retention.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import { Store } from '../../../daemon/store/store.ts';
import { fillStore } from '../../support/large-store.ts';
import { tempFolder } from '../../support/temp.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const newJournal = (store: Store) =>
  new Journal(
    store,
    new EventBus((_owner, error) => {
      throw error;
    }),
    () => NOW,
  );

/** A store with an event a second up to now. */
function open(events: number) {
  const file = `${tempFolder()}/desk.db`;
  fillStore(file, { events }, NOW);
  const store = new Store(file);
  const journal = newJournal(store);
  const keep = { keepDays: 30, keepEvents: 2_000_000 };
  let reading = Number.POSITIVE_INFINITY;
  const retention = new JournalRetention({
    store,
    journal,
    history: new History(store),
    log: SILENT,
    keep: () => keep,
    reading: () => reading,
    now: () => NOW,
  });
  const channel = (id: string, cursor: number) => store.prepare('INSERT OR REPLACE INTO channel (id, cursor) VALUES (?, ?)').run(id, cursor);
  const pruned = () => {
    while (retention.prune());
    return journal.firstSeq;
  };
  const read = (seq: number) => {
    reading = seq;
  };
  return { store, journal, keep, channel, pruned, read };
}

test('what is too old goes, what is too much goes, and numbers go on over a restart', () => {
  const { store, journal, keep, pruned } = open(5000);
  expect(pruned()).toBe(1);
  keep.keepEvents = 3000;
  expect(pruned()).toBe(2001);
  keep.keepDays = 0.02;
  expect(pruned()).toBe(5000 - (0.02 * DAY) / 1000 + 1);
  keep.keepDays = 0;
  expect(pruned()).toBe(4001);
  expect(journal.append('warning', { source: 'test', text: 'one more' })).toBe(5001);
  const again = newJournal(store);
  expect([again.firstSeq, again.lastSeq]).toEqual([4001, 5001]);
  expect(store.prepare<[], { count: number }>('SELECT count(*) AS count FROM journal').get()?.count).toBe(1001);
  store.close();
});

test('nothing goes that a channel, on or off, or a subscriber has still to read', () => {
  const { store, keep, channel, pruned, read } = open(5000);
  keep.keepDays = 0;
  channel('quick', 5000);
  channel('slow', 700);
  expect(pruned()).toBe(701);
  channel('slow', 3000);
  read(1200);
  expect(pruned()).toBe(1201);
  read(5000);
  expect(pruned()).toBe(3001);
  store.close();
});

test('the last event stays, so that an empty journal never begins again at 1', () => {
  const store = new Store(':memory:');
  const journal = newJournal(store);
  for (let count = 0; count < 5; count += 1) journal.append('warning', { source: 'test', text: 'old' });
  expect(journal.forget(100, 100)).toBe(4);
  expect([journal.firstSeq, journal.lastSeq, newJournal(store).lastSeq]).toEqual([5, 5, 5]);
  store.close();
});

test('whatever is written and forgotten in whatever order, what is kept has no gap', () => {
  const step = fc.oneof(
    fc.record({ write: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ upTo: fc.integer({ min: 0, max: 60 }), limit: fc.integer({ min: 1, max: 9 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const store = new Store(':memory:');
      const journal = newJournal(store);
      let written = 0;
      for (const one of steps) {
        if ('write' in one) {
          for (let count = 0; count < one.write; count += 1) journal.append('warning', { source: 'test', text: 'text' });
          written += one.write;
        } else expect(journal.forget(one.upTo, one.limit)).toBeLessThanOrEqual(one.limit);
      }
      const kept = journal.read({ limit: 1000 }).map(({ seq }) => seq);
      expect(journal.lastSeq).toBe(written);
      expect(kept).toEqual(Array.from({ length: written - journal.firstSeq + 1 }, (_, index) => journal.firstSeq + index));
      store.close();
    }),
    { numRuns: 40 },
  );
});
