import fs from 'node:fs';
import type Database from 'better-sqlite3';

export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** The store was written by a newer daemon. Nothing was touched. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';
  constructor(file: string, found: number, known: number) {
    super(`${file} has schema ${found}, this daemon knows schemas up to ${known}. Start the newer daemon, or restore a backup (${file}.backup-*).`);
  }
}

/** @throws SchemaTooNewError when a newer daemon wrote the file; to be asked before anything is changed in it */
export function refuseNewer(db: Database.Database, migrations: readonly Migration[]): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)?.id ?? 0;
  if (found > newest) throw new SchemaTooNewError(db.name, found, newest);
}

/**
 * Brings the schema up to the newest migration, each in a transaction of its own. A store that holds data is first
 * copied to `<file>.backup-<schema>`.
 */
export function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found === (migrations.at(-1)?.id ?? 0)) return;
  if (found > 0 && !db.memory) backup(db, `${db.name}.backup-${found}`);
  for (const migration of migrations) {
    if (migration.id <= found) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.id}`);
    }).exclusive();
  }
}

function backup(db: Database.Database, target: string): void {
  fs.rmSync(target, { force: true });
  db.prepare('VACUUM INTO ?').run(target);
  fs.chmodSync(target, 0o600);
}
