import { randomUUID } from 'node:crypto';
import type { JournalledTopic, Topic, TopicData } from '../protocol/index.ts';
import type { Statement, Store } from '../store/store.ts';
import type { EventBus } from './bus.ts';
import { eventOf, type StoredEvent } from './event.ts';

export type Emit = <T extends JournalledTopic>(topic: T, data: TopicData<T>) => number;

interface EventRow {
  seq: number;
  ts: number;
  topic: Topic;
  data: string;
}

export interface ReadOptions {
  /** Only events after this number. */
  since?: number;
  /** Only events up to this number. */
  upTo?: number;
  topics?: (topic: string) => boolean;
  /** At most this many events; 1,000 when absent. */
  limit?: number;
}

/**
 * The append-only record of what happened. A change of state and its events commit in one transaction; listeners
 * hear of them after the commit, so nobody ever acts on what a crash could take back. Numbers start at 1 and have no
 * gap over the life of the store; the oldest events may be gone.
 */
export class Journal {
  readonly storeId: string;
  readonly #store: Store;
  readonly #bus: EventBus;
  readonly #now: () => number;
  readonly #insert: Statement<[number, number, string, string]>;
  readonly #range: Statement<[number, number, number], EventRow>;
  readonly #delete: Statement<[number]>;
  #firstSeq: number;
  #lastSeq: number;
  #pending: StoredEvent[] = [];
  #afterCommit: Array<() => void> = [];

  constructor(store: Store, bus: EventBus, now: () => number = Date.now) {
    this.#store = store;
    this.#bus = bus;
    this.#now = now;
    this.#insert = store.prepare('INSERT INTO journal (seq, ts, topic, data) VALUES (?, ?, ?, ?)');
    this.#range = store.prepare('SELECT seq, ts, topic, data FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?');
    this.#delete = store.prepare('DELETE FROM journal WHERE seq <= ?');
    // One by one, since SQLite finds each at an end of the table, but both together only by going through it.
    const end = (which: 'min' | 'max') => store.prepare<[], { seq: number | null }>(`SELECT ${which}(seq) AS seq FROM journal`).get()?.seq;
    this.#firstSeq = end('min') ?? 1;
    this.#lastSeq = end('max') ?? 0;
    store.prepare('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)').run('storeId', randomUUID());
    this.storeId = store.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get('storeId')?.value ?? '';
  }

  /** Number of the last event committed. */
  get lastSeq(): number {
    return this.#lastSeq - this.#pending.length;
  }

  /** Number of the oldest event kept; one past the last while there is none. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** Whether a write is under way. */
  get writing(): boolean {
    return this.#store.inTransaction;
  }

  /**
   * Runs `work` in one transaction with the events it emits; a write inside a write joins it. If it throws, nothing
   * of it ever was. Synchronous only.
   */
  write<T>(work: (emit: Emit) => T): T {
    if (this.#store.inTransaction) return work(this.#emit);
    const before = this.#lastSeq;
    let result: T;
    try {
      result = this.#store.transaction(() => work(this.#emit));
    } catch (error) {
      this.#lastSeq = before;
      this.#pending = [];
      this.#afterCommit = [];
      throw error;
    }
    this.#flush();
    return result;
  }

  /** Appends one event and returns its number. */
  append<T extends JournalledTopic>(topic: T, data: TopicData<T>): number {
    return this.write((emit) => emit(topic, data));
  }

  /** Runs `effect` once the write under way is durable, or at once when there is none. Dropped if the write fails. */
  afterCommit(effect: () => void): void {
    if (this.#store.inTransaction) this.#afterCommit.push(effect);
    else effect();
  }

  /** Committed events in order. */
  read({ since = 0, upTo = this.lastSeq, topics, limit = 1000 }: ReadOptions = {}): StoredEvent[] {
    const found: StoredEvent[] = [];
    let position = since;
    while (found.length < limit && position < upTo) {
      const rows = this.#range.all(position, upTo, 1000);
      for (const row of rows) {
        position = row.seq;
        if (topics && !topics(row.topic)) continue;
        found.push(eventOf(row.seq, row.ts, row.topic, row.data));
        if (found.length === limit) break;
      }
      if (rows.length === 0) break;
    }
    return found;
  }

  /**
   * Deletes events up to a number, the oldest first, so that those kept have no gap whenever it ends. The last event stays:
   * the next one is numbered after it.
   *
   * @param limit at most so many
   * @returns how many
   */
  forget(upTo: number, limit: number): number {
    const end = Math.min(upTo, this.#firstSeq + limit - 1, this.lastSeq - 1);
    const count = end - this.#firstSeq + 1;
    if (count <= 0) return 0;
    this.#store.relaxed(() => this.#delete.run(end));
    this.#firstSeq = end + 1;
    return count;
  }

  readonly #emit: Emit = (topic, data) => {
    const seq = this.#lastSeq + 1;
    const event = eventOf(seq, this.#now(), topic, JSON.stringify(data));
    this.#insert.run(seq, event.ts, topic, event.json);
    this.#lastSeq = seq;
    this.#pending.push(event);
    return seq;
  };

  #flush(): void {
    const events = this.#pending;
    const effects = this.#afterCommit;
    this.#pending = [];
    this.#afterCommit = [];
    this.#bus.publish(events);
    for (const effect of effects) effect();
  }
}
