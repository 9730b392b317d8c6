import type { Log } from '../log/log.ts';
import type { Statement, Store } from '../store/store.ts';
import { Upkeep } from '../store/upkeep.ts';
import type { History } from './history.ts';
import type { Journal } from './journal.ts';

interface Options {
  readonly store: Store;
  readonly journal: Journal;
  readonly history: History;
  readonly log: Log;
  /** How much is kept: what is younger, and of that no more than so many events. Asked each time. */
  readonly keep: () => { readonly keepDays: number; readonly keepEvents: number };
  /** Number after which somebody is still being sent events. */
  readonly reading: () => number;
  readonly now?: () => number;
}

const DAY_MS = 86_400_000;
const CHUNK = 500;
/** Kept whatever its age, for who comes back after a short while. */
const LEAST = 1000;

/** Lets the oldest events go, but none that a channel or a subscriber has not read yet. */
export class JournalRetention {
  readonly #options: Options;
  readonly #channels: Statement<[], { cursor: number | null }>;
  readonly #upkeep: Upkeep;

  constructor(options: Options) {
    this.#options = options;
    // As the store knows them: a crash takes channels back to there.
    this.#channels = options.store.prepare('SELECT min(cursor) AS cursor FROM channel');
    this.#upkeep = new Upkeep({ piece: () => this.prune(), onFault: (error) => options.log.error('Old events could not be deleted', { error }) });
  }

  start(): void {
    this.#upkeep.start();
  }

  stop(): void {
    this.#upkeep.stop();
  }

  /** Deletes a few. @returns whether there may be more to delete */
  prune(): boolean {
    return this.#options.journal.forget(this.#dispensable(), CHUNK) === CHUNK;
  }

  /** Number of the last event that nobody needs. */
  #dispensable(): number {
    const { journal, history, keep, reading, now = Date.now } = this.#options;
    const { keepDays, keepEvents } = keep();
    const { lastSeq } = journal;
    const old = history.lastAt(now() - keepDays * DAY_MS, lastSeq);
    const unread = Math.min(reading(), this.#channels.get()?.cursor ?? lastSeq);
    return Math.min(Math.max(old, lastSeq - keepEvents), unread, lastSeq - LEAST);
  }
}
