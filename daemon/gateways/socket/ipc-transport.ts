import { IPCModule, type IpcServer, type IpcSocket } from 'node-ipc';
import { FAULT, LineParser, MESSAGE } from '../../client/line-parser.ts';
import type { LineFault } from '../../protocol/lines.ts';
import { SocketConnection } from './socket-connection.ts';
import type { Connection, ConnectionHandler, Transport, TransportOptions } from './transport.ts';

interface Client {
  readonly connection: SocketConnection;
  readonly handler: ConnectionHandler;
}

/** The local socket on node-ipc, with newline JSON in place of its own envelope. */
export class NodeIpcTransport implements Transport {
  readonly #options: TransportOptions;
  readonly #clients = new Map<IpcSocket, Client>();
  #server: IpcServer | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  listen(path: string, accept: (connection: Connection) => ConnectionHandler): Promise<void> {
    const { limits, onFault } = this.#options;
    const parser = new LineParser(limits.maxLineBytes, onFault);
    const ipc = new IPCModule();
    // With `unlink` it would delete the socket of a daemon that runs; not silent, it prints on the console.
    Object.assign(ipc.config, { silent: true, unlink: false, parser, maxConnections: limits.maxConnections });
    return new Promise((resolve, reject) => {
      let listening = false;
      ipc.serve(serverPath(path), () => {
        listening = true;
        resolve();
      });
      const server = ipc.server;
      this.#server = server;
      server.on('connect', (socket: IpcSocket) => this.#serve(server, parser, socket, accept));
      server.on(MESSAGE, (value: unknown, socket: IpcSocket) => this.#clients.get(socket)?.handler.message(value));
      server.on(FAULT, (what: LineFault, socket: IpcSocket) => this.#clients.get(socket)?.handler.fault(what));
      server.on('error', (error: Error) => (listening ? onFault(error) : reject(error)));
      server.start();
    });
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    // node-ipc's own `stop` destroys the sockets with their last answers unsent.
    const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
    const connections = [...this.#clients.values()].map((client) => client.connection);
    for (const connection of connections) connection.close();
    await Promise.all([closed, ...connections.map((connection) => connection.closed)]);
  }

  #serve(server: IpcServer, parser: LineParser, socket: IpcSocket, accept: (connection: Connection) => ConnectionHandler): void {
    const connection = new SocketConnection(socket, (text) => server.emit(socket, MESSAGE, text), this.#options);
    const handler = connection.guard(accept(connection));
    this.#clients.set(socket, { connection, handler });
    connection.onClose(() => this.#clients.delete(socket));
    socket.on('end', () => {
      parser.end(socket.ipcBuffer, socket.ipcDispatch);
      handler.end();
    });
  }
}

/** node-ipc puts the prefix of a Windows pipe before every path, even one that has it. */
export const serverPath = (path: string): string => path.replace(/^\\\\[.?]\\pipe\\/, '');
