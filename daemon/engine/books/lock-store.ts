import type { Statement, Store } from '../../store/store.ts';
import { columnsOf, type LockRecord } from './records.ts';
import { lockOf } from './rows.ts';

/** Reads and writes pair locks of all accounts. Those that ended stay, to be read. */
export class LockStore {
  readonly #onChange: () => void;
  readonly #insert: Statement;
  readonly #lift: Statement<[number, string, number]>;
  readonly #inForce: Statement<[string, number]>;

  /** @param onChange told of each write */
  constructor(store: Store, onChange: () => void) {
    this.#onChange = onChange;
    this.#insert = store.prepare('INSERT INTO locks (account, pair, since, until, reason, cause, who, protection) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#lift = store.prepare('UPDATE locks SET lifted_at = ?, lifted_by = ? WHERE id = ?');
    this.#inForce = store.prepare('SELECT * FROM locks WHERE account = ? AND until > ? AND lifted_at IS NULL ORDER BY id');
  }

  insert(lock: Omit<LockRecord, 'id'>): LockRecord {
    this.#onChange();
    const { account, pair, since, until, reason, who, protection } = lock;
    const { lastInsertRowid } = this.#insert.run(account, pair, since, until, ...columnsOf(reason), who, protection);
    return { ...lock, id: Number(lastInsertRowid) };
  }

  lift(id: number, at: number, who: string): void {
    this.#onChange();
    this.#lift.run(at, who, id);
  }

  /** Locks that end after `now` and were not lifted, oldest first. */
  inForce(account: string, now: number): LockRecord[] {
    return this.#inForce.all(account, now).map(lockOf);
  }
}
