import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, OPERATOR, OWNER, openDesk, STRANGER, VIEWER } from './desk.ts';

const request = (id: unknown, method: string, params?: unknown) => ({
  jsonrpc: '2.0',
  ...(id !== undefined && { id }),
  method,
  ...(params !== undefined && { params }),
});

test('a call answers under its own id, whatever kind of id that is', async () => {
  const { receive } = openDesk();
  for (const id of [1, 0, -1.5, 'a"b\n', null]) {
    expect(await receive(request(id, 'test.echo', { text: 'x' }))).toEqual({ jsonrpc: '2.0', id, result: { text: 'x' } });
  }
});

test('a notification gets no answer, even when it fails', async () => {
  const { receive, state } = openDesk();
  expect(await receive(request(undefined, 'test.add', { by: 2 }))).toBeUndefined();
  expect(state.sum).toBe(2);
  expect(await receive(request(undefined, 'no.such'))).toBeUndefined();
  expect(await receive(request(undefined, 'test.slow', { text: 'x' }))).toBeUndefined();
});

test.each([
  ['wrong version', { jsonrpc: '1.0', id: 1, method: 'test.echo' }, 1],
  ['no version', { id: 1, method: 'test.echo' }, 1],
  ['method that is no string', { jsonrpc: '2.0', method: 1, params: 'bar' }, null],
  ['id that is an object', { jsonrpc: '2.0', id: {}, method: 'test.echo' }, null],
  ['params that are a string', { jsonrpc: '2.0', id: 7, method: 'test.echo', params: 'bar' }, 7],
  ['a number', 1, null],
  ['null', null, null],
  ['an empty batch', [], null],
])('an invalid request is told so: %s', async (_name, message, id) => {
  const answer = (await openDesk().receive(message)) as Answer;
  expect(answer).toMatchObject({ jsonrpc: '2.0', id, error: { code: -32600, data: { kind: 'invalid', retryable: false } } });
});

test('the batch of the specification: answers for calls and for what is invalid, none for notifications', async () => {
  const { receive } = openDesk();
  const batch = [
    request('1', 'test.echo', { text: 'a' }),
    request(undefined, 'test.echo', { text: 'b' }),
    { foo: 'boo' },
    request('5', 'foo.get', { name: 'myself' }),
    1,
    request('9', 'test.slow', { text: 'c' }),
    request('10', 'test.echo', { text: 'd' }),
  ];
  const answers = (await receive(batch)) as Answer[];
  expect(answers.map(({ id, error, result }) => [id, error?.code ?? result])).toEqual([
    ['1', { text: 'a' }],
    [null, -32600],
    ['5', -32601],
    [null, -32600],
    ['9', { text: 'c' }],
    ['10', { text: 'd' }],
  ]);
});

test('a batch of notifications alone gets no answer; one that is too long is refused whole', async () => {
  const { receive, state } = openDesk();
  expect(await receive([request(undefined, 'test.add', { by: 1 }), request(undefined, 'test.add', { by: 1 })])).toBeUndefined();
  const answer = (await receive(Array.from({ length: 101 }, (_, id) => request(id, 'test.add', { by: 1 })))) as Answer;
  expect(answer.error).toMatchObject({ code: -32600, message: expect.stringContaining('at most 100') });
  expect(state.sum).toBe(2);
});

test('the calls of a batch run one after the other, as written', async () => {
  const { dispatcher, state } = openDesk();
  const answer = dispatcher.receive(OWNER, [request(1, 'test.addSlowly', { by: 5 }), request(2, 'test.add', { by: 1 })]);
  expect(state.sum).toBe(0);
  state.release();
  expect(JSON.parse((await answer) ?? '')).toMatchObject([{ result: { sum: 5 } }, { result: { sum: 6 } }]);
});

test('an empty list counts as no parameters, a filled one is refused with an example', async () => {
  const { call } = openDesk();
  expect(await call('test.trader', [])).toMatchObject({ result: null });
  expect(await call('test.echo', ['a'])).toMatchObject({ error: { code: -32602, data: { hint: 'for example {"text":"a"}' } } });
});

test('text that cannot be read gets a typed answer', () => {
  const { dispatcher } = openDesk();
  for (const fault of ['json', 'utf8', 'oversize'] as const) {
    expect(JSON.parse(dispatcher.parseError(OWNER, fault))).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32700, data: { kind: 'invalid' } } });
  }
});

test('any JSON gets a well-formed answer or none, and does no harm', async () => {
  const { receive, call, state } = openDesk();
  const method = fc.oneof(
    fc.constantFrom('test.echo', 'test.add', 'test.list', 'test.panic', 'rpc.confirm', 'test.throw', '__proto__', 'constructor'),
    fc.string(),
  );
  const message = fc.oneof(
    fc.jsonValue(),
    fc.record({ jsonrpc: fc.constant('2.0'), id: fc.jsonValue(), method, params: fc.jsonValue() }, { requiredKeys: ['jsonrpc'] }),
    fc.record({
      jsonrpc: fc.constant('2.0'),
      id: fc.integer(),
      method,
      params: fc.dictionary(fc.constantFrom('text', 'by', 'items', 'token', 'idempotencyKey', '__proto__'), fc.jsonValue()),
    }),
  );
  const session = fc.constantFrom(OWNER, OPERATOR, VIEWER, STRANGER);
  const wellFormed = (answer: unknown): void => {
    const { jsonrpc, id, result, error, ...rest } = answer as Answer;
    expect(jsonrpc).toBe('2.0');
    expect(id === null || ['number', 'string'].includes(typeof id)).toBe(true);
    expect((result === undefined) !== (error === undefined)).toBe(true);
    expect(rest).toEqual({});
    if (error)
      expect(error).toMatchObject({
        code: expect.any(Number),
        message: expect.any(String),
        data: { kind: expect.any(String), retryable: expect.any(Boolean) },
      });
  };
  await fc.assert(
    fc.asyncProperty(fc.oneof(message, fc.array(message, { maxLength: 5 })), session, async (given, by) => {
      const answer = await receive(given, by);
      if (Array.isArray(answer)) answer.forEach(wellFormed);
      else if (answer !== undefined) wellFormed(answer);
    }),
    { numRuns: 1500 },
  );
  const before = state.sum;
  expect(await call('test.add', { by: 1 })).toMatchObject({ result: { sum: before + 1 } });
});

test('parameters nested too deeply to be written down again are refused', async () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(await openDesk().call('test.add', { by: 1, note: deep })).toMatchObject({ error: { data: { kind: 'invalid' } } });
});
