import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROTOCOL } from '../../daemon/protocol/version.ts';
import { type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { RawClient } from '../support/raw-client.ts';

const run = promisify(execFile);
const shell = (script: string, socket: string) => run('sh', ['-c', script], { env: { ...process.env, SOCKET: socket }, timeout: 20_000 });
const has = (tool: string) => fs.existsSync(`/usr/bin/${tool}`);

describe('the socket of a real daemon', () => {
  let daemon: RunningDaemon;
  beforeAll(async () => {
    daemon = await startDaemon();
  });
  afterAll(() => daemon?.stop());

  test('answers socat as the documentation shows it', async (context) => {
    if (!has('socat')) context.skip('socat is not installed');
    const { stdout } = await shell(`echo '{"jsonrpc":"2.0","id":1,"method":"bot.status"}' | socat -t5 - UNIX-CONNECT:$SOCKET`, daemon.socket);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({ id: 1, result: { mode: 'paper' } });
  });

  test('answers nc, which closes its side at once', async (context) => {
    if (!has('nc')) context.skip('nc is not installed');
    const lines = `printf '%s\\n' '{"jsonrpc":"2.0","id":1,"method":"session.ping"}' '{"jsonrpc":"2.0","id":2,"method":"rpc.methods"}' | nc -U -N $SOCKET`;
    const { stdout } = await shell(lines, daemon.socket);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map((answer) => answer.id)).toEqual([1, 2]);
  });

  test('streams events to socat after the answer, from the number asked for', async (context) => {
    if (!has('socat')) context.skip('socat is not installed');
    await daemon.client.call('notify.send', { text: 'so that there are two' });
    const script = `(echo '{"jsonrpc":"2.0","id":1,"method":"events.subscribe","params":{"topics":["*"],"since":0}}'; sleep 5) | socat -t5 - UNIX-CONNECT:$SOCKET | head -n 3`;
    const { stdout } = await shell(script, daemon.socket);
    const [answer, ...events] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answer.result.seq).toBeGreaterThan(0);
    expect(events.map((event) => [event.method, event.params.seq])).toEqual([
      ['event', 1],
      ['event', 2],
    ]);
  });

  test.each([
    ['an older', { min: 0, max: 0 }],
    ['a newer', { min: 7, max: 9 }],
  ])('%s protocol may read, and is refused every change however it is asked for', async (_age, protocol) => {
    const client = await RawClient.connect(daemon.socket);
    const refused = { error: { data: { kind: 'protocol_mismatch', hint: expect.stringContaining('update the older') } } };
    expect(await client.call('session.hello', { protocol })).toMatchObject({ error: { data: { kind: 'protocol_mismatch' } } });
    expect(await client.call('bot.pause')).toMatchObject(refused);
    expect(await client.call('session.hello', { protocol, readOnly: true })).toMatchObject({ result: { readOnly: true, supported: PROTOCOL } });
    expect(await client.call('bot.status')).toMatchObject({ result: { mode: 'paper' } });
    expect(await client.call('bot.pause')).toMatchObject(refused);
    expect(await client.call('notify.send', { text: 'from another time' })).toMatchObject(refused);
    const agreed = await RawClient.connect(daemon.socket);
    const { error } = await agreed.call('positions.closeAll');
    expect(error).toMatchObject({ data: { kind: 'confirmation_required' } });
    expect(await client.call('rpc.confirm', { token: error.data.token })).toMatchObject(refused);
    expect((await daemon.client.call('bot.status', {})).state).toBe('running');
    expect(await client.call('session.hello', { protocol: PROTOCOL })).toMatchObject({ result: { protocol: PROTOCOL.max } });
    expect(await client.call('notify.send', { text: 'agreed after all' })).toMatchObject({ result: {} });
    for (const one of [client, agreed]) one.socket.destroy();
  });

  test('a batch, a notification, an unknown method, a wrong parameter, bad JSON and invalid UTF-8 leave connection and daemon unharmed', async () => {
    const client = await RawClient.connect(daemon.socket);
    client.write('[{"jsonrpc":"2.0","id":1,"method":"session.ping"},{"jsonrpc":"2.0","method":"session.ping"}]\n');
    expect(await client.next()).toMatchObject([{ id: 1, result: { pong: true } }]);
    expect(await client.call('bot.stats')).toMatchObject({ error: { code: -32601, data: { kind: 'not_found' } } });
    expect(await client.call('events.history', { limit: 'many' })).toMatchObject({ error: { code: -32602, data: { kind: 'invalid', field: 'limit' } } });
    client.write('{"jsonrpc":\n');
    expect(await client.next()).toMatchObject({ id: null, error: { code: -32700 } });
    client.write(Buffer.from([0x7b, 0xff, 0x7d, 0x0a]));
    expect(await client.next()).toMatchObject({ id: null, error: { code: -32700 } });
    expect(await client.call('session.ping')).toMatchObject({ result: { pong: true } });
    client.socket.destroy();
  });

  test('a line over 1 MiB is answered with an error and the connection closed; the daemon goes on', async () => {
    const client = await RawClient.connect(daemon.socket);
    client.write('a'.repeat(1024 * 1024 + 1));
    expect(await client.next()).toMatchObject({ id: null, error: { data: { kind: 'invalid' } } });
    await client.closed;
    expect(await daemon.client.call('session.ping', {})).toMatchObject({ pong: true });
  });

  test('its socket and the folder around it are for this user only', () => {
    expect(fs.statSync(daemon.socket).mode & 0o777).toBe(0o600);
    expect(fs.statSync(`${daemon.home}/run`).mode & 0o777).toBe(0o700);
  });
});

test('a daemon killed hard leaves a socket that the next one takes over, and clients find their way back', async () => {
  const first = await startDaemon();
  const seen: number[] = [];
  const { client } = first;
  client.subscribe({ topics: ['*'], since: 0 }, { onEvent: ({ seq }) => seq !== undefined && seen.push(seq) });
  await client.call('notify.send', { text: 'before' });
  await first.kill('SIGKILL');
  expect(fs.existsSync(first.socket)).toBe(true);
  const second = await startDaemon({ home: first.home });
  await client.call('notify.send', { text: 'after' }, { wait: true, idempotencyKey: 'after' });
  const { lastSeq } = await second.client.call('daemon.status', {});
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(lastSeq);
  expect(seen).toEqual(seen.map((_, index) => index + 1));
  client.close();
  await second.stop();
  expect(fs.existsSync(first.socket)).toBe(false);
  fs.rmSync(first.home, { recursive: true });
});
