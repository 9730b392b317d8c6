import type { Migration } from '../migrate.ts';

/**
 * Trades that were taken out of the books are read whenever books are opened, among any number of closed ones. They are not
 * closed: what is closed never changes again, and figures are kept that rest on it.
 */
export const deletedTrades: Migration = {
  id: 13,
  name: 'deleted-trades',
  sql: `
    ALTER TABLE trades ADD COLUMN deleted_at INTEGER;
    CREATE INDEX trades_deleted ON trades (account) WHERE state = 'deleted';
  `,
};
