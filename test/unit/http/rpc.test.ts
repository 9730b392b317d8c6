import { expect, test } from 'vitest';
import { openSite } from './site.ts';

const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.ping' });

async function openCaller(role: 'viewer' | 'owner' = 'owner') {
  const site = await openSite();
  const { token, id } = site.tokens.create('script', role);
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    site.get('/rpc', { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers }, { method: 'POST', body });
  return { ...site, post, id };
}

test('a script calls with its token, one call or a batch; notifications get 204', async () => {
  const { post } = await openCaller();
  expect(JSON.parse((await post(ping)).body)).toMatchObject({ id: 1, result: { pong: true } });
  const whoami = JSON.stringify([{ jsonrpc: '2.0', id: 2, method: 'session.whoami' }]);
  expect(JSON.parse((await post(whoami)).body)).toEqual([{ jsonrpc: '2.0', id: 2, result: { name: 'token:script', role: 'owner', via: 'http' } }]);
  expect(await post(JSON.stringify({ jsonrpc: '2.0', method: 'session.ping' }))).toMatchObject({ status: 204, body: '' });
});

test('without a token, with a wrong one, or with a cookie only: 401 and a typed error', async () => {
  const { get, post, signIn } = await openCaller();
  const body = { method: 'POST', body: ping };
  for (const headers of [{}, { authorization: 'Bearer nd_000000000000_x' }, { authorization: 'Basic abc' }, { cookie: await signIn() }]) {
    const reply = await get('/rpc', { 'content-type': 'application/json', ...headers }, body);
    expect(reply).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(JSON.parse(reply.body)).toMatchObject({ error: { data: { kind: 'unauthenticated', hint: expect.stringContaining('token create') } } });
  }
  expect((await post(ping)).status).toBe(200);
});

test('the role of the token holds', async () => {
  const { post } = await openCaller('viewer');
  const reply = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tokens.list' }));
  expect(JSON.parse(reply.body)).toMatchObject({ error: { data: { kind: 'forbidden' } } });
});

test('a revoked token ends at once', async () => {
  const { post, tokens, id } = await openCaller();
  tokens.revoke(id);
  expect((await post(ping)).status).toBe(401);
});

test.each([
  ['no JSON', '{', 400, -32700],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, -32700],
  ['too long', `"${'x'.repeat(1024 * 1024)}"`, 413, -32700],
])('a body that cannot be read is told so: %s', async (_name, body, status, code) => {
  const { post } = await openCaller();
  const reply = await post(body);
  expect(reply.status).toBe(status);
  expect(JSON.parse(reply.body)).toMatchObject({ id: null, error: { code } });
});

test('a form cannot be sent as a call', async () => {
  const { post } = await openCaller();
  expect((await post(ping, { 'content-type': 'text/plain' })).status).toBe(415);
});
