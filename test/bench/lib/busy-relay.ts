import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { WebSocketPeer } from '../../../daemon/gateways/http/web-socket-peer.ts';
import type { StoredEvent } from '../../../daemon/journal/event.ts';
import { TOPICS } from '../../../daemon/protocol/index.ts';
import { Feed } from '../../../daemon/rpc/subscriptions/feed.ts';

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

interface Hearer {
  readonly page: WebSocket;
  readonly peer: WebSocketPeer;
  feed: Feed;
}

/**
 * Stands before a daemon's console and adds events to its streams by the daemon's own means, at the pace the page asks for,
 * so that it hears more than a desk of ten pairs has to tell.
 */
export async function busyRelay(daemon: string, next: (now: number) => StoredEvent): Promise<BusyRelay> {
  const { host, hostname, port } = new URL(daemon);
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, host, ...(request.headers.origin && { origin: daemon }) };
    const onward = http.request({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  const hearers = new Set<Hearer>();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (page, { headers, socket }) => {
    const hearer: Hearer = { page, peer: new WebSocketPeer(page, socket), feed: feedAt(0) };
    const onward = new WebSocket(`ws://${host}/ws`, { perMessageDeflate: false, headers: { cookie: headers.cookie ?? '', origin: daemon } });
    const early: string[] = [];
    page.on('message', (text) => {
      const { method, params } = JSON.parse(String(text)) as { method: string; params?: { pace?: number } };
      if (method === 'events.subscribe') {
        hearer.feed = feedAt(params?.pace ?? 0);
        hearer.feed.join({ peer: hearer.peer, feed: hearer.feed, position: 0, ended: false });
      }
      if (onward.readyState === WebSocket.OPEN) onward.send(String(text));
      else early.push(String(text));
    });
    onward.on('open', () => {
      for (const text of early.splice(0)) onward.send(text);
    });
    onward.on('message', (text) => page.send(String(text)));
    onward.on('close', () => page.close());
    onward.on('error', () => page.close());
    page.on('close', () => {
      hearers.delete(hearer);
      onward.close();
    });
    hearers.add(hearer);
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
    for (; owed >= 1 && sent < end && [...hearers].every(({ peer }) => peer.backlog < ENOUGH); owed -= 1) {
      const events = [next(Date.now())];
      for (const { feed } of hearers) feed.take(events);
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
      for (const { page } of hearers) page.terminate();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A page that reads slowly is given no more, so that it need never be taken out. */
const feedAt = (pace: number): Feed => new Feed({ topics: new Set(Object.keys(TOPICS)), pace, isSlow: () => false, onSlow: () => {} });
