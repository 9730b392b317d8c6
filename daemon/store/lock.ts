import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

/** Another living process holds the lock. */
export class LockHeldError extends Error {
  override readonly name = 'LockHeldError';
}

/** A handle that is collected as garbage would let go of the lock, whoever forgot to keep it. */
const held = new Set<ProcessLock>();

/**
 * A lock between processes that ends with the process that holds it, however that ends: SQLite's own lock on a file,
 * which the system drops. There is no stale state to clean up.
 */
export class ProcessLock {
  readonly #db: Database.Database;

  /** @throws LockHeldError when another process holds it */
  constructor(file: string) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#db = new Database(file, { timeout: 0 });
    try {
      // In WAL mode an exclusive transaction would still let readers in, and leave files behind.
      this.#db.pragma('journal_mode = DELETE');
      this.#db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      this.#db.close();
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw new LockHeldError(`${file} is locked by another process`);
      throw error;
    }
    held.add(this);
  }

  release(): void {
    held.delete(this);
    this.#db.close();
  }
}
