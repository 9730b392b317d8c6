import type { Migration } from '../migrate.ts';

export const alerts: Migration = {
  id: 9,
  name: 'alerts',
  sql: `
    CREATE TABLE health (
      check_name TEXT PRIMARY KEY,
      failing_since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE alert_rule (
      id TEXT PRIMARY KEY,
      rule TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      fired INTEGER NOT NULL DEFAULT 0,
      fired_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE alert_subject (
      rule TEXT NOT NULL REFERENCES alert_rule (id) ON DELETE CASCADE,
      subject TEXT NOT NULL,
      armed INTEGER NOT NULL,
      fired_at INTEGER,
      PRIMARY KEY (rule, subject)
    ) STRICT, WITHOUT ROWID;
  `,
};
