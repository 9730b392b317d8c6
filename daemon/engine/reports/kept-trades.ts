import type { Statement, Store } from '../../store/store.ts';
import type { ClosedTrade } from '../performance/input.ts';
import { TradeTally } from '../performance/trade-tally.ts';
import { CLOSED_COLUMNS, type ClosedRow, closedTradeOf } from '../queries.ts';

interface Kept {
  readonly account: string;
  readonly trades: ClosedTrade[];
  readonly tally: TradeTally;
  /** Rows that were looked at, also of trades that never were entered. */
  rows: number;
  /** Closing time of the last row. */
  until: number;
}

/**
 * The closed trades of the account asked for last. What is closed never changes, so that only those that closed since are
 * read; where the count shows that one closed out of order, after the clock was set back, all are read again.
 */
export class KeptTrades {
  readonly #rows: Statement<[string, number], ClosedRow>;
  readonly #count: Statement<[string, number], { count: number }>;
  #kept: Kept | undefined;

  constructor(store: Pick<Store, 'prepare'>) {
    this.#rows = store.prepare(`SELECT ${CLOSED_COLUMNS} FROM trades WHERE account = ? AND closed_at > ? ORDER BY closed_at, id`);
    this.#count = store.prepare('SELECT count(*) AS count FROM trades WHERE account = ? AND closed_at <= ?');
  }

  /** Those that closed at or after `since`, oldest first. */
  closedTrades(account: string, since = 0): readonly ClosedTrade[] {
    const { trades } = this.#upToDate(account);
    if (since <= 0) return trades;
    const from = trades.findLastIndex((trade) => trade.closedAt < since) + 1;
    return trades.slice(from);
  }

  /** What all of them come to. Not to be added to. */
  tally(account: string): TradeTally {
    return this.#upToDate(account).tally;
  }

  #upToDate(account: string): Kept {
    let kept = this.#kept;
    if (kept?.account !== account || this.#count.get(account, kept.until)?.count !== kept.rows) kept = newlyKept(account);
    for (const row of this.#rows.iterate(account, kept.until)) {
      kept.rows += 1;
      kept.until = row.closed_at;
      if (row.state !== 'closed') continue;
      const trade = closedTradeOf(row);
      kept.trades.push(trade);
      kept.tally.add(trade);
    }
    this.#kept = kept;
    return kept;
  }
}

const newlyKept = (account: string): Kept => ({ account, trades: [], tally: new TradeTally(), rows: 0, until: -1 });
