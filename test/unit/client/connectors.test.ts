import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { DaemonClient } from '../../../daemon/client/client.ts';
import type { Connector } from '../../../daemon/client/connector.ts';
import { probeDaemon } from '../../../daemon/client/probe.ts';
import { socketConnector } from '../../../daemon/client/socket.ts';
import { webSocketConnector } from '../../../daemon/client/websocket.ts';
import { SmallDesk } from './desk.ts';
import { HELLO } from './fake-link.ts';

const cleaners: Array<() => unknown> = [];
afterEach(async () => {
  for (const clean of cleaners.splice(0).reverse()) await clean();
});

function clientOver(connect: Connector) {
  const client = new DaemonClient({ connect, client: 'test', backoff: { baseMs: 1, maxMs: 5 } });
  cleaners.push(() => client.close());
  return client;
}

function temporary(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nd-link-'));
  cleaners.push(() => fs.rmSync(folder, { recursive: true }));
  return folder;
}

/** A daemon played in a few lines, on a socket. */
async function play(file: string, react: (line: string, socket: net.Socket) => void): Promise<void> {
  const server = net.createServer((socket) => {
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (chunk: string) => {
      for (const line of chunk.split('\n')) if (line !== '') react(line, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  cleaners.push(() => new Promise((resolve) => server.close(resolve)));
}

const helloTo = (line: string) => `${JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(line).id, result: HELLO })}\n`;

test('without a daemon the reason names the socket and the remedy', async () => {
  const file = path.join(temporary(), 'none.sock');
  const client = clientOver(socketConnector(file));
  await expect(client.call('session.ping', {})).rejects.toMatchObject({
    kind: 'upstream_unavailable',
    message: `no daemon at ${file}`,
    data: { hint: expect.stringContaining('nightdesk daemon start') },
  });
});

test('a daemon that was there and is gone is told apart', async () => {
  const file = path.join(temporary(), 'stale.sock');
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(`${file}.live`, resolve));
  fs.renameSync(`${file}.live`, file);
  await new Promise((resolve) => server.close(resolve));
  await expect(clientOver(socketConnector(file)).call('session.ping', {})).rejects.toMatchObject({ message: expect.stringContaining('is gone') });
});

test('pitfall v: a daemon that keeps hanging up is met with our back-off, not with retries of node-ipc', async () => {
  const file = path.join(temporary(), 'rude.sock');
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  cleaners.push(() => new Promise((resolve) => server.close(resolve)));
  const client = new DaemonClient({ connect: socketConnector(file), client: 'test', backoff: { baseMs: 60_000, maxMs: 60_000 } });
  cleaners.push(() => client.close());
  client.connect();
  await expect.poll(() => client.state.name).toBe('waiting');
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(connections).toBe(1);
});

test('pitfall vii: what is called before the connection stands is neither lost nor written too early', async () => {
  const desk = await new SmallDesk().start();
  cleaners.push(
    () => desk.remove(),
    () => desk.stop(),
  );
  const client = clientOver(socketConnector(desk.socket));
  const answers = await Promise.all([client.call('session.ping', {}), client.call('session.whoami', {}), client.call('events.topics', {})]);
  expect(answers).toMatchObject([{ pong: true }, { name: 'local', role: 'owner' }, { items: expect.any(Array) }]);
});

test('a daemon that sends what is not JSON is left, with the reason', async () => {
  const file = path.join(temporary(), 'odd.sock');
  await play(file, (_line, socket) => void socket.write('no json\n'));
  const client = clientOver(socketConnector(file));
  const reasons = new Set<string>();
  client.onState((state) => state.name === 'waiting' && reasons.add(state.reason));
  client.connect();
  await expect.poll(() => [...reasons].join()).toContain('cannot be read');
});

test('an answer larger than any request is taken', async () => {
  const file = path.join(temporary(), 'big.sock');
  const pad = 'é'.repeat(3 * 1024 * 1024);
  await play(file, (line, socket) => void socket.write(line.includes('session.hello') ? helloTo(line) : helloTo(line).replace('"boot"', `"${pad}"`)));
  const answer = (await clientOver(socketConnector(file)).call('daemon.status', {})) as unknown as { bootId: string };
  expect(answer.bootId).toBe(pad);
});

test('what was sent right before closing still arrives', async () => {
  const file = path.join(temporary(), 'last.sock');
  const heard: string[] = [];
  await play(file, (line, socket) => {
    heard.push(JSON.parse(line).method);
    if (line.includes('session.hello')) socket.write(helloTo(line));
  });
  const client = clientOver(socketConnector(file));
  client.connect();
  await expect.poll(() => client.state.name).toBe('ready');
  client.call('bot.panic', {}).catch(() => {});
  client.close();
  await expect.poll(() => heard).toEqual(['session.hello', 'bot.panic']);
});

test('probing answers with the greeting, or undefined when none answers in time', async () => {
  const folder = temporary();
  expect(await probeDaemon(path.join(folder, 'none.sock'))).toBeUndefined();
  await play(path.join(folder, 'mute.sock'), () => {});
  expect(await probeDaemon(path.join(folder, 'mute.sock'), { timeoutMs: 50 })).toBeUndefined();
  await play(path.join(folder, 'good.sock'), (line, socket) => void socket.write(helloTo(line)));
  expect(await probeDaemon(path.join(folder, 'good.sock'))).toMatchObject({ name: 'nightdesk' });
});

test('the same client over a WebSocket: calls, events of several lines in a frame, a bar, a loss', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  cleaners.push(() => new Promise((resolve) => server.close(resolve)));
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as net.AddressInfo).port}/ws`;
  let admit = true;
  server.on('connection', (socket) => {
    if (!admit) return socket.close(4401, 'log in first');
    socket.on('message', (data) => {
      const { id, method } = JSON.parse(String(data));
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: method === 'session.hello' ? HELLO : { seq: 0 } }));
      const event = (seq: number) => JSON.stringify({ jsonrpc: '2.0', method: 'event', params: { seq, ts: 1, topic: 'warning', data: {} } });
      if (method === 'events.subscribe') socket.send(`${event(1)}\n${event(2)}`);
    });
  });
  const client = clientOver(webSocketConnector(url));
  const seen: number[] = [];
  client.subscribe({ topics: ['warning'] }, { onEvent: ({ seq }) => void seen.push(seq ?? -1) });
  await expect.poll(() => seen).toEqual([1, 2]);
  admit = false;
  for (const socket of server.clients) socket.terminate();
  await expect.poll(() => client.state).toMatchObject({ name: 'unauthorised', reason: 'log in first' });
});

test('a WebSocket nobody answers has a reason a person can read', async () => {
  const client = clientOver(webSocketConnector('ws://127.0.0.1:9/ws'));
  await expect(client.call('session.ping', {})).rejects.toMatchObject({ message: 'no daemon answers at 127.0.0.1:9' });
});

test('pitfall x: a socket of another user is not spoken to, as secrets go over it', async () => {
  const file = path.join(temporary(), 'foreign.sock');
  const heard: string[] = [];
  await play(file, (line) => void heard.push(line));
  vi.spyOn(process, 'getuid').mockReturnValue(54_321);
  const client = clientOver(socketConnector(file));
  await expect(client.call('session.ping', {})).rejects.toMatchObject({ kind: 'unauthenticated', message: expect.stringContaining('belongs to another user') });
  vi.restoreAllMocks();
  expect(heard).toEqual([]);
});
