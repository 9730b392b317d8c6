import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

const TICK_MS = 10;
/** Events in one turn, so that the page's calls get through between them. */
const MOST = 2000;
/** Bytes that wait for a page before it is given no more. */
const ENOUGH = 512 * 1024;

export interface BusyRelay {
  /** The console's address. */
  readonly url: string;
  /** Adds so many events a second to what the daemon tells, as many as the page takes for `Infinity`; until so many were added in all. */
  busy(perSecond: number, until?: number): void;
  /** Events added so far. */
  readonly sent: number;
  close(): void;
}

/** Stands before a daemon's console and adds events to its streams, so that a page hears more than a desk of ten pairs has to tell. */
export async function busyRelay(daemon: string, next: (now: number) => string): Promise<BusyRelay> {
  const { host, hostname, port } = new URL(daemon);
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, host, ...(request.headers.origin && { origin: daemon }) };
    const onward = http.request({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  const pages = new Set<WebSocket>();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (page, { headers }) => {
    const onward = new WebSocket(`ws://${host}/ws`, { perMessageDeflate: false, headers: { cookie: headers.cookie ?? '', origin: daemon } });
    const early: string[] = [];
    page.on('message', (text) => (onward.readyState === WebSocket.OPEN ? onward.send(String(text)) : early.push(String(text))));
    onward.on('open', () => {
      for (const text of early.splice(0)) onward.send(text);
    });
    onward.on('message', (text) => page.send(String(text)));
    onward.on('close', () => page.close());
    onward.on('error', () => page.close());
    page.on('close', () => {
      pages.delete(page);
      onward.close();
    });
    pages.add(page);
  });
  let rate = 0;
  let end = Number.POSITIVE_INFINITY;
  let owed = 0;
  let sent = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    owed = Math.min(owed + (rate * (now - last)) / 1000, rate, MOST);
    last = now;
    for (; owed >= 1 && sent < end && [...pages].every((page) => page.bufferedAmount < ENOUGH); owed -= 1) {
      const text = next(Date.now());
      for (const page of pages) page.send(text);
      sent += 1;
    }
  }, TICK_MS);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    busy(perSecond, until = Number.POSITIVE_INFINITY) {
      rate = perSecond;
      end = until;
      owed = 0;
    },
    get sent() {
      return sent;
    },
    close() {
      clearInterval(timer);
      for (const page of pages) page.terminate();
      server.closeAllConnections();
      server.close();
    },
  };
}
