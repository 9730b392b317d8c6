import type { LineFault } from '../../protocol/lines.ts';
import type { Peer } from '../../rpc/session.ts';

/** One client's connection, as a transport hands it out. */
export interface Connection extends Peer {
  /** While on, nothing more is read from the client; what it sends waits in its own buffers. */
  hold(on: boolean): void;
}

export interface ConnectionHandler {
  message(value: unknown): void;
  fault(what: LineFault): void;
  /** The client will send no more, and may still read. */
  end(): void;
}

export interface TransportLimits {
  readonly maxConnections: number;
  /** Longest line taken, bytes. */
  readonly maxLineBytes: number;
  /** Unread bytes past which nothing more is read from that client. */
  readonly pauseBytes: number;
  /** Unread bytes past which the client is cut off. */
  readonly maxBacklogBytes: number;
  /** How long a closing connection may show no progress before it is cut, ms. */
  readonly lingerMs: number;
}

export interface TransportOptions {
  readonly limits: TransportLimits;
  /** Told what went wrong on a connection or in a handler; never fatal. */
  readonly onFault: (error: unknown) => void;
}

/** A way to carry lines of JSON over a local socket (on Windows a named pipe). */
export interface Transport {
  /**
   * Listens on `path`, which must be free; calls `accept` for each client.
   *
   * @throws the system's error when the path cannot be listened on
   */
  listen(path: string, accept: (connection: Connection) => ConnectionHandler): Promise<void>;
  /** Takes no more clients, drains and closes those there are, and removes the socket's file. */
  close(): Promise<void>;
}

export type MakeTransport = (options: TransportOptions) => Transport;
