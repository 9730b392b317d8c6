import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Store } from '../../daemon/store/store.ts';
import { makeHome, startDaemon } from '../support/daemon.ts';
import { fillStore } from '../support/large-store.ts';
import { seeded } from '../support/random.ts';

const OLD = 60_000;
const KEPT = 3000;
const SEED = 11;
const DAY_MS = 86_400_000;

/** Each number once, from the oldest kept to the last. */
function expectGapless(file: string): { first: number; last: number } {
  const store = new Store(file);
  const { first, last, count } = store
    .prepare<[], { first: number; last: number; count: number }>('SELECT min(seq) AS first, max(seq) AS last, count(*) AS count FROM journal')
    .get()!;
  store.close();
  expect(count).toBe(last - first + 1);
  return { first, last };
}

test(`killed while it prunes, a daemon loses nothing that is to be kept and goes on (seed ${SEED})`, { timeout: 90_000 }, async () => {
  const home = makeHome();
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  const file = path.join(home, 'data/nightdesk.db');
  fillStore(file, { events: OLD }, Date.now() - 40 * DAY_MS);
  const config = JSON.stringify({ journal: { keepDays: 30, keepEvents: KEPT }, strategies: { grid: { enabled: false } } });
  const random = seeded(SEED);
  let before = expectGapless(file);
  let killedInside = 0;
  for (let kill = 0; kill < 4; kill += 1) {
    const daemon = await startDaemon({ home, config });
    const { events } = await daemon.client.call('daemon.metrics', {});
    await vi.waitUntil(async () => (await daemon.client.call('daemon.metrics', {})).events.firstSeq > events.firstSeq, { timeout: 20_000, interval: 5 });
    await pause(random() * 100);
    daemon.client.close();
    await daemon.kill('SIGKILL');
    const after = expectGapless(file);
    expect(after.first).toBeGreaterThan(before.first);
    expect(after.last).toBeGreaterThan(before.last);
    if (after.first < OLD - 2000) killedInside += 1;
    before = after;
  }
  expect(killedInside).toBeGreaterThan(0);

  const daemon = await startDaemon({ home, config });
  const settled = async () => (await daemon.client.call('daemon.metrics', {})).events;
  await vi.waitUntil(async () => (await settled()).firstSeq >= OLD - 2000, { timeout: 30_000, interval: 50 });
  const { firstSeq, oldestAt } = await settled();
  expect(oldestAt).not.toBeNull();
  const { bytes, freeBytes } = (await daemon.client.call('daemon.metrics', {})).store;
  expect(freeBytes).toBeGreaterThan(0);
  expect(bytes).toBeGreaterThan(freeBytes);

  await expect(daemon.client.call('events.subscribe', { topics: ['*'], since: firstSeq - 100 })).rejects.toMatchObject({
    kind: 'conflict',
    data: { field: 'since' },
  });
  const { seq, snapshot } = await daemon.client.call('events.subscribe', { topics: ['bot.*'], snapshot: true });
  expect(seq).toBeGreaterThan(firstSeq);
  expect(snapshot?.bots).toHaveLength(1);
  expect(await daemon.client.call('events.missed', { since: 0 })).toMatchObject({ from: null, oldest: expect.any(Number) });
  await daemon.stop();
});
