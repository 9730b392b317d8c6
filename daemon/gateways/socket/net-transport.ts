import net from 'node:net';
import { LineReader } from '../../protocol/lines.ts';
import { SocketConnection } from './socket-connection.ts';
import type { Connection, ConnectionHandler, Transport, TransportOptions } from './transport.ts';

/** The local socket on plain `node:net`: what takes over should node-ipc ever have to go. */
export class NodeNetTransport implements Transport {
  readonly #options: TransportOptions;
  readonly #connections = new Set<SocketConnection>();
  #server: net.Server | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  listen(path: string, accept: (connection: Connection) => ConnectionHandler): Promise<void> {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#serve(socket, accept));
    server.maxConnections = this.#options.limits.maxConnections;
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path }, () => {
        server.off('error', reject);
        server.on('error', this.#options.onFault);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const connections = [...this.#connections];
    for (const connection of connections) connection.close();
    await Promise.all([closed, ...connections.map((connection) => connection.closed)]);
  }

  #serve(socket: net.Socket, accept: (connection: Connection) => ConnectionHandler): void {
    const connection = new SocketConnection(socket, (text) => socket.write(text), this.#options);
    this.#connections.add(connection);
    connection.onClose(() => this.#connections.delete(connection));
    const handler = connection.guard(accept(connection));
    const reader = new LineReader(this.#options.limits.maxLineBytes);
    const sink = { message: handler.message, fault: handler.fault, thrown: this.#options.onFault };
    socket.setEncoding('latin1');
    socket.on('error', this.#options.onFault);
    socket.on('data', (chunk: string) => reader.push(chunk, sink));
    socket.on('end', () => {
      reader.end(sink);
      handler.end();
    });
  }
}
