import { randomBytes } from 'node:crypto';
import { RpcError } from '../protocol/index.ts';

const LIFE_MS = 60_000;
const MAX_OPEN = 200;

interface Open<T> {
  readonly who: string;
  readonly call: T;
  readonly expiresAt: number;
}

/** Dangerous calls that wait to be confirmed. Kept in memory only: after a restart, one asks again. */
export class Confirmations<T> {
  readonly #now: () => number;
  readonly #open = new Map<string, Open<T>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Puts a call by and answers the error that carries its token. */
  ask(who: string, method: string, danger: string, call: T): RpcError {
    this.#prune();
    const token = `cf_${randomBytes(18).toString('base64url')}`;
    const expiresAt = this.#now() + LIFE_MS;
    this.#open.set(token, { who, call, expiresAt });
    return new RpcError('confirmation_required', `${method} asks for confirmation: ${danger}`, {
      hint: 'call rpc.confirm with this token within 60 s to carry it out',
      token,
      expiresAt,
    });
  }

  /**
   * The call behind a token, once, for whoever was asked.
   *
   * @throws RpcError `not_found`; the same for an unknown, used, expired or foreign token
   */
  take(who: string, token: string): T {
    const open = this.#open.get(token);
    if (open === undefined || open.who !== who || open.expiresAt <= this.#now()) {
      throw new RpcError('not_found', 'this confirmation is unknown, used or expired', {
        field: 'token',
        hint: 'make the call again to get a new token; a token lives 60 s and works once, for the caller who got it',
      });
    }
    this.#open.delete(token);
    return open.call;
  }

  #prune(): void {
    const now = this.#now();
    for (const [token, open] of this.#open) {
      if (open.expiresAt > now && this.#open.size < MAX_OPEN) return;
      this.#open.delete(token);
    }
  }
}
