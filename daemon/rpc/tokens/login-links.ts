import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../../protocol/schemas/common.ts';

const LIFE_MS = 5 * 60_000;
const MAX_OPEN = 20;

const digest = (code: string): string => createHash('sha256').update(code).digest('hex');

/** Codes of links that log a browser in, each once, for five minutes. In memory only: they do not outlive the daemon. */
export class LoginLinks {
  readonly #now: () => number;
  readonly #open = new Map<string, { role: Role; expiresAt: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  make(role: Role): { code: string; expiresAt: number } {
    if (this.#open.size >= MAX_OPEN) this.#open.delete(this.#open.keys().next().value ?? '');
    const code = randomBytes(32).toString('base64url');
    const expiresAt = this.#now() + LIFE_MS;
    this.#open.set(digest(code), { role, expiresAt });
    return { code, expiresAt };
  }

  /** The role the code gives, once; undefined for one that is unknown, used or expired. */
  redeem(code: string): Role | undefined {
    const key = digest(code);
    const link = this.#open.get(key);
    this.#open.delete(key);
    return link !== undefined && link.expiresAt > this.#now() ? link.role : undefined;
  }
}
