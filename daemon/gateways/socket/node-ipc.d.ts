/** The part of node-ipc 14 that is used; it ships no types, and @types/node-ipc describes version 9. */
declare module 'node-ipc' {
  import type { Server, Socket } from 'node:net';

  export interface IpcMessage {
    type: string;
    data: unknown;
  }

  export interface IpcParser {
    readonly encoding: BufferEncoding;
    encode(type: string, data: unknown): string;
    /** @returns what is handed back as `kept` with the socket's next chunk */
    read(kept: unknown, chunk: string, receive: (message: IpcMessage) => void): unknown;
  }

  export interface IpcSocket extends Socket {
    /** What the parser keeps for this socket. */
    ipcBuffer: unknown;
    /** Where its messages go. */
    ipcDispatch: (message: IpcMessage) => void;
  }

  export interface IpcConfig {
    silent: boolean;
    unlink: boolean;
    maxConnections: number;
    maxRetries: number;
    stopRetrying: boolean;
    parser: IpcParser;
  }

  // biome-ignore lint/suspicious/noExplicitAny: each event has arguments of its own
  type Listener = (...args: any[]) => void;

  export interface IpcServer {
    readonly server: Server;
    on(event: string, listener: Listener): void;
    emit(socket: Socket, type: string, data: unknown): void;
    start(): void;
  }

  export interface IpcClient {
    readonly socket: Socket;
    on(event: string, listener: Listener): void;
    emit(type: string, data: unknown): void;
  }

  export class IPCModule {
    readonly config: IpcConfig;
    readonly server: IpcServer;
    readonly of: Record<string, IpcClient>;
    serve(path: string, started: () => void): void;
    connectTo(id: string, path: string, created?: () => void): void;
    disconnect(id: string): void;
  }
}
