import type { Role } from '../../protocol/schemas/common.ts';
import type { Session } from '../../rpc/session.ts';
import type { Identity, Tokens } from '../../rpc/tokens/tokens.ts';
import type { WebSocketPeer } from './web-socket-peer.ts';

/** `setTimeout` takes no more than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Close codes of our own, from the range meant for applications (RFC 6455 §7.4.2). */
export const CLOSE_UNAUTHENTICATED = 4401;

/** A WebSocket's session. Its credential comes with the handshake or with `session.hello`, and may end while it is open. */
export class WebSocketSession implements Session {
  readonly id: string;
  readonly via = 'ws';
  onlyReads = false;
  readonly peer: WebSocketPeer;
  readonly #tokens: Tokens;
  readonly #remote: string;
  readonly #now: () => number;
  #identity: Identity | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(options: { id: string; peer: WebSocketPeer; tokens: Tokens; remote: string; identity: Identity | undefined; now: () => number }) {
    this.id = options.id;
    this.peer = options.peer;
    this.#tokens = options.tokens;
    this.#remote = options.remote;
    this.#now = options.now;
    if (options.identity) this.#become(options.identity);
  }

  get who(): string {
    return this.#identity?.who ?? `stranger at ${this.#remote}`;
  }

  get role(): Role | undefined {
    return this.#identity?.role;
  }

  get tokenId(): string | undefined {
    return this.#identity?.id;
  }

  authenticate(token: string): void {
    this.#become(this.#tokens.verify(token, this.#remote));
  }

  /** The connection is gone. */
  end(): void {
    clearTimeout(this.#expiry);
  }

  #become(identity: Identity): void {
    this.#identity = identity;
    this.#watchExpiry();
  }

  #watchExpiry(): void {
    clearTimeout(this.#expiry);
    const { expiresAt } = this.#identity ?? {};
    if (expiresAt === undefined || expiresAt === null) return;
    const left = expiresAt - this.#now();
    if (left <= 0) {
      this.#identity = undefined;
      this.peer.close(CLOSE_UNAUTHENTICATED, 'the credential expired');
    } else this.#expiry = setTimeout(() => this.#watchExpiry(), Math.min(left, LONGEST_TIMER_MS)).unref();
  }
}
