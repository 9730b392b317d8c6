import { expect, test } from 'vitest';
import { Store } from '../../../daemon/store/store.ts';

const synchronous = (store: Store) => store.prepare<[], { synchronous: number }>('PRAGMA synchronous').get()?.synchronous;
const FULL = 2;
const NORMAL = 1;

test('relaxed work does not wait for the disk, and what comes after it does again, also when it throws', () => {
  const store = new Store(':memory:');
  expect(store.relaxed(() => synchronous(store))).toBe(NORMAL);
  expect(synchronous(store)).toBe(FULL);
  const write = store.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  expect(() =>
    store.relaxed(() => {
      write.run('a', '1');
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(synchronous(store)).toBe(FULL);
  expect(store.prepare('SELECT * FROM meta').all()).toEqual([]);
});

test('relaxed work inside a transaction belongs to it and is as durable', () => {
  const store = new Store(':memory:');
  store.transaction(() => expect(store.relaxed(() => synchronous(store))).toBe(FULL));
});
