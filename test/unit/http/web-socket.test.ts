import { expect, test } from 'vitest';
import { dial, openSite } from './site.ts';

test('a signed-in page speaks the same JSON-RPC, as who it is', async () => {
  const { port, signIn } = await openSite();
  const { opened, call } = dial(port, { cookie: await signIn(), origin: `http://127.0.0.1:${port}` });
  expect(await opened).toBe(101);
  expect(await call('session.whoami')).toMatchObject({ result: { name: expect.stringMatching(/^browser:/), role: 'owner', via: 'ws' } });
});

test('a cookie counts only from a page of this server', async () => {
  const { port, signIn } = await openSite();
  const cookie = await signIn();
  expect(await dial(port, { cookie, origin: 'http://evil.example' }).opened).toBe(403);
  expect(await dial(port, { cookie, origin: `http://127.0.0.1:${port}`, host: 'evil.example' }).opened).toBe(403);
  const { opened, call } = dial(port, { cookie });
  expect(await opened).toBe(101);
  expect(await call('session.ping')).toMatchObject({ error: { data: { kind: 'unauthenticated' } } });
});

test('a script shows its token in the handshake or in its greeting', async () => {
  const { port, tokens } = await openSite();
  const { token } = tokens.create('script', 'trader');
  const first = dial(port, { authorization: `Bearer ${token}` });
  await first.opened;
  expect(await first.call('session.whoami')).toMatchObject({ result: { name: 'token:script', role: 'trader' } });
  const second = dial(port);
  await second.opened;
  expect(await second.call('session.hello', {})).toMatchObject({ error: { data: { kind: 'unauthenticated', field: 'token' } } });
  expect(await second.call('session.hello', { token: `nd_000000000000_${'x'.repeat(43)}` })).toMatchObject({ error: { data: { kind: 'unauthenticated' } } });
  expect(await second.call('session.hello', { token })).toMatchObject({ result: { name: 'nightdesk', role: 'trader' } });
  expect(await second.call('session.ping')).toMatchObject({ result: { pong: true } });
  expect(await dial(port, { authorization: 'Bearer wrong' }).opened).toBe(401);
});

test('revoking a token closes what it opened, and nothing else', async () => {
  const { port, tokens } = await openSite();
  const [lost, kept] = [tokens.create('lost', 'owner'), tokens.create('kept', 'owner')].map(({ token, id }) => ({
    id,
    ...dial(port, { authorization: `Bearer ${token}` }),
  }));
  if (!lost || !kept) throw new Error('two connections');
  await Promise.all([lost.opened, kept.opened]);
  expect(await kept.call('tokens.revoke', { id: lost.id })).toMatchObject({ result: { ok: true } });
  expect(await lost.closed).toEqual({ code: 4401, reason: 'the credential was revoked' });
  expect(await kept.call('session.ping')).toHaveProperty('result');
});

test('a connection ends when its token expires', async () => {
  const { port, tokens, clock } = await openSite();
  const { token } = tokens.create('short', 'viewer', clock.now + 200);
  const { opened, closed, socket, next } = dial(port, { authorization: `Bearer ${token}` });
  await opened;
  clock.now += 200;
  expect(await closed).toMatchObject({ code: 4401, reason: 'the credential expired' });
  void socket;
  void next;
});

test('bad JSON gets a typed error and the connection goes on; a binary frame ends it', async () => {
  const { port, tokens } = await openSite();
  const { token } = tokens.create('script', 'viewer');
  const { opened, closed, socket, next, call } = dial(port, { authorization: `Bearer ${token}` });
  await opened;
  socket.send('{"jsonrpc":');
  expect(await next()).toMatchObject({ id: null, error: { code: -32700 } });
  expect(await call('session.ping')).toHaveProperty('result');
  socket.send(Buffer.from('{}'));
  expect(await next()).toMatchObject({ error: { code: -32700 } });
  expect((await closed).code).toBe(1003);
});

test('a message over 1 MiB closes the connection with the code for it', async () => {
  const { port, tokens } = await openSite();
  const { token } = tokens.create('script', 'viewer');
  const { opened, closed, socket } = dial(port, { authorization: `Bearer ${token}` });
  await opened;
  socket.send(`"${'x'.repeat(1024 * 1024)}"`);
  expect((await closed).code).toBe(1009);
});

test('who asks much and reads nothing is not listened to until it reads', async () => {
  const { port, dispatcher, tokens } = await openSite();
  const { token } = tokens.create('script', 'viewer');
  const { opened, socket } = dial(port, { authorization: `Bearer ${token}` });
  await opened;
  let answers = 0;
  socket.removeAllListeners('message').on('message', () => answers++);
  socket.pause();
  const calls = 400;
  for (let id = 1; id <= calls; id++) socket.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'rpc.discover' }));
  const handled = () => dispatcher.figures()['rpc.discover']?.count ?? 0;
  let before = -1;
  while (handled() !== before) {
    before = handled();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(before).toBeLessThan(calls);
  socket.resume();
  await expect.poll(() => answers).toBe(calls);
});

test('there is no WebSocket anywhere else', async () => {
  const { port } = await openSite();
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`ws://127.0.0.1:${port}/other`);
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('error', () => {});
  });
  expect(status).toBe(404);
});

test('connections are counted while they are open', async () => {
  const { port, dispatcher, tokens } = await openSite();
  const { token } = tokens.create('script', 'viewer');
  const { opened, socket } = dial(port, { authorization: `Bearer ${token}` });
  await opened;
  expect(dispatcher.connections).toBe(1);
  socket.close();
  await expect.poll(() => dispatcher.connections).toBe(0);
});
