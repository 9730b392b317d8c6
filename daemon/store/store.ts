import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { migrate, refuseNewer } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';

export type Row = Record<string, unknown>;
export type Statement<P extends unknown[] | object = unknown[], R = Row> = Database.Statement<P extends unknown[] ? P : [P], R>;

/**
 * The daemon's SQLite file. Commits are durable when they return (WAL, `synchronous=FULL`): they survive the loss of
 * the process and of power. All statements run on the one connection of the one daemon.
 */
export class Store {
  readonly #db: Database.Database;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  /** Asked with every event; the library's own answer costs as much as a small insert. */
  #inTransaction = false;

  /**
   * Opens or creates the store and migrates it.
   *
   * @param file path of the database, or `:memory:`
   * @throws SchemaTooNewError when a newer daemon wrote it
   */
  constructor(file: string) {
    if (file !== ':memory:') fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#db = new Database(file);
    try {
      refuseNewer(this.#db, MIGRATIONS);
      if (file !== ':memory:') fs.chmodSync(file, 0o600);
      this.#db.pragma('journal_mode = WAL');
      this.#db.pragma('synchronous = FULL');
      this.#db.pragma('foreign_keys = ON');
      this.#db.pragma('busy_timeout = 5000');
      migrate(this.#db, MIGRATIONS);
    } catch (error) {
      this.#db.close();
      throw error;
    }
    this.#begin = this.#db.prepare('BEGIN IMMEDIATE');
    this.#commit = this.#db.prepare('COMMIT');
    this.#rollback = this.#db.prepare('ROLLBACK');
  }

  get file(): string {
    return this.#db.name;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  /** Prepares a statement; keep it and run it often. */
  prepare<P extends unknown[] | object = unknown[], R = Row>(sql: string): Statement<P, R> {
    return this.#db.prepare(sql) as unknown as Statement<P, R>;
  }

  /** Runs `work` in a transaction, or in the one under way. Synchronous only: an `await` inside would let strangers in. */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    this.#begin.run();
    this.#inTransaction = true;
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      if (this.#db.inTransaction) this.#rollback.run();
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  /**
   * Like `transaction`, without waiting for the disk: what it writes survives the process at once, and power only once a
   * later commit has reached the disk. For bookkeeping that does no harm when done again.
   */
  relaxed<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    this.#db.pragma('synchronous = NORMAL');
    try {
      return this.transaction(work);
    } finally {
      this.#db.pragma('synchronous = FULL');
    }
  }

  /** Bytes of the file, and of it those that were freed and are written over first. */
  size(): { bytes: number; freeBytes: number } {
    const pragma = (name: string) => this.#db.pragma(name, { simple: true }) as number;
    const page = pragma('page_size');
    return { bytes: pragma('page_count') * page, freeBytes: pragma('freelist_count') * page };
  }

  close(): void {
    this.#db.close();
  }
}
