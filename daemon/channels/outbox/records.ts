import type { Statement, Store } from '../../store/store.ts';

export interface ChannelRecord {
  readonly id: string;
  /** Number of the last event routed. */
  readonly cursor: number;
  /** The state last told; null before the first. */
  readonly state: string | null;
  readonly reason: string | null;
  readonly remedy: string | null;
}

/** What the store knows of each channel beside its messages: how far it has read, and how it was. */
export class ChannelRecords {
  readonly #all: Statement<[], ChannelRecord>;
  readonly #get: Statement<[string], ChannelRecord>;
  readonly #add: Statement<[string, number]>;
  readonly #cursor: Statement<[number, string]>;
  readonly #state: Statement<[string, string | null, string | null, string]>;
  readonly #delete: Statement<[string]>;

  constructor(store: Store) {
    this.#all = store.prepare('SELECT * FROM channel');
    this.#get = store.prepare('SELECT * FROM channel WHERE id = ?');
    this.#add = store.prepare('INSERT OR IGNORE INTO channel (id, cursor) VALUES (?, ?)');
    this.#cursor = store.prepare('UPDATE channel SET cursor = ? WHERE id = ?');
    this.#state = store.prepare('UPDATE channel SET state = ?, reason = ?, remedy = ? WHERE id = ?');
    this.#delete = store.prepare('DELETE FROM channel WHERE id = ?');
  }

  all(): ChannelRecord[] {
    return this.#all.all();
  }

  get(id: string): ChannelRecord | undefined {
    return this.#get.get(id);
  }

  /** Notes a new channel that has seen everything up to `cursor`; a known one keeps its place. */
  add(id: string, cursor: number): void {
    this.#add.run(id, cursor);
  }

  setCursor(id: string, cursor: number): void {
    this.#cursor.run(cursor, id);
  }

  setState(id: string, state: string, reason: string | null, remedy: string | null): void {
    this.#state.run(state, reason, remedy, id);
  }

  delete(id: string): void {
    this.#delete.run(id);
  }
}
