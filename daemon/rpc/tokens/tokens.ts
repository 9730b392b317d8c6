import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Result, RpcError } from '../../protocol/index.ts';
import type { Role } from '../../protocol/schemas/common.ts';
import type { Statement, Store } from '../../store/store.ts';
import { Lockout } from './lockout.ts';

export type TokenKind = 'token' | 'browser';
type TokenInfo = Result<'tokens.list'>['items'][number];

interface TokenRow {
  id: string;
  kind: TokenKind;
  name: string;
  role: Role;
  hash: Buffer;
  created_at: number;
  last_used_at: number | null;
  expires_at: number | null;
}

/** Whom a credential stands for. */
export interface Identity {
  readonly id: string;
  readonly who: string;
  readonly role: Role;
  /** UTC milliseconds; null never ends. */
  readonly expiresAt: number | null;
}

/** How exactly `lastUsedAt` is kept: a write to disk for every call would be too much. */
const USE_STEP_MS = 60_000;

const FORM = /^nd_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** SHA-256 is enough, since the secret is 32 random bytes and not a password. */
const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/**
 * API tokens and browser sessions: `nd_<id>_<secret>`. Only a hash of the secret is kept.
 */
export class Tokens {
  readonly #now: () => number;
  readonly #lockout: Lockout;
  readonly #onRevoke = new Set<(id: string) => void>();
  readonly #insert: Statement<[string, TokenKind, string, Role, Buffer, number, number | null]>;
  readonly #find: Statement<[string], TokenRow>;
  readonly #named: Statement<[TokenKind, string], TokenRow>;
  readonly #used: Statement<[number, string]>;
  readonly #delete: Statement<[string]>;
  readonly #deleteExpired: Statement<[number]>;
  readonly #all: Statement<[number], TokenRow>;

  constructor({ store, now = Date.now }: { store: Store; now?: () => number }) {
    this.#now = now;
    this.#lockout = new Lockout(now);
    this.#insert = store.prepare('INSERT INTO tokens (id, kind, name, role, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#find = store.prepare('SELECT * FROM tokens WHERE id = ?');
    this.#named = store.prepare('SELECT * FROM tokens WHERE kind = ? AND name = ?');
    this.#used = store.prepare('UPDATE tokens SET last_used_at = ? WHERE id = ?');
    this.#delete = store.prepare('DELETE FROM tokens WHERE id = ?');
    this.#deleteExpired = store.prepare('DELETE FROM tokens WHERE expires_at <= ?');
    this.#all = store.prepare('SELECT * FROM tokens WHERE expires_at IS NULL OR expires_at > ? ORDER BY created_at DESC, id');
  }

  /**
   * Makes an API token; the answer is the only place its secret is ever seen.
   *
   * @throws RpcError `conflict` when the name is taken, `invalid` when it would be expired at once
   */
  create(name: string, role: Role, expiresAt?: number): Result<'tokens.create'> {
    const now = this.#now();
    if (expiresAt !== undefined && expiresAt <= now) throw new RpcError('invalid', 'tokens.create: `expiresAt` lies in the past', { field: 'expiresAt' });
    this.#deleteExpired.run(now);
    if (this.#named.get('token', name)) {
      throw new RpcError('conflict', `there is a token named "${name}" already`, { field: 'name', hint: 'choose another name, or revoke that token first' });
    }
    return this.#make('token', name, role, expiresAt ?? null);
  }

  /** Makes the credential of a browser that was let in. */
  createBrowser(role: Role, expiresAt: number): Result<'tokens.create'> {
    this.#deleteExpired.run(this.#now());
    return this.#make('browser', undefined, role, expiresAt);
  }

  /**
   * Tells whom a token stands for.
   *
   * @param remote address the token came from; wrong ones are counted against it. A wrong secret locks only the token
   *   it was tried on, so that nobody can lock out others from the same machine.
   * @throws RpcError `unauthenticated`, or `rate_limited` after too many wrong ones
   */
  verify(token: string, remote: string): Identity {
    const [, id, secret] = FORM.exec(token) ?? [];
    const row = id === undefined ? undefined : this.#find.get(id);
    const key = `${remote} ${row?.id ?? 'unknown'}`;
    const wait = this.#lockout.wait(key);
    if (wait > 0) throw new RpcError('rate_limited', 'too many wrong tokens', { hint: `try again in ${Math.ceil(wait / 1000)} s`, retryAfterMs: wait });
    if (row === undefined || secret === undefined || !timingSafeEqual(digest(secret), row.hash)) {
      this.#lockout.failed(key);
      throw new RpcError('unauthenticated', 'this token is not known here', { field: 'token', hint: 'an owner makes one with `nightdesk token create`' });
    }
    const now = this.#now();
    if (row.expires_at !== null && row.expires_at <= now) {
      throw new RpcError('unauthenticated', `this token expired at ${new Date(row.expires_at).toISOString()}`, {
        field: 'token',
        hint: 'ask an owner for a new one',
      });
    }
    this.#lockout.succeeded(key);
    if (now - (row.last_used_at ?? 0) > USE_STEP_MS) this.#used.run(now, row.id);
    return { id: row.id, who: `${row.kind}:${row.name}`, role: row.role, expiresAt: row.expires_at };
  }

  list(): TokenInfo[] {
    return this.#all.all(this.#now()).map(({ id, kind, name, role, created_at, last_used_at, expires_at }) => ({
      id,
      kind,
      name,
      role,
      createdAt: created_at,
      lastUsedAt: last_used_at,
      expiresAt: expires_at,
    }));
  }

  /**
   * Ends a token and every connection it opened.
   *
   * @throws RpcError `not_found`
   */
  revoke(id: string): void {
    if (this.#delete.run(id).changes === 0) {
      throw new RpcError('not_found', `there is no token "${id}"`, { field: 'id', hint: 'tokens.list tells their ids' });
    }
    for (const listener of this.#onRevoke) listener(id);
  }

  /** @returns ends the listening */
  onRevoke(listener: (id: string) => void): () => void {
    this.#onRevoke.add(listener);
    return () => this.#onRevoke.delete(listener);
  }

  #make(kind: TokenKind, name: string | undefined, role: Role, expiresAt: number | null): Result<'tokens.create'> {
    const id = randomBytes(6).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    this.#insert.run(id, kind, name ?? id, role, digest(secret), this.#now(), expiresAt);
    return { id, token: `nd_${id}_${secret}`, name: name ?? id, role, expiresAt };
  }
}
