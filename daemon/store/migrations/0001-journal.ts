import type { Migration } from '../migrate.ts';

export const journal: Migration = {
  id: 1,
  name: 'journal',
  sql: `
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY,
      ts INTEGER NOT NULL,
      topic TEXT NOT NULL,
      data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX journal_by_topic ON journal (topic, seq);
  `,
};
