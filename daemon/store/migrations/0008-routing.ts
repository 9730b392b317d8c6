import type { Migration } from '../migrate.ts';

export const routing: Migration = {
  id: 8,
  name: 'routing',
  sql: `
    ALTER TABLE outbox ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN hold TEXT;
    ALTER TABLE outbox ADD COLUMN hold_group TEXT;
    ALTER TABLE outbox ADD COLUMN digest_seq INTEGER;
    DROP INDEX outbox_open;
    CREATE INDEX outbox_open ON outbox (channel, target, priority DESC, id) WHERE state IN ('queued', 'sending');
    DROP INDEX outbox_delivered;
    CREATE INDEX outbox_told ON outbox (channel, delivered_at) WHERE state IN ('delivered', 'summarised');
    CREATE INDEX outbox_held ON outbox (channel, hold, hold_group, next_try_at) WHERE state = 'held';
    CREATE TABLE channel_window (
      channel TEXT NOT NULL,
      text_hash TEXT NOT NULL,
      began_at INTEGER NOT NULL,
      told INTEGER NOT NULL,
      PRIMARY KEY (channel, text_hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE channel_summary (
      channel TEXT NOT NULL,
      period TEXT NOT NULL,
      told_until INTEGER NOT NULL,
      PRIMARY KEY (channel, period)
    ) STRICT, WITHOUT ROWID;
  `,
};
