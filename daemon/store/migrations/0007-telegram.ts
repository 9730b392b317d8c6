import type { Migration } from '../migrate.ts';

/** A topic of a group is its `thread_id`; 0 is the chat itself. */
export const telegram: Migration = {
  id: 7,
  name: 'telegram',
  sql: `
    CREATE TABLE telegram_bot (
      channel TEXT PRIMARY KEY,
      username TEXT,
      next_update INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE telegram_person (
      channel TEXT NOT NULL,
      user_id INTEGER NOT NULL,
      name TEXT NOT NULL,
      title TEXT NOT NULL,
      role TEXT NOT NULL,
      linked_at INTEGER NOT NULL,
      linked_by TEXT NOT NULL,
      PRIMARY KEY (channel, user_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE telegram_chat (
      channel TEXT NOT NULL,
      chat_id INTEGER NOT NULL,
      thread_id INTEGER NOT NULL,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      language TEXT NOT NULL,
      notify TEXT NOT NULL,
      linked_by INTEGER NOT NULL,
      linked_at INTEGER NOT NULL,
      PRIMARY KEY (channel, chat_id, thread_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE telegram_refusal (
      channel TEXT NOT NULL,
      target TEXT NOT NULL,
      reason TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (channel, target)
    ) STRICT, WITHOUT ROWID;
  `,
};
