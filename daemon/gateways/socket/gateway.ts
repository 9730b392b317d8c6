import fs from 'node:fs';
import type { Log } from '../../log/log.ts';
import { MAX_LINE_BYTES } from '../../protocol/jsonrpc.ts';
import { RpcError } from '../../protocol/rpc-error.ts';
import { NodeIpcTransport } from './ipc-transport.ts';
import { claimPlace } from './place.ts';
import { type Receiver, ServedClient } from './served-client.ts';
import type { Connection, ConnectionHandler, MakeTransport, Transport, TransportLimits } from './transport.ts';

export interface SocketLimits extends TransportLimits {
  /** Calls of one client under way at once; past it nothing more is read from that client. */
  readonly maxPending: number;
}

const SOCKET_LIMITS: SocketLimits = {
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
  readonly #clients = new Set<ServedClient>();

  constructor(options: SocketGatewayOptions) {
    this.#options = options;
    this.#limits = { ...SOCKET_LIMITS, ...options.limits };
    const make: MakeTransport = options.transport ?? ((settings) => new NodeIpcTransport(settings));
    // One more than are served, so that the one too many hears why.
    this.#transport = make({ limits: { ...this.#limits, maxConnections: this.#limits.maxConnections + 1 }, onFault: this.#onFault });
  }

  get connections(): number {
    return this.#clients.size;
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
    const idle = Promise.all([...this.#clients].map((client) => client.idle()));
    await Promise.race([idle, new Promise((resolve) => setTimeout(resolve, this.#limits.lingerMs).unref())]);
    await this.#transport.close();
  }

  #accept(connection: Connection): ConnectionHandler {
    if (this.#clients.size >= this.#limits.maxConnections) return this.#refuse(connection);
    const { dispatcher, token } = this.#options;
    const client = new ServedClient({ connection, dispatcher, token, maxPending: this.#limits.maxPending, onFault: this.#onFault });
    this.#clients.add(client);
    connection.onClose(() => this.#clients.delete(client));
    return client;
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
