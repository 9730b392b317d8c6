import type { Topic } from '../protocol/index.ts';
import type { Statement, Store } from '../store/store.ts';
import { eventOf, type StoredEvent } from './event.ts';

interface Row {
  seq: number;
  ts: number;
  topic: Topic;
  data: string;
}

interface Page {
  readonly topics: Iterable<Topic>;
  /** Numbers strictly between these are looked at. */
  readonly after: number;
  readonly before: number;
  readonly newestFirst: boolean;
  readonly limit: number;
}

/** Looks back into the journal by topic and time, each in time that depends on what is asked and not on its length. */
export class History {
  readonly #descending: Statement<[string, number, number, number], { seq: number }>;
  readonly #ascending: Statement<[string, number, number, number], { seq: number }>;
  readonly #row: Statement<[number], Row>;
  readonly #count: Statement<[string, number], { count: number }>;

  constructor(store: Store) {
    const range = 'SELECT seq FROM journal WHERE topic = ? AND seq > ? AND seq < ? ORDER BY seq';
    this.#descending = store.prepare(`${range} DESC LIMIT ?`);
    this.#ascending = store.prepare(`${range} LIMIT ?`);
    this.#row = store.prepare('SELECT seq, ts, topic, data FROM journal WHERE seq = ?');
    this.#count = store.prepare('SELECT count(*) AS count FROM journal WHERE topic = ? AND seq > ?');
  }

  /** Events of some topics, merged from the index of each. */
  page({ topics, after, before, newestFirst, limit }: Page): StoredEvent[] {
    const statement = newestFirst ? this.#descending : this.#ascending;
    const numbers: number[] = [];
    for (const topic of topics) for (const { seq } of statement.all(topic, after, before, limit)) numbers.push(seq);
    numbers.sort(newestFirst ? (a, b) => b - a : (a, b) => a - b);
    return numbers.slice(0, limit).map((seq) => this.#event(seq));
  }

  /** How many events a topic had after a number. */
  count(topic: Topic, after: number): number {
    return this.#count.get(topic, after)?.count ?? 0;
  }

  /** Time of an event, or null when there is none with that number. */
  timeOf(seq: number): number | null {
    return this.#row.get(seq)?.ts ?? null;
  }

  /**
   * The last number at or before a time, or one that is no longer kept. Numbers have no gap, so halving finds it; it
   * supposes that the clock never ran back.
   */
  lastAt(ts: number, lastSeq: number): number {
    let low = 0;
    let high = lastSeq;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.timeOf(middle) ?? 0) <= ts) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #event(seq: number): StoredEvent {
    const row = this.#row.get(seq);
    if (row === undefined) throw new Error(`the journal has no event ${seq}`);
    return eventOf(row.seq, row.ts, row.topic, row.data);
  }
}
