import { expect, test } from 'vitest';
import type { TypedEvent } from '../../../daemon/protocol/index.ts';
import { OPERATOR, openDesk, VIEWER } from './desk.ts';

test('every mutation is written down: who, by which way, what, with what outcome; reads are not', async () => {
  const { call, audit, journal, clock } = openDesk();
  await call('test.echo', { text: 'a' });
  await call('test.add', { by: 2, idempotencyKey: 'k' }, OPERATOR);
  await call('test.fail', { kind: 'risk_rejected' });
  await call('test.fail', {});
  await call('test.fail', { kind: 'outcome_unknown' });
  await call('test.add', { by: 1 }, VIEWER);
  const { items } = audit.query({});
  expect(items.map(({ who, via, method, outcome }) => [who, via, method, outcome])).toEqual([
    ['token:v', 'ws', 'test.add', 'refused'],
    ['local', 'socket', 'test.fail', 'unknown'],
    ['local', 'socket', 'test.fail', 'failed'],
    ['local', 'socket', 'test.fail', 'refused'],
    ['token:o', 'ws', 'test.add', 'done'],
  ]);
  expect(items.at(-1)).toMatchObject({ id: 1, ts: clock.now, role: 'operator', params: { by: 2 }, error: null, elapsedMs: expect.any(Number) });
  expect(items[3]?.error).toBe('risk_rejected: refused on purpose');
  expect(items[2]?.error).not.toContain('secret plan');
  const events = journal.read().map(({ text }) => JSON.parse(text) as TypedEvent);
  expect(events.map(({ topic, data }) => [topic, data])).toEqual([...items].reverse().map((entry) => ['audit', entry]));
});

test('secrets are in neither the log nor its events, by name or by value', async () => {
  const { call, audit, journal, store } = openDesk({ redact: (text) => text.replaceAll('hunter2', '[secret]') });
  await call('test.setSecret', { name: 'a', value: 'correct horse', idempotencyKey: 'k1' });
  await call('test.add', { by: 1, note: { inside: 'my hunter2!' } });
  await call('test.makeSecret', { idempotencyKey: 'k2' });
  expect(audit.query({}).items.map(({ params }) => params)).toEqual([{}, { by: 1, note: { inside: 'my [secret]!' } }, { name: 'a', value: '•••' }]);
  const kept = JSON.stringify([journal.read(), audit.query({}), store.prepare('SELECT * FROM idempotency').all()]);
  for (const secret of ['correct horse', 'hunter2', 'nd_shown_once']) expect(kept).not.toContain(secret);
});

test('the log is read by page, caller, method and time', async () => {
  const { call, audit, clock } = openDesk();
  for (let by = 1; by <= 5; by++) {
    clock.now += 1000;
    await call('test.add', { by }, by % 2 ? OPERATOR : undefined);
  }
  const first = audit.query({ limit: 2 });
  expect(first.items.map(({ id }) => id)).toEqual([5, 4]);
  expect(audit.query({ limit: 2, ...(first.nextCursor && { cursor: first.nextCursor }) }).items.map(({ id }) => id)).toEqual([3, 2]);
  expect(audit.query({ limit: 5 })).not.toHaveProperty('nextCursor');
  expect(audit.query({ who: 'local' }).items.map(({ id }) => id)).toEqual([4, 2]);
  expect(audit.query({ since: clock.now - 1000 }).items.map(({ id }) => id)).toEqual([5, 4]);
  expect(audit.query({ method: 'test.fail' }).items).toEqual([]);
  expect(() => audit.query({ cursor: 'x' })).toThrow('cursor');
});

test('huge parameters are named by their size only', async () => {
  const { call, audit } = openDesk();
  await call('test.add', { by: 1, note: 'x'.repeat(10_000) });
  expect(audit.query({}).items[0]?.params).toEqual({ omitted: expect.stringMatching(/^\d+ characters$/) });
});
