import type { Migration } from '../migrate.ts';

export const rpc: Migration = {
  id: 2,
  name: 'rpc',
  sql: `
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY,
      ts INTEGER NOT NULL,
      who TEXT NOT NULL,
      role TEXT NOT NULL,
      via TEXT NOT NULL,
      method TEXT NOT NULL,
      params TEXT NOT NULL,
      outcome TEXT NOT NULL,
      error TEXT,
      elapsed_ms REAL NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_who ON audit (who, id);
    CREATE INDEX audit_by_method ON audit (method, id);

    CREATE TABLE tokens (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      role TEXT NOT NULL,
      hash BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER,
      expires_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX tokens_by_name ON tokens (kind, name);

    CREATE TABLE idempotency (
      who TEXT NOT NULL,
      key TEXT NOT NULL,
      method TEXT NOT NULL,
      fingerprint BLOB NOT NULL,
      answer TEXT,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (who, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
  `,
};
