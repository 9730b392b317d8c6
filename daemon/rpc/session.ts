import type { Role } from '../protocol/schemas/common.ts';

/** The other end of a connection that can be written to unasked. */
export interface Peer {
  /**
   * Sends JSON text without its last newline. Several texts may come joined by newlines, so that a batch of events is
   * one write; where messages have frames of their own, each line is one message. Never throws: after the end of the
   * connection it does nothing.
   */
  send(text: string): void;
  /** Bytes handed to `send` and not yet taken by the system. */
  readonly backlog: number;
  /** Ends the connection after what was sent; cuts it when the other side does not read on. */
  close(): void;
  onClose(listener: () => void): void;
}

/** Who is calling, and by which way. */
export interface Session {
  readonly id: string;
  /** Name for the audit log, such as `local` or `token grafana`. One name is one principal: limits and idempotency keys go by it. */
  readonly who: string;
  /** Undefined until a credential was shown; then only public methods may be called. */
  readonly role: Role | undefined;
  /** Way in: `socket`, `http`, `ws`. */
  readonly via: string;
  /** Set by `session.hello` where no protocol was agreed on: what the caller means by a change is not known, so that all are refused. */
  onlyReads?: boolean;
  /** Absent where nothing can be sent unasked (a single HTTP request). */
  readonly peer?: Peer;
  /**
   * Takes the credential of `session.hello` where the way in asks for one, and sets `who` and `role`.
   *
   * @throws RpcError `unauthenticated`, or `rate_limited` after too many wrong ones
   */
  authenticate?(token: string): void;
}
