import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SocketGateway, type SocketGatewayOptions } from '../../../daemon/gateways/socket/gateway.ts';
import { NodeIpcTransport } from '../../../daemon/gateways/socket/ipc-transport.ts';
import { NodeNetTransport } from '../../../daemon/gateways/socket/net-transport.ts';
import type { MakeTransport } from '../../../daemon/gateways/socket/transport.ts';
import { type Log, SILENT } from '../../../daemon/log/log.ts';
import { RawClient } from '../../support/raw-client.ts';
import { FakeReceiver } from './receiver.ts';

const TRANSPORTS: Array<[string, MakeTransport]> = [
  ['node-ipc', (options) => new NodeIpcTransport(options)],
  ['node:net', (options) => new NodeNetTransport(options)],
];

const cleaners: Array<() => unknown> = [];
afterEach(async () => {
  for (const clean of cleaners.splice(0).reverse()) await clean();
});

const request = (id: number, method = 'echo', params: unknown = { id }) => `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

describe.each(TRANSPORTS)('the local socket over %s', (_name, transport) => {
  async function start(more: Partial<SocketGatewayOptions> = {}) {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-socket-'));
    const file = more.path ?? path.join(home, 'run', 'rpc.sock');
    const dispatcher = new FakeReceiver();
    const gateway = new SocketGateway({ path: file, dispatcher, log: SILENT, transport, ...more });
    cleaners.push(
      () => fs.rmSync(home, { recursive: true }),
      () => gateway.stop(),
    );
    await gateway.start();
    const connect = async () => {
      const client = await RawClient.connect(file);
      cleaners.push(() => client.socket.destroy());
      return client;
    };
    return { file, home, gateway, dispatcher, connect };
  }

  test('a line in, a line out; whoever can open the socket is its owner, as nobody can be asked who he is (pitfall x)', async () => {
    const { connect, dispatcher } = await start();
    const client = await connect();
    expect(await client.call('echo', { text: 'grüße 🚀' })).toEqual({ jsonrpc: '2.0', id: 1, result: { text: 'grüße 🚀' } });
    expect([...dispatcher.sessions]).toMatchObject([{ who: 'local', role: 'owner', via: 'socket' }]);
  });

  test('several lines in one chunk, carriage returns and blank lines', async () => {
    const { connect, dispatcher } = await start();
    const client = await connect();
    client.write(`\n\r\n${request(1).trim()}\r\n   \n${request(2)}${request(3)}`);
    expect([(await client.next()).id, (await client.next()).id, (await client.next()).id]).toEqual([1, 2, 3]);
    expect(dispatcher.heard).toHaveLength(3);
  });

  test('half a frame waits for its other half, even cut inside a code point (pitfall ix)', async () => {
    const { connect } = await start();
    const client = await connect();
    const bytes = Buffer.from(request(7, 'echo', { text: 'é🚀' }));
    for (const byte of bytes) {
      client.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await client.next()).toMatchObject({ id: 7, result: { text: 'é🚀' } });
  });

  test('a notification gets no answer', async () => {
    const { connect } = await start();
    const client = await connect();
    client.write('{"jsonrpc":"2.0","method":"echo"}\n');
    expect(await client.call('echo', { after: true })).toMatchObject({ result: { after: true } });
  });

  test('bad JSON and invalid UTF-8 get a typed error, and the connection goes on', async () => {
    const { connect } = await start();
    const client = await connect();
    client.write('{nonsense\n');
    expect((await client.next()).error).toMatchObject({ code: -32700, message: 'json' });
    client.write(Buffer.concat([Buffer.from('{"jsonrpc":"2.0","id":1,"method":"echo","params":{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}}\n')]));
    expect((await client.next()).error).toMatchObject({ code: -32700, message: 'utf8' });
    expect(await client.call('echo', { still: 'here' })).toMatchObject({ result: { still: 'here' } });
  });

  test.each([
    ['with its newline', true],
    ['without end (pitfall vi: a custom parser has no limit of its own)', false],
  ])('a line over 1 MiB %s: the answers before it, a typed error, then closed; others unharmed', async (_how, newline) => {
    const { connect } = await start();
    const [bystander, client] = [await connect(), await connect()];
    client.write(request(1)).write('x'.repeat(1024 * 1024 + 1) + (newline ? '\n' : ''));
    expect(await client.next()).toMatchObject({ id: 1 });
    expect((await client.next()).error).toMatchObject({ message: 'oversize' });
    await client.closed;
    expect(await bystander.call('echo', { fine: 1 })).toMatchObject({ result: { fine: 1 } });
  });

  test('a line of exactly 1 MiB is taken', async () => {
    const { connect } = await start();
    const client = await connect();
    const shell = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'none', params: { pad: '' } });
    client.write(`${shell.replace('""', `"${'x'.repeat(1024 * 1024 - shell.length)}"`)}\n`);
    expect(await client.next()).toMatchObject({ id: 1 });
  });

  test('pitfall iii: a client cannot fire events of the transport by naming them', async () => {
    const { connect, dispatcher } = await start();
    const client = await connect();
    client.write('{"type":"connect","data":{"id":"evil"}}\n{"type":"error"}\n').write(request(1));
    expect(await client.next()).toMatchObject({ id: 1 });
    expect(dispatcher.sessions.size).toBe(1);
    expect(dispatcher.heard).toHaveLength(3);
  });

  test('pitfall iv: a throwing handler loses nothing of its chunk', async () => {
    const error = vi.fn();
    const log: Log = { ...SILENT, error };
    const { connect } = await start({ log });
    const client = await connect();
    client.write(`${request(1, 'throw')}${request(2)}`);
    expect(await client.next()).toMatchObject({ id: 2 });
    expect(error).toHaveBeenCalledOnce();
  });

  test.each([
    ['with its newline', '\n'],
    ['without one', ''],
  ])('a client that closes its side at once (%s) still gets every pending answer, then the end', async (_how, newline) => {
    const { connect, dispatcher } = await start();
    const client = await connect();
    client.write(request(1, 'later')).write(request(2).trimEnd() + newline);
    client.socket.end();
    expect(await client.next()).toMatchObject({ id: 2 });
    await expect.poll(() => dispatcher.waiting).toBe(1);
    dispatcher.release();
    expect(await client.next()).toMatchObject({ id: 1 });
    await client.closed;
    await expect.poll(() => dispatcher.sessions.size).toBe(0);
  });

  test('a client that hangs up amid a call harms nobody', async () => {
    const { connect, dispatcher } = await start();
    const [rude, polite] = [await connect(), await connect()];
    rude.write(request(1, 'later'));
    await expect.poll(() => dispatcher.waiting).toBe(1);
    rude.socket.destroy();
    dispatcher.release();
    expect(await polite.call('echo')).toMatchObject({ id: 1 });
    await expect.poll(() => dispatcher.sessions.size).toBe(1);
  });

  test('a slow reader is read no further, then cut off; it never stalls another (pitfall v)', async () => {
    const { connect, dispatcher } = await start({ limits: { pauseBytes: 10_000, maxBacklogBytes: 3_000_000 } });
    const [slow, quick] = [await connect(), await connect()];
    slow.socket.pause();
    slow.write(request(1, 'flood', { lines: 1000 }));
    await expect.poll(() => dispatcher.heard.length).toBe(1);
    slow.write(request(2));
    expect(await quick.call('echo', { quick: true })).toMatchObject({ result: { quick: true } });
    expect(dispatcher.heard).toHaveLength(2);
    slow.socket.resume();
    await expect.poll(() => dispatcher.heard.length).toBe(3);
    slow.socket.pause();
    slow.write(request(3, 'flood', { lines: 4000 }));
    await expect.poll(() => dispatcher.sessions.size).toBe(1);
    expect(await quick.call('echo')).toMatchObject({ id: 1 });
  });

  test('a client that asks for far too much in one chunk is cut off before it is all in memory', async () => {
    const { connect, dispatcher } = await start({ limits: { pauseBytes: 10_000, maxBacklogBytes: 500_000 } });
    const client = await connect();
    client.socket.pause();
    client.write(Array.from({ length: 20 }, (_, id) => request(id, 'flood', { lines: 1_000 })).join(''));
    await expect.poll(() => dispatcher.sessions.size).toBe(0);
    expect(await (await connect()).call('echo')).toMatchObject({ id: 1 });
  });

  test('a client that has ended and does not read its answers is cut off in the end', async () => {
    const { connect, dispatcher, gateway } = await start({ limits: { lingerMs: 20 } });
    const client = await connect();
    client.socket.pause();
    client.write(request(1, 'flood', { lines: 3_000 }));
    client.socket.end();
    await expect.poll(() => dispatcher.heard.length).toBe(1);
    await expect.poll(() => gateway.connections).toBe(0);
  });

  test('a client with too many calls under way is read no further until some are answered', async () => {
    const { connect, dispatcher } = await start({ limits: { maxPending: 3 } });
    const client = await connect();
    client.write([1, 2, 3].map((id) => request(id, 'later')).join(''));
    await expect.poll(() => dispatcher.waiting).toBe(3);
    client.write(request(4));
    const other = await connect();
    await other.call('echo');
    expect(dispatcher.heard).toHaveLength(4);
    dispatcher.release();
    const ids = [await client.next(), await client.next(), await client.next(), await client.next()].map((answer) => answer.id);
    expect(ids).toEqual([1, 2, 3, 4]);
  });

  test('one connection too many hears why', async () => {
    const { connect } = await start({ limits: { maxConnections: 2 } });
    const first = await connect();
    await first.call('echo');
    const second = await connect();
    await second.call('echo');
    const third = await connect();
    expect((await third.next()).error.data).toMatchObject({ kind: 'rate_limited' });
    await third.closed;
    second.socket.destroy();
    await expect
      .poll(async () => {
        const again = await connect();
        return (await again.call('echo')).id;
      })
      .toBe(1);
  });

  test('pitfall i: a second daemon on the same path is refused, and the first keeps its socket', async () => {
    const { file, connect } = await start();
    const second = new SocketGateway({ path: file, dispatcher: new FakeReceiver(), log: SILENT, transport });
    await expect(second.start()).rejects.toMatchObject({ reason: 'running', message: expect.stringContaining('already running') });
    await second.stop();
    const client = await connect();
    expect(await client.call('echo')).toMatchObject({ id: 1 });
  });

  test('pitfall ii: the socket is for its owner only, and so is its folder', async () => {
    const { file } = await start();
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  test('pitfall viii: nothing is printed', async () => {
    const out = vi.spyOn(process.stdout, 'write');
    const { connect } = await start();
    const client = await connect();
    await client.call('echo');
    client.socket.destroy();
    await client.closed;
    expect(out.mock.calls.filter(([text]) => String(text).includes('socket'))).toEqual([]);
    out.mockRestore();
  });

  test('the socket a dead daemon left behind is taken over', async () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-stale-'));
    const file = path.join(home, 'rpc.sock');
    cleaners.push(() => fs.rmSync(home, { recursive: true }));
    await leaveSocket(file);
    const { connect } = await start({ path: file });
    expect(await (await connect()).call('echo')).toMatchObject({ id: 1 });
  });

  test('stopping lets calls under way end, tells clients by closing, and removes the socket', async () => {
    const { file, gateway, dispatcher, connect } = await start();
    const client = await connect();
    client.write(request(1, 'later'));
    await expect.poll(() => dispatcher.waiting).toBe(1);
    const stopped = gateway.stop();
    dispatcher.release();
    expect(await client.next()).toMatchObject({ id: 1 });
    client.socket.end();
    await client.closed;
    await stopped;
    expect(fs.existsSync(file)).toBe(false);
  });

  test('stopping does not wait for ever for a client that neither reads nor leaves', async () => {
    const { gateway, connect } = await start({ limits: { lingerMs: 20 } });
    const client = await connect();
    await client.call('echo');
    client.socket.pause();
    await gateway.stop();
    expect(gateway.connections).toBe(0);
  });

  describe('with a token', () => {
    const hello = (token: unknown) => `${JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'session.hello', params: { token } })}\n`;

    test('nobody is the owner before the right one', async () => {
      const { connect, dispatcher } = await start({ token: 'sesame' });
      const client = await connect();
      expect((await client.call('echo')).error.data).toMatchObject({ kind: 'unauthenticated' });
      expect([...dispatcher.sessions][0]?.role).toBeUndefined();
      client.write(hello('sesame'));
      expect(await client.next()).toMatchObject({ id: 9, result: { token: 'sesame' } });
      expect([...dispatcher.sessions][0]?.role).toBe('owner');
    });

    test('three wrong ones close the connection, the right one after them included', async () => {
      const { connect, dispatcher } = await start({ token: 'sesame' });
      const client = await connect();
      client.write(hello('a') + hello('b') + hello('c') + hello('sesame'));
      for (let refusals = 0; refusals < 3; refusals += 1) expect((await client.next()).error.data).toMatchObject({ kind: 'unauthenticated' });
      await client.closed;
      expect(dispatcher.heard).toHaveLength(3);
    });
  });
});

/** Leaves a socket file that nobody listens on, as a killed daemon does. */
async function leaveSocket(file: string): Promise<void> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(`${file}.live`, resolve));
  fs.renameSync(`${file}.live`, file);
  await new Promise((resolve) => server.close(resolve));
}
