import { expect, test } from 'vitest';
import { type Answer, OPERATOR, OWNER, openDesk } from './desk.ts';

const tokenOf = (answer: Answer): string => answer.error?.data.token ?? '';

test('a dangerous call asks first and is carried out by its token, once', async () => {
  const { call, state, clock } = openDesk();
  const asked = await call('test.flatten', { by: 3 });
  expect(asked).toMatchObject({
    error: { code: -32006, message: expect.stringContaining('Sells all.'), data: { kind: 'confirmation_required', expiresAt: clock.now + 60_000 } },
  });
  expect(state.sum).toBe(0);
  expect(await call('rpc.confirm', { token: tokenOf(asked) })).toMatchObject({ result: { sum: 3 } });
  expect(await call('rpc.confirm', { token: tokenOf(asked) })).toMatchObject({ error: { data: { kind: 'not_found', field: 'token' } } });
  expect(state.sum).toBe(3);
});

test('a token is worth nothing to others, and is not used up by their try', async () => {
  const { call } = openDesk();
  const token = tokenOf(await call('test.flatten', { by: 3 }));
  expect(await call('rpc.confirm', { token }, OPERATOR)).toMatchObject({ error: { data: { kind: 'not_found' } } });
  expect(await call('rpc.confirm', { token }, { ...OWNER, id: 'another connection' })).toMatchObject({ result: { sum: 3 } });
});

test('a token dies after 60 seconds', async () => {
  const { call, clock, state } = openDesk();
  const token = tokenOf(await call('test.flatten', { by: 3 }));
  clock.now += 60_000;
  expect(await call('rpc.confirm', { token })).toMatchObject({ error: { data: { kind: 'not_found' } } });
  expect(state.sum).toBe(0);
});

test('a role that was taken away in between no longer confirms', async () => {
  const { call, state } = openDesk();
  const token = tokenOf(await call('test.flatten', { by: 3 }, OPERATOR));
  expect(await call('rpc.confirm', { token }, { ...OPERATOR, role: 'viewer' })).toMatchObject({ error: { data: { kind: 'forbidden' } } });
  expect(state.sum).toBe(0);
});

test('danger may hang on the parameters: what makes things safer is not asked about', async () => {
  const { call } = openDesk();
  expect(await call('test.panic', {})).toMatchObject({ result: 'halted' });
  const asked = await call('test.panic', { flatten: true });
  expect(asked).toMatchObject({ error: { data: { kind: 'confirmation_required' } } });
  expect(await call('rpc.confirm', { token: tokenOf(asked) })).toMatchObject({ result: 'halted' });
});

test('asking checks parameters and role first, and is no entry in the audit log', async () => {
  const { call, audit } = openDesk();
  expect(await call('test.flatten', { by: 'x' })).toMatchObject({ error: { data: { kind: 'invalid' } } });
  await call('test.flatten', { by: 1 });
  expect(audit.query({}).items).toEqual([]);
});
