import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Store } from '../../../daemon/store/store.ts';
import { OPERATOR, OWNER, openDesk } from './desk.ts';

test('the same key gives the same answer and one effect, whatever the order of the parameters', async () => {
  const { call, state } = openDesk();
  const first = await call('test.add', { by: 2, note: { a: 1, b: 2 }, idempotencyKey: 'k' });
  expect(await call('test.add', { idempotencyKey: 'k', note: { b: 2, a: 1 }, by: 2 })).toEqual(first);
  expect(state.sum).toBe(2);
});

test('refusals are kept too; failures that ask to be tried again are not', async () => {
  const { call } = openDesk();
  const refused = await call('test.fail', { kind: 'insufficient_funds', idempotencyKey: 'a' });
  expect(await call('test.fail', { kind: 'insufficient_funds', idempotencyKey: 'a' })).toEqual(refused);
  const { audit, call: callAgain } = openDesk();
  for (const _ of [1, 2]) await callAgain('test.fail', { kind: 'upstream_unavailable', idempotencyKey: 'b' });
  expect(audit.query({}).items).toHaveLength(2);
});

test('a key belongs to one call of one caller', async () => {
  const { call, state } = openDesk();
  await call('test.add', { by: 2, idempotencyKey: 'k' });
  expect(await call('test.add', { by: 3, idempotencyKey: 'k' })).toMatchObject({ error: { data: { kind: 'conflict', field: 'idempotencyKey' } } });
  expect(await call('test.fail', { idempotencyKey: 'k' })).toMatchObject({ error: { data: { kind: 'conflict' } } });
  expect(await call('test.add', { by: 3, idempotencyKey: 'k' }, OPERATOR)).toMatchObject({ result: { sum: 5 } });
  expect(state.sum).toBe(5);
});

test('a key is forgotten after 24 hours', async () => {
  const { call, state, clock, store } = openDesk();
  await call('test.add', { by: 2, idempotencyKey: 'k' });
  clock.now += 24 * 3600_000;
  await call('test.add', { by: 2, idempotencyKey: 'k' });
  expect(state.sum).toBe(4);
  clock.now += 25 * 3600_000;
  await call('test.add', { by: 2, idempotencyKey: 'other' });
  expect(store.prepare('SELECT key FROM idempotency').all()).toEqual([{ key: 'other' }]);
});

test('a repeat while the first is under way waits for it', async () => {
  const { dispatcher, state } = openDesk();
  const send = () => dispatcher.receive(OWNER, { jsonrpc: '2.0', id: 1, method: 'test.addSlowly', params: { by: 2, idempotencyKey: 'k' } });
  const answers = [send(), send()];
  state.release();
  const [first, second] = await Promise.all(answers);
  expect(second).toBe(first);
  expect(state.sum).toBe(2);
});

test('a dangerous call with a key is asked about once and repeated without asking', async () => {
  const { call, state } = openDesk();
  const asked = await call('test.flatten', { by: 2, idempotencyKey: 'k' });
  const done = await call('rpc.confirm', { token: asked.error?.data.token });
  expect(await call('test.flatten', { by: 2, idempotencyKey: 'k' })).toEqual(done);
  expect(state.sum).toBe(2);
});

test('an answer with a secret is not kept: a repeat is told that it was done', async () => {
  const { call } = openDesk();
  expect(await call('test.makeSecret', { idempotencyKey: 'k' })).toMatchObject({ result: { token: 'nd_shown_once' } });
  expect(await call('test.makeSecret', { idempotencyKey: 'k' })).toMatchObject({
    error: { data: { kind: 'conflict' }, message: expect.stringContaining('was carried out') },
  });
});

test('answers outlive the daemon; a call it died in is outcome_unknown and never runs again', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nightdesk-keys-'));
  const file = path.join(folder, 'desk.db');
  const before = openDesk({ store: new Store(file) });
  const answer = await before.call('test.add', { by: 2, idempotencyKey: 'done' });
  void before.dispatcher.receive(OWNER, { jsonrpc: '2.0', id: 1, method: 'test.addSlowly', params: { by: 1, idempotencyKey: 'cut' } });
  before.store.close();
  const after = openDesk({ store: new Store(file) });
  expect(await after.call('test.add', { by: 2, idempotencyKey: 'done' })).toEqual(answer);
  for (const _ of [1, 2]) {
    expect(await after.call('test.addSlowly', { by: 1, idempotencyKey: 'cut' })).toMatchObject({
      error: { code: -32011, data: { kind: 'outcome_unknown', hint: expect.stringContaining('new key') } },
    });
  }
  expect(after.state.sum).toBe(0);
  after.store.close();
  fs.rmSync(folder, { recursive: true });
});
