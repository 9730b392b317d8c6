import { expect, test } from 'vitest';
import { ERROR_KINDS } from '../../../daemon/protocol/index.ts';
import { OPERATOR, openDesk, STRANGER, VIEWER } from './desk.ts';

test('a role may do what is its own and below, and is told what it lacks', async () => {
  const { call } = openDesk();
  expect(await call('test.trader', {}, OPERATOR)).toMatchObject({ result: null });
  expect(await call('test.trader', {}, VIEWER)).toMatchObject({
    error: { code: -32002, message: expect.stringContaining('needs the role trader; you are viewer'), data: { kind: 'forbidden', hint: expect.any(String) } },
  });
});

test('whoever has shown no credential may only call what is public', async () => {
  const { call } = openDesk();
  expect(await call('session.hello', {}, STRANGER)).toMatchObject({ result: { ready: true } });
  for (const method of ['test.echo', 'no.such', 'rpc.confirm'])
    expect(await call(method, {}, STRANGER)).toMatchObject({ error: { data: { kind: 'unauthenticated' } } });
});

test('an unknown method suggests the one that was meant', async () => {
  const { call } = openDesk();
  expect(await call('test.ehco')).toMatchObject({ error: { code: -32601, data: { kind: 'not_found', hint: 'did you mean test.echo?' } } });
  expect(await call('quite.different.thing')).toMatchObject({ error: { data: { hint: 'rpc.methods lists them' } } });
});

test.each([
  ['a missing parameter', 'test.echo', {}, 'text', '`text` is missing (string)', 'for example {"text":"a"}'],
  ['one of the wrong type', 'test.echo', { text: 5 }, 'text', '`text`: expected string, received number', 'for example {"text":"a"}'],
  ['one out of range', 'test.echo', { text: 'a', times: 10 }, 'times', '`times`', 'for example {"text":"a"}'],
  ['one that is nested', 'test.list', { items: [{ price: '1' }, { price: 2 }] }, 'items[1].price', 'expected string', 'for example {"items":[]}'],
  ['one misspelt', 'test.echo', { text: 'a', tims: 1 }, 'tims', 'unknown parameter `tims`', 'did you mean `times`?'],
  ['one too many', 'test.trader', { zzz: 1 }, 'zzz', 'unknown parameter `zzz`', 'test.trader takes no parameters'],
  ['a key that is no string', 'test.add', { by: 1, idempotencyKey: 7 }, 'idempotencyKey', 'string of 1 to 128', 'a UUID does well'],
])('invalid parameters name place, expectation and example: %s', async (_name, method, params, field, message, hint) => {
  const { error } = await openDesk().call(method, params);
  expect(error).toMatchObject({ code: -32602, message: expect.stringContaining(message), data: { kind: 'invalid', field, ...(hint && { hint }) } });
});

test('the limit counts by cost, per caller, and says when to come back', async () => {
  const { call, clock } = openDesk({ rate: { perSecond: 10, burst: 10 } });
  expect(await call('test.add', { by: 1 }, OPERATOR)).toHaveProperty('result');
  expect(await call('test.add', { by: 1 }, { ...OPERATOR, id: 'another connection' })).toHaveProperty('result');
  expect(await call('test.echo', { text: 'a' }, OPERATOR)).toMatchObject({
    error: { code: -32003, data: { kind: 'rate_limited', retryable: true, retryAfterMs: 100 } },
  });
  expect(await call('test.echo', { text: 'a' }, VIEWER)).toHaveProperty('result');
  expect(await call('test.add', { by: 1 })).toHaveProperty('result');
  clock.monotonic += 100;
  expect(await call('test.echo', { text: 'a' }, OPERATOR)).toHaveProperty('result');
});

test('whoever calls what it may not, again and again, runs into the limit and not into the disk', async () => {
  const { call, audit } = openDesk({ rate: { perSecond: 1, burst: 20 } });
  for (let tries = 0; tries < 50; tries++) await call('test.add', { by: 1 }, VIEWER);
  expect(audit.query({}).items).toHaveLength(4);
});

test('a fault stays inside: the caller gets a reference, the log the details', async () => {
  const { call, logged } = openDesk();
  const { error } = await call('test.throw', {});
  expect(error).toMatchObject({ code: -32603, data: { kind: 'internal', retryable: true, ref: expect.stringMatching(/^[0-9a-f]+$/) } });
  expect(JSON.stringify(error)).not.toContain('secret plan');
  expect(logged).toEqual([
    { text: 'test.throw failed', data: { error: expect.objectContaining({ message: 'the secret plan of the daemon' }), ref: error?.data.ref } },
  ]);
});

test('a result that breaks the contract is found out where results are checked', async () => {
  const { call, logged } = openDesk();
  expect(await call('test.liar', {})).toMatchObject({ error: { data: { kind: 'internal' } } });
  expect(logged[0]?.data).toMatchObject({ error: { message: expect.stringContaining('contract') } });
});

test.each(Object.entries(ERROR_KINDS))('the kind %s reaches the caller with its code', async (kind, { code, retryable }) => {
  expect(await openDesk().call('test.throw', { kind })).toMatchObject({ error: { code, message: 'refused on purpose', data: { kind, retryable } } });
});

test('calls and failures are counted by method', async () => {
  const { call, dispatcher } = openDesk();
  await call('test.echo', { text: 'a' });
  await call('test.echo', {});
  await call('no.such');
  expect(dispatcher.figures()).toEqual({ 'test.echo': { count: 2, errors: 1 } });
});

test('a frozen result is put into words once, any other each time', async () => {
  let times = 0;
  const counting = { toJSON: () => ({ times: ++times }) };
  const kept = Object.freeze({ counting });
  const loose = { counting };
  const { call } = openDesk({ handlers: { 'test.list': () => kept, 'test.trader': () => loose } });
  for (const expected of [1, 1]) expect(await call('test.list', { items: [] })).toMatchObject({ result: { counting: { times: expected } } });
  for (const expected of [2, 3]) expect(await call('test.trader', {})).toMatchObject({ result: { counting: { times: expected } } });
});
