import { randomBytes } from 'node:crypto';
import type { Message } from '../commands/command.ts';

/** A change that waits for a yes. */
export interface Pending {
  readonly id: string;
  /** Who asked; nobody else may answer. */
  readonly userId: number;
  readonly chat: number;
  readonly thread: number;
  readonly expiresAt: number;
  readonly carryOut: () => Promise<Message>;
}

export const CONFIRM_MS = 60_000;
const MOST = 200;

export type Taken = { readonly pending: Pending } | { readonly problem: 'gone' | 'foreign' };

/** Questions that wait for an answer, one for each person and chat. Kept in memory only: after a restart, one asks again. */
export class PendingConfirmations {
  readonly #now: () => number;
  readonly #open = new Map<string, Pending>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns the id for the buttons; an earlier question of the same person in the same chat is over */
  ask(question: Omit<Pending, 'id' | 'expiresAt'>): string {
    const now = this.#now();
    for (const open of this.#open.values()) {
      const same = open.userId === question.userId && open.chat === question.chat && open.thread === question.thread;
      if (same || open.expiresAt <= now || this.#open.size >= MOST) this.#open.delete(open.id);
    }
    const id = randomBytes(9).toString('base64url');
    this.#open.set(id, { ...question, id, expiresAt: now + CONFIRM_MS });
    return id;
  }

  /** The question behind a button, once, for the one who was asked. */
  take(id: string, userId: number): Taken {
    const pending = this.#open.get(id);
    if (!pending || pending.expiresAt <= this.#now()) return { problem: 'gone' };
    if (pending.userId !== userId) return { problem: 'foreign' };
    this.#open.delete(id);
    return { pending };
  }

  /** The question a word in the chat answers, once. */
  takeLast(userId: number, chat: number, thread: number): Pending | undefined {
    const now = this.#now();
    for (const pending of this.#open.values()) {
      if (pending.userId !== userId || pending.chat !== chat || pending.thread !== thread || pending.expiresAt <= now) continue;
      this.#open.delete(pending.id);
      return pending;
    }
    return undefined;
  }
}
