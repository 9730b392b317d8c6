import Database from 'better-sqlite3';
import type { Row, Statement } from './store.ts';

/** A second, read-only connection to the store, for another thread. It sees what was committed, and never makes the first wait. */
export class ReadStore {
  readonly #db: Database.Database;

  /** @param file a store that the daemon has opened, and migrated, already */
  constructor(file: string) {
    this.#db = new Database(file, { readonly: true, fileMustExist: true });
  }

  /** Prepares a statement; keep it and run it often. */
  prepare<P extends unknown[] | object = unknown[], R = Row>(sql: string): Statement<P, R> {
    return this.#db.prepare(sql) as unknown as Statement<P, R>;
  }

  /** Runs `work` on the store as it is at this moment, whatever is written meanwhile. */
  snapshot<T>(work: () => T): T {
    return this.#db.transaction(work).deferred();
  }

  close(): void {
    this.#db.close();
  }
}
