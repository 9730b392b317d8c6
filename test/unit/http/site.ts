import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type ConsoleSettings, HttpGateway } from '../../../daemon/gateways/http/gateway.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import type { Log } from '../../../daemon/log/log.ts';
import { Audit } from '../../../daemon/rpc/audit.ts';
import { Dispatcher } from '../../../daemon/rpc/dispatcher.ts';
import { rpcHandlers } from '../../../daemon/rpc/handlers/rpc.ts';
import { sessionHandlers } from '../../../daemon/rpc/handlers/session.ts';
import { tokensHandlers } from '../../../daemon/rpc/handlers/tokens.ts';
import { RateLimits } from '../../../daemon/rpc/limits.ts';
import { Tokens } from '../../../daemon/rpc/tokens/tokens.ts';
import { Store } from '../../../daemon/store/store.ts';

const FILES = {
  'index.html': '<!doctype html><title>console</title>',
  'assets/index-D3adB33f.js': `export const text = ${JSON.stringify('x'.repeat(2000))};`,
  'assets/font-Ab12Cd34.woff2': 'wOF2',
};

export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A gateway on a free port of loopback, with a small console to serve. */
export async function openSite({ settings, built = true }: { settings?: Partial<ConsoleSettings>; built?: boolean } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nightdesk-site-'));
  const rendererDir = path.join(folder, 'renderer');
  for (const [name, content] of built ? Object.entries(FILES) : []) {
    fs.mkdirSync(path.dirname(path.join(rendererDir, name)), { recursive: true });
    fs.writeFileSync(path.join(rendererDir, name), content);
  }
  fs.writeFileSync(path.join(folder, 'secret.txt'), 'outside');
  const store = new Store(':memory:');
  const journal = new Journal(store, new EventBus(() => {}));
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const tokens = new Tokens({ store, now });
  const logged: string[] = [];
  const note = (text: string, data?: object) => void logged.push(`${text} ${JSON.stringify(data ?? {})}`);
  const log: Log = { debug: note, info: note, warn: note, error: note, child: () => log };
  const dispatcher = new Dispatcher({
    handlers: {
      ...sessionHandlers({ version: '1.0', bootId: 'boot', journal, now, link: (role) => gateway.link(role) }),
      ...tokensHandlers({ tokens }),
      ...rpcHandlers({ version: '1.0' }),
    },
    store,
    audit: new Audit({ store, journal }),
    limits: new RateLimits({ rate: () => ({ perSecond: 1e6, burst: 1e6 }) }),
    log,
    now,
    validateResults: true,
  });
  const console: ConsoleSettings = { enabled: true, host: '127.0.0.1', port: 0, ...settings };
  const gateway: HttpGateway = new HttpGateway({ dispatcher, tokens, settings: () => console, log, rendererDir, now });
  await gateway.start();
  onTestFinished(async () => {
    await gateway.stop();
    store.close();
    fs.rmSync(folder, { recursive: true });
  });
  const port = Number(new URL(gateway.url ?? '').port);
  const get = (target: string, headers: http.OutgoingHttpHeaders = {}, more: { method?: string; body?: string | Buffer } = {}) =>
    request(port, target, headers, more);
  /** Lets a browser in and answers its cookie. */
  const signIn = async () => {
    const { url } = gateway.link('owner') ?? { url: '' };
    const reply = await get(url.slice(url.indexOf('/open')));
    return (reply.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  };
  return { gateway, tokens, dispatcher, clock, console, logged, port, get, signIn, rendererDir, folder };
}

/** A plain HTTP request, so that paths and headers go out exactly as given. */
function request(
  port: number,
  target: string,
  headers: http.OutgoingHttpHeaders,
  { method = 'GET', body }: { method?: string; body?: string | Buffer },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port, path: target, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('latin1') }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A WebSocket whose messages and end can be awaited. */
export function dial(port: number, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers });
  const messages: string[] = [];
  const waiting: Array<(text: string) => void> = [];
  socket.on('message', (data) => {
    const next = waiting.shift();
    if (next) next(String(data));
    else messages.push(String(data));
  });
  const opened = new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => {});
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })));
  const next = (): Promise<unknown> => {
    const text = messages.shift();
    return text === undefined ? new Promise((resolve) => waiting.push((late) => resolve(JSON.parse(late)))) : Promise.resolve(JSON.parse(text));
  };
  const call = (method: string, params: object = {}): Promise<unknown> => {
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    return next();
  };
  return { socket, opened, closed, next, call };
}
