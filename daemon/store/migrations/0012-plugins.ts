import type { Migration } from '../migrate.ts';

/** The plugins that an owner enabled, each with the digest of the code that was looked at. */
export const plugins: Migration = {
  id: 12,
  name: 'plugins',
  sql: `
    CREATE TABLE plugins (
      name TEXT PRIMARY KEY,
      sha256 TEXT NOT NULL,
      enabled_by TEXT NOT NULL,
      enabled_at INTEGER NOT NULL
    ) STRICT;
  `,
};
