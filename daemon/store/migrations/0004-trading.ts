import type { Migration } from '../migrate.ts';

/**
 * The books. Money and amounts are decimal text, exact; times are UTC milliseconds in the calendar of the account's
 * market. Ids are shown as `o_<id>`, `f_<id>`, `t_<id>`.
 */
export const trading: Migration = {
  id: 4,
  name: 'trading',
  sql: `
    CREATE TABLE accounts (
      account TEXT PRIMARY KEY,
      currency TEXT NOT NULL,
      start_balance TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      state TEXT NOT NULL,
      state_since INTEGER NOT NULL,
      state_reason TEXT,
      peak_equity TEXT NOT NULL,
      max_drawdown TEXT NOT NULL DEFAULT '0',
      max_drawdown_ratio REAL NOT NULL DEFAULT 0,
      day INTEGER NOT NULL,
      day_equity TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE balances (
      account TEXT NOT NULL,
      currency TEXT NOT NULL,
      total TEXT NOT NULL,
      PRIMARY KEY (account, currency)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trades (
      id INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      pair TEXT NOT NULL,
      strategy TEXT,
      state TEXT NOT NULL,
      held TEXT NOT NULL DEFAULT '0',
      entered TEXT NOT NULL DEFAULT '0',
      exited TEXT NOT NULL DEFAULT '0',
      entry_cost TEXT NOT NULL DEFAULT '0',
      exit_value TEXT NOT NULL DEFAULT '0',
      entry_fees TEXT NOT NULL DEFAULT '0',
      exit_fees TEXT NOT NULL DEFAULT '0',
      basis TEXT NOT NULL DEFAULT '0',
      realised TEXT NOT NULL DEFAULT '0',
      stop_price TEXT,
      peak_price TEXT,
      entry_tag TEXT,
      exit_reason TEXT,
      opened_at INTEGER NOT NULL,
      closed_at INTEGER
    ) STRICT;
    CREATE INDEX trades_by_account ON trades (account, id);
    CREATE INDEX trades_by_closing ON trades (account, closed_at) WHERE closed_at IS NOT NULL;
    CREATE INDEX trades_open ON trades (account) WHERE state IN ('opening', 'open', 'closing');

    CREATE TABLE orders (
      id INTEGER PRIMARY KEY,
      client_order_id TEXT NOT NULL UNIQUE,
      account TEXT NOT NULL,
      pair TEXT NOT NULL,
      side TEXT NOT NULL,
      type TEXT NOT NULL,
      state TEXT NOT NULL,
      amount TEXT NOT NULL,
      price TEXT,
      filled TEXT NOT NULL DEFAULT '0',
      cost TEXT NOT NULL DEFAULT '0',
      fee TEXT NOT NULL DEFAULT '0',
      fee_currency TEXT NOT NULL,
      purpose TEXT NOT NULL,
      trade_id INTEGER NOT NULL REFERENCES trades (id),
      strategy TEXT,
      tag TEXT,
      reason TEXT,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX orders_by_account ON orders (account, id);
    CREATE INDEX orders_by_trade ON orders (trade_id);
    CREATE INDEX orders_active ON orders (account) WHERE state IN ('pending', 'open', 'partially_filled', 'unknown');

    CREATE TABLE fills (
      id INTEGER PRIMARY KEY,
      order_id INTEGER NOT NULL REFERENCES orders (id),
      ts INTEGER NOT NULL,
      price TEXT NOT NULL,
      amount TEXT NOT NULL,
      fee TEXT NOT NULL,
      fee_currency TEXT NOT NULL,
      liquidity TEXT NOT NULL
    ) STRICT;
    CREATE INDEX fills_by_order ON fills (order_id);

    CREATE TABLE equity (
      account TEXT NOT NULL,
      ts INTEGER NOT NULL,
      equity TEXT NOT NULL,
      PRIMARY KEY (account, ts)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE replays (
      id INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      digest TEXT NOT NULL,
      pair TEXT NOT NULL,
      timeframe TEXT NOT NULL,
      strategy TEXT NOT NULL,
      terms TEXT NOT NULL,
      speed TEXT NOT NULL,
      state TEXT NOT NULL,
      candle INTEGER NOT NULL DEFAULT 0,
      candles INTEGER NOT NULL,
      ticks INTEGER NOT NULL DEFAULT 0,
      market_time INTEGER,
      started_at INTEGER NOT NULL,
      elapsed_ms INTEGER NOT NULL DEFAULT 0,
      error TEXT,
      summary TEXT
    ) STRICT;
  `,
};
