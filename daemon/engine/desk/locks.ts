import type { Journal } from '../../journal/journal.ts';
import { RpcError } from '../../protocol/errors.ts';
import { ALL_PAIRS } from '../../protocol/schemas/locks.ts';
import { type Said, say } from '../../protocol/texts/english.ts';
import type { LockStore } from '../books/lock-store.ts';
import { type Because, type LockRecord, lockId, toLock } from '../books/records.ts';

export interface LockDraft {
  /** Or `*`, for all. */
  readonly pair: string;
  /** Market time. */
  readonly until: number;
  readonly reason: Because;
  readonly who: string;
}

export interface ProtectionDraft extends Omit<LockDraft, 'who'> {
  readonly protection: string;
  readonly kind: string;
}

export interface PairLocksOptions {
  readonly account: string;
  readonly store: LockStore;
  readonly journal: Journal;
  /** Market time. */
  readonly now: () => number;
}

/** What keeps new entries of an account back for a time. A lock ends by itself; nobody has to be told. */
export class PairLocks {
  readonly #options: PairLocksOptions;
  #locks: readonly LockRecord[];

  constructor(options: PairLocksOptions) {
    this.#options = options;
    this.#locks = options.store.inForce(options.account, options.now());
  }

  /** Locks in force, oldest first. */
  get active(): readonly LockRecord[] {
    if (this.#locks.length === 0) return this.#locks;
    const now = this.#options.now();
    if (this.#locks.some((lock) => lock.until <= now)) this.#locks = this.#locks.filter((lock) => lock.until > now);
    return this.#locks;
  }

  /** The lock that keeps entries of a pair back longest. */
  on(pair: string): LockRecord | undefined {
    let longest: LockRecord | undefined;
    for (const lock of this.active) if (covers(lock, pair) && (longest === undefined || lock.until > longest.until)) longest = lock;
    return longest;
  }

  /** Sets a lock by hand. Call inside a write. @throws RpcError `invalid` when it would end before it began */
  set(draft: LockDraft): LockRecord {
    if (draft.until <= this.#options.now()) throw new RpcError('invalid', 'until: lies in the past', { field: 'until', hint: 'Give a later time, or minutes' });
    const lock = this.#insert({ ...draft, protection: null });
    this.#options.journal.append('lock.set', { account: lock.account, lock: toLock(lock) });
    return lock;
  }

  /** Sets a lock for a protection, unless one in force lasts as long anyhow. Call inside a write. */
  protect({ protection, kind, ...draft }: ProtectionDraft): void {
    if (draft.until <= this.#options.now()) return;
    if (this.active.some((lock) => covers(lock, draft.pair) && lock.until >= draft.until)) return;
    const lock = this.#insert({ ...draft, who: `protection ${protection}`, protection });
    const topic = draft.pair === ALL_PAIRS ? 'protection.global' : 'protection.triggered';
    this.#options.journal.append(topic, { account: lock.account, protection, kind, lock: toLock(lock) });
  }

  /** Call inside a write. */
  lift(which: (lock: LockRecord) => boolean, who: string): LockRecord[] {
    const { store, journal, now } = this.#options;
    const at = now();
    const lifted = this.active.filter(which).map((lock) => ({ ...lock, liftedAt: at, liftedBy: who }));
    const ids = new Set(lifted.map((lock) => lock.id));
    this.#locks = this.#locks.filter((lock) => !ids.has(lock.id));
    for (const lock of lifted) {
      store.lift(lock.id, at, who);
      journal.append('lock.lifted', { account: lock.account, lock: toLock(lock) });
    }
    return lifted;
  }

  #insert(draft: LockDraft & { readonly protection: string | null }): LockRecord {
    const { store, account, now } = this.#options;
    const lock = store.insert({ ...draft, account, since: now(), liftedAt: null, liftedBy: null });
    this.#locks = [...this.active, lock];
    return lock;
  }
}

const covers = (lock: LockRecord, pair: string): boolean => lock.pair === ALL_PAIRS || lock.pair === pair;

/** What a lock does and why, for people. */
export const saidOf = ({ id, pair, until, protection, reason }: LockRecord): Said => {
  const where = pair === ALL_PAIRS ? undefined : pair;
  const params = { lock: lockId(id), pair: where, until, protection: protection ?? undefined, reason: reason.text || undefined };
  return say({ code: 'locked', params, ...(reason.is && { cause: reason.is }) });
};
