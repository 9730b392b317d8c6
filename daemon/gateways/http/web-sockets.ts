import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { MAX_LINE_BYTES, RpcError } from '../../protocol/index.ts';
import type { Dispatcher } from '../../rpc/dispatcher.ts';
import type { Identity, Tokens } from '../../rpc/tokens/tokens.ts';
import { hostAllowed, originAllowed } from './access.ts';
import { bearerOf, browserIdentity, remoteOf } from './credentials.ts';
import { Inbox } from './inbox.ts';
import { WebSocketPeer } from './web-socket-peer.ts';
import { CLOSE_UNAUTHENTICATED, WebSocketSession } from './web-socket-session.ts';

const MAX_CONNECTIONS = 256;
/** A connection that shows no credential in this time is closed. */
const HELLO_MS = 10_000;
const HEARTBEAT_MS = 30_000;
const MAX_UNANSWERED = 2;
/** How long open connections may take to part when the daemon stops. */
const PARTING_MS = 1_000;

interface Connection {
  readonly socket: WebSocket;
  /** Heartbeats sent since the last answer to one. */
  unanswered: number;
}

interface Options {
  readonly dispatcher: Dispatcher;
  readonly tokens: Tokens;
  readonly hosts: () => readonly string[];
  readonly port: () => number;
  readonly now: () => number;
}

interface Frame {
  readonly data: RawData;
  readonly binary: boolean;
}

/** The same JSON-RPC as on the local socket, one message per text frame, at `/ws`. */
export class WebSockets {
  readonly #options: Options;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_LINE_BYTES, perMessageDeflate: false });
  readonly #sessions = new Map<WebSocketSession, Connection>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unlisten: () => void;
  #count = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
    this.#unlisten = options.tokens.onRevoke((id) => {
      for (const session of this.#sessions.keys()) if (session.tokenId === id) session.peer.close(CLOSE_UNAUTHENTICATED, 'the credential was revoked');
    });
  }

  /** Takes the `upgrade` of an HTTP server. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    let identity: Identity | undefined;
    try {
      identity = this.#admit(request);
    } catch (error) {
      refuse(stream, error);
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#connected(socket, stream, request, identity));
  }

  async stop(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#unlisten();
    const closed = [...this.#sessions].map(([session, { socket }]) => {
      const gone = new Promise((resolve) => socket.once('close', resolve));
      session.peer.close(1001, 'the daemon stops', PARTING_MS);
      return gone;
    });
    this.#server.close();
    await Promise.all(closed);
  }

  /** A cookie counts only with an `Origin`, which every browser sends; whoever has none shows a token. */
  #admit(request: IncomingMessage): Identity | undefined {
    const { host, origin } = request.headers;
    if (request.url?.split('?')[0] !== '/ws') throw new RpcError('not_found', 'the WebSocket is at /ws');
    if (!hostAllowed(host, request.socket.localAddress, this.#options.hosts())) throw new RpcError('forbidden', 'this Host is not served');
    if (!originAllowed(origin, host)) throw new RpcError('forbidden', 'this Origin may not connect');
    if (this.#sessions.size >= MAX_CONNECTIONS) throw new RpcError('upstream_unavailable', 'too many connections');
    const bearer = bearerOf(request);
    if (bearer !== undefined) return this.#options.tokens.verify(bearer, remoteOf(request));
    return origin === undefined ? undefined : browserIdentity(request, this.#options.tokens, this.#options.port());
  }

  #connected(socket: WebSocket, stream: Duplex, request: IncomingMessage, identity: Identity | undefined): void {
    const { dispatcher, tokens, now } = this.#options;
    const peer = new WebSocketPeer(socket, stream);
    const session = new WebSocketSession({ id: `ws-${++this.#count}`, peer, tokens, remote: remoteOf(request), identity, now });
    const greeting = setTimeout(() => {
      if (session.role === undefined) peer.close(CLOSE_UNAUTHENTICATED, 'no credential was shown');
    }, HELLO_MS).unref();
    const connection: Connection = { socket, unanswered: 0 };
    this.#sessions.set(session, connection);
    dispatcher.open(session);
    socket.on('pong', () => {
      connection.unanswered = 0;
    });
    const inbox = new Inbox<Frame>({ source: socket, backlog: () => peer.backlog, handle: (frame) => this.#message(session, frame) });
    socket.on('message', (data, binary) => inbox.take({ data, binary }));
    // ws closes the connection itself, with the code that names the fault (too long, not UTF-8, bad frame).
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(greeting);
      inbox.end();
      session.end();
      this.#sessions.delete(session);
      dispatcher.close(session);
    });
  }

  #message(session: WebSocketSession, { data, binary }: Frame): void {
    const { dispatcher } = this.#options;
    if (binary) {
      session.peer.send(dispatcher.parseError(session, 'json'));
      session.peer.close(1003, 'text frames only');
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(String(data));
    } catch {
      session.peer.send(dispatcher.parseError(session, 'json'));
      return;
    }
    const answer = dispatcher.receive(session, message);
    if (answer instanceof Promise) void answer.then((text) => text !== undefined && session.peer.send(text));
    else if (answer !== undefined) session.peer.send(answer);
  }

  #beat(): void {
    for (const connection of this.#sessions.values()) {
      connection.unanswered += 1;
      if (connection.unanswered > MAX_UNANSWERED) connection.socket.terminate();
      else connection.socket.ping();
    }
  }
}

const STATUS: Partial<Record<RpcError['kind'], string>> = {
  unauthenticated: '401 Unauthorized',
  rate_limited: '429 Too Many Requests',
  not_found: '404 Not Found',
  upstream_unavailable: '503 Service Unavailable',
};

function refuse(stream: Duplex, error: unknown): void {
  const known = error instanceof RpcError ? error : new RpcError('internal', 'the daemon failed');
  const body = JSON.stringify({ error: known.toObject() });
  stream.end(
    `HTTP/1.1 ${STATUS[known.kind] ?? '403 Forbidden'}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
