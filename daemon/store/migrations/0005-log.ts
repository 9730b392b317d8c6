import type { Migration } from '../migrate.ts';

export const log: Migration = {
  id: 5,
  name: 'log',
  sql: `
    CREATE TABLE logs (
      id INTEGER PRIMARY KEY,
      ts INTEGER NOT NULL,
      level INTEGER NOT NULL,
      source TEXT NOT NULL,
      text TEXT NOT NULL,
      ref TEXT,
      data TEXT
    ) STRICT;
    CREATE INDEX logs_by_level ON logs (level, id);
    CREATE INDEX logs_by_time ON logs (ts);
  `,
};
