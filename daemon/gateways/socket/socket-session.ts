import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { RpcError } from '../../protocol/rpc-error.ts';
import type { Role } from '../../protocol/schemas/common.ts';
import type { Peer, Session } from '../../rpc/session.ts';

const MAX_FAILURES = 3;

/**
 * Whoever can open the local socket is its owner. Where the system does not keep other users out (a Windows pipe is open
 * to all of the machine), `session.hello` has to carry the token first.
 */
export class SocketSession implements Session {
  readonly id = randomUUID();
  readonly who = 'local';
  readonly via = 'socket';
  onlyReads = false;
  readonly peer: Peer;
  readonly #digest: Buffer | undefined;
  #role: Role | undefined;
  #failures = 0;

  constructor(peer: Peer, token: string | undefined) {
    this.peer = peer;
    this.#digest = token === undefined ? undefined : digest(token);
    this.#role = token === undefined ? 'owner' : undefined;
  }

  get role(): Role | undefined {
    return this.#role;
  }

  /** Guessed too often: the connection is to be closed. */
  get barred(): boolean {
    return this.#failures >= MAX_FAILURES;
  }

  authenticate(token: string): void {
    if (this.#digest === undefined) return;
    if (!this.barred && timingSafeEqual(digest(token), this.#digest)) {
      this.#role = 'owner';
      return;
    }
    this.#failures += 1;
    throw new RpcError('unauthenticated', 'this token is not accepted', {
      field: 'token',
      hint: 'it stands in a file that only the owner of the daemon can read',
    });
  }
}

/** Hashed, so that both sides of the comparison are equally long. */
const digest = (token: string) => createHash('sha256').update(token).digest();
