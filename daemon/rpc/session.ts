import type { Role } from '../protocol/schemas/common.ts';

/** The other end of a connection that can be written to unasked. */
export interface Peer {
  /** Sends one line of JSON text, without its newline. */
  send(text: string): void;
  /** Bytes handed to `send` and not yet taken by the system. */
  readonly backlog: number;
  /** Ends the connection after what was sent. */
  close(): void;
  onClose(listener: () => void): void;
}

/** Who is calling, and by which way. */
export interface Session {
  readonly id: string;
  /** Name for the audit log, such as `local` or a token's name. */
  readonly who: string;
  readonly role: Role;
  /** Way in: `socket`, `http`, `ws`. */
  readonly via: string;
  /** Absent where nothing can be sent unasked (a single HTTP request). */
  readonly peer?: Peer;
}
