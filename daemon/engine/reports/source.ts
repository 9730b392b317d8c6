import type { Store } from '../../store/store.ts';
import { BookQueries } from '../queries.ts';
import { KeptCurve } from './kept-curve.ts';
import { KeptTrades } from './kept-trades.ts';
import type { ReportSource } from './reports.ts';

/** What reports are made of, from a store. */
export function reportSource(store: Pick<Store, 'prepare'>): ReportSource {
  const queries = new BookQueries(store);
  const trades = new KeptTrades(store);
  const curve = new KeptCurve(store);
  return {
    closedTrades: (account, since) => trades.closedTrades(account, since),
    equity: (account, since) => queries.equity(account, since),
    enteredTrades: (account, filter, page) => queries.enteredTrades(account, filter, page),
    tallies: (account) => ({ trades: trades.tally(account), curve: curve.curve(account) }),
  };
}
