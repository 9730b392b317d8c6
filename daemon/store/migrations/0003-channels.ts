import type { Migration } from '../migrate.ts';

export const channels: Migration = {
  id: 3,
  name: 'channels',
  sql: `
    CREATE TABLE channel (
      id TEXT PRIMARY KEY,
      cursor INTEGER NOT NULL,
      state TEXT,
      reason TEXT,
      remedy TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      channel TEXT NOT NULL,
      target TEXT NOT NULL,
      seq INTEGER NOT NULL,
      part INTEGER NOT NULL,
      topic TEXT NOT NULL,
      text TEXT NOT NULL,
      message TEXT,
      key TEXT NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      reached INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL,
      next_try_at INTEGER NOT NULL DEFAULT 0,
      delivered_at INTEGER,
      provider_id TEXT,
      last_error TEXT
    ) STRICT;
    CREATE UNIQUE INDEX outbox_once ON outbox (channel, seq, part);
    CREATE INDEX outbox_open ON outbox (channel, target, id) WHERE state IN ('queued', 'sending');
    CREATE INDEX outbox_by_channel ON outbox (channel, id);
    CREATE INDEX outbox_by_state ON outbox (state, id);
    CREATE INDEX outbox_delivered ON outbox (channel, delivered_at) WHERE state = 'delivered';
  `,
};
