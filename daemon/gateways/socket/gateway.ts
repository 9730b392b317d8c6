import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { Log } from '../../log/log.ts';
import { MAX_LINE_BYTES } from '../../protocol/jsonrpc.ts';
import type { LineFault } from '../../protocol/lines.ts';
import { RpcError } from '../../protocol/rpc-error.ts';
import type { Session } from '../../rpc/session.ts';
import { NodeIpcTransport } from './ipc-transport.ts';
import { claimPlace } from './place.ts';
import { TokenGate } from './token-gate.ts';
import type { Connection, ConnectionHandler, MakeTransport, Transport, TransportLimits } from './transport.ts';

type Answer = string | undefined;

/** What carries out the calls: the one dispatcher behind every way in. */
export interface Receiver {
  open(session: Session): void;
  close(session: Session): void;
  receive(session: Session, message: unknown): Answer | Promise<Answer>;
  parseError(session: Session, what: LineFault): string;
}

export interface SocketLimits extends TransportLimits {
  /** Calls of one client under way at once; past it nothing more is read from that client. */
  readonly maxPending: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  maxConnections: 200,
  maxLineBytes: MAX_LINE_BYTES,
  pauseBytes: 1024 * 1024,
  maxBacklogBytes: 64 * 1024 * 1024,
  lingerMs: 1000,
  maxPending: 1000,
};

export interface SocketGatewayOptions {
  /** Unix socket, or Windows pipe. */
  readonly path: string;
  readonly dispatcher: Receiver;
  readonly log: Log;
  /** Asked of every connection in `session.hello`; needed where the system does not keep other users out (Windows). */
  readonly token?: string;
  readonly limits?: Partial<SocketLimits>;
  /** node-ipc unless told otherwise. */
  readonly transport?: MakeTransport;
}

/** JSON-RPC 2.0 on the local socket, one object a line. Who can open the socket is the owner. */
export class SocketGateway {
  readonly #options: SocketGatewayOptions;
  readonly #limits: SocketLimits;
  readonly #transport: Transport;
  readonly #pending = new Set<Promise<void>>();
  #connections = 0;

  constructor(options: SocketGatewayOptions) {
    this.#options = options;
    this.#limits = { ...SOCKET_LIMITS, ...options.limits };
    const make: MakeTransport = options.transport ?? ((settings) => new NodeIpcTransport(settings));
    // One more than are served, so that the one too many hears why.
    this.#transport = make({ limits: { ...this.#limits, maxConnections: this.#limits.maxConnections + 1 }, onFault: this.#onFault });
  }

  get connections(): number {
    return this.#connections;
  }

  /**
   * Takes the socket's place and listens.
   *
   * @throws {SocketPlaceError} when a daemon answers there already, or the place is not safe
   */
  async start(): Promise<void> {
    const { path } = this.#options;
    await claimPlace(path);
    await this.#transport.listen(path, (connection) => this.#accept(connection));
    if (process.platform !== 'win32') fs.chmodSync(path, 0o600);
  }

  /** Lets the calls under way end and their answers go out, then closes every connection and removes the socket. */
  async stop(): Promise<void> {
    await Promise.race([Promise.all(this.#pending), new Promise((resolve) => setTimeout(resolve, this.#limits.lingerMs).unref())]);
    await this.#transport.close();
  }

  #accept(connection: Connection): ConnectionHandler {
    this.#connections += 1;
    connection.onClose(() => {
      this.#connections -= 1;
    });
    if (this.#connections > this.#limits.maxConnections) return this.#refuse(connection);
    const { dispatcher, token } = this.#options;
    const session: Session = { id: randomUUID(), who: 'local', role: 'owner', via: 'socket', peer: connection };
    const gate = token === undefined ? undefined : new TokenGate(token);
    let pending = 0;
    let ended = false;
    let open = true;

    const settle = () => {
      pending -= 1;
      if (!open) return;
      if (pending < this.#limits.maxPending) connection.hold(false);
      if (ended && pending === 0) connection.close();
    };
    const carryOut = async (answer: Promise<Answer>) => {
      try {
        const text = await answer;
        if (text !== undefined) connection.send(text);
      } catch (error) {
        this.#onFault(error);
      } finally {
        settle();
      }
    };

    dispatcher.open(session);
    connection.onClose(() => {
      open = false;
      dispatcher.close(session);
    });
    return {
      message: (value) => {
        const verdict = gate?.judge(value);
        if (verdict?.pass === false) {
          if (verdict.answer !== undefined) connection.send(verdict.answer);
          if (verdict.close) connection.close();
          return;
        }
        const answer = dispatcher.receive(session, value);
        if (typeof answer === 'string') return connection.send(answer);
        if (answer === undefined) return;
        pending += 1;
        if (pending >= this.#limits.maxPending) connection.hold(true);
        const done = carryOut(answer);
        this.#pending.add(done);
        void done.then(() => this.#pending.delete(done));
      },
      fault: (what) => {
        connection.send(dispatcher.parseError(session, what));
        if (what === 'oversize') connection.close();
      },
      end: () => {
        ended = true;
        if (pending === 0) connection.close();
      },
    };
  }

  #refuse(connection: Connection): ConnectionHandler {
    const error = new RpcError('rate_limited', `the daemon already has ${this.#limits.maxConnections} connections`, { hint: 'close one and try again' });
    connection.send(JSON.stringify({ jsonrpc: '2.0', id: null, error: error.toObject() }));
    connection.close();
    return { message() {}, fault() {}, end() {} };
  }

  readonly #onFault = (error: unknown): void => {
    const { log } = this.#options;
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'EPIPE' || code === 'ECONNRESET') log.debug('a client hung up', { code });
    else log.error('a local connection failed', { error });
  };
}
