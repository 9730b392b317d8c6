import type { Migration } from '../migrate.ts';

export const vault: Migration = {
  id: 6,
  name: 'vault',
  sql: `
    CREATE TABLE vault_key (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      kind TEXT NOT NULL,
      salt BLOB NOT NULL,
      nonce BLOB NOT NULL,
      wrapped BLOB NOT NULL
    ) STRICT;
    CREATE TABLE secrets (
      name TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      nonce BLOB NOT NULL,
      sealed BLOB NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
