import type { Migration } from '../migrate.ts';

/** Pair locks. Times are in the calendar of the account's market; ids are shown as `l_<id>`. */
export const locks: Migration = {
  id: 11,
  name: 'locks',
  sql: `
    CREATE TABLE locks (
      id INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      pair TEXT NOT NULL,
      since INTEGER NOT NULL,
      until INTEGER NOT NULL,
      reason TEXT NOT NULL,
      who TEXT NOT NULL,
      protection TEXT,
      lifted_at INTEGER,
      lifted_by TEXT
    ) STRICT;
    CREATE INDEX locks_by_account ON locks (account, id);
    CREATE INDEX locks_in_force ON locks (account, until) WHERE lifted_at IS NULL;
    CREATE INDEX locks_by_protection ON locks (account, protection, id) WHERE protection IS NOT NULL;
  `,
};
