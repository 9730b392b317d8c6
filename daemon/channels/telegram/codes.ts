import { randomInt } from 'node:crypto';
import type { Role } from '../../protocol/schemas/common.ts';

/** What a one-time code stands for. */
export interface Invitation {
  readonly channel: string;
  readonly role: Role;
  /** Who made it. */
  readonly by: string;
  readonly expiresAt: number;
}

const CODE_LIFE_MS = 10 * 60_000;
const MAX_OPEN = 20;
/** Wrong codes from one person before they have to wait. */
const TRIES = 5;
const LOCK_MS = 15 * 60_000;
const MAX_WATCHED = 1000;

/** Without letters and digits that look alike (https://www.crockford.com/base32.html). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

const normal = (text: string): string => text.toUpperCase().replace(/[-\s]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

/** Whether a word could be a code at all. */
export const looksLikeCode = (text: string): boolean => FORM.test(normal(text));

/** One-time codes that link people: 50 random bits, ten minutes. Kept in memory only: after a restart, one asks again. */
export class Codes {
  readonly #now: () => number;
  readonly #open = new Map<string, Invitation>();
  readonly #wrong = new Map<string, { count: number; until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  make(invitation: Omit<Invitation, 'expiresAt'>): { code: string; expiresAt: number } {
    this.#prune();
    const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const expiresAt = this.#now() + CODE_LIFE_MS;
    this.#open.set(code, { ...invitation, expiresAt });
    return { code, expiresAt };
  }

  /**
   * The invitation behind a code, once.
   *
   * @param from who shows it; after some wrong ones, theirs are not looked at for a while
   */
  take(channel: string, text: string, from: number): Invitation | undefined {
    const now = this.#now();
    const key = `${channel} ${from}`;
    const wrong = this.#wrong.get(key);
    if (wrong && wrong.count >= TRIES && wrong.until > now) return undefined;
    const code = normal(text);
    const invitation = this.#open.get(code);
    if (invitation?.channel === channel && invitation.expiresAt > now) {
      this.#open.delete(code);
      this.#wrong.delete(key);
      return invitation;
    }
    if (this.#wrong.size >= MAX_WATCHED) this.#wrong.delete(this.#wrong.keys().next().value ?? '');
    this.#wrong.set(key, { count: wrong && wrong.until > now ? wrong.count + 1 : 1, until: now + LOCK_MS });
    return undefined;
  }

  #prune(): void {
    const now = this.#now();
    for (const [code, { expiresAt }] of this.#open) {
      if (expiresAt > now && this.#open.size < MAX_OPEN) return;
      this.#open.delete(code);
    }
  }
}
