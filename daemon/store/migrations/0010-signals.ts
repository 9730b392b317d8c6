import type { Migration } from '../migrate.ts';

export const signals: Migration = {
  id: 10,
  name: 'signals',
  sql: `
    CREATE TABLE signal_hook (
      id TEXT PRIMARY KEY,
      hook TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE signal (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      hook TEXT NOT NULL,
      account TEXT NOT NULL,
      ts INTEGER NOT NULL,
      remote TEXT NOT NULL,
      delivery TEXT,
      digest BLOB NOT NULL,
      message TEXT NOT NULL,
      action TEXT,
      pair TEXT,
      outcome TEXT NOT NULL,
      status INTEGER NOT NULL,
      reason TEXT,
      orders TEXT NOT NULL,
      repeats INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX signal_by_delivery ON signal (hook, delivery, id) WHERE delivery IS NOT NULL;
    CREATE INDEX signal_by_hook ON signal (hook, id);
    CREATE INDEX signal_by_time ON signal (ts);
  `,
};
