import { thin, withDrawdown } from '../../engine/performance/equity.ts';
import { byPair, byReason, byStrategy, byTag } from '../../engine/performance/figures.ts';
import { type Book, type ClosedTrade, DAY, type EquitySample } from '../../engine/performance/input.ts';
import { byPeriod, periodStart } from '../../engine/performance/periods.ts';
import { summarise } from '../../engine/performance/summary.ts';
import type { Handlers } from '../handler.ts';

/** Where the figures come from; each throws `not_found` for an account that does not exist. */
export interface PerformanceSource {
  book(account: string): Book;
  /** Closed trades that closed at or after `since`, all when absent. */
  closedTrades(account: string, since?: number): readonly ClosedTrade[];
  /** Samples at or after `since` with the one before it, oldest first; all when absent. */
  equity(account: string, since?: number): readonly EquitySample[];
}

type Served =
  | 'performance.summary'
  | 'performance.byPair'
  | 'performance.byStrategy'
  | 'performance.byTag'
  | 'performance.byReason'
  | 'performance.periods'
  | 'performance.equity';

const DESK = 'paper';
const POINTS = 1000;

export function performanceHandlers({ source }: { source: PerformanceSource }): Handlers<Served> {
  return {
    'performance.summary': ({ account = DESK, days }) => {
      const book = source.book(account);
      const since = days === undefined ? undefined : book.now - days * DAY;
      return summarise({ book, trades: source.closedTrades(account, since), equity: source.equity(account, since), days });
    },
    'performance.byPair': ({ account = DESK }) => ({ items: byPair(source.closedTrades(account)) }),
    'performance.byStrategy': ({ account = DESK }) => ({ items: byStrategy(source.closedTrades(account)) }),
    'performance.byTag': ({ account = DESK, pair }) => ({ items: byTag(ofPair(source.closedTrades(account), pair)) }),
    'performance.byReason': ({ account = DESK, pair }) => ({ items: byReason(ofPair(source.closedTrades(account), pair)) }),
    'performance.periods': ({ account = DESK, unit, count }) => {
      const { now } = source.book(account);
      return { items: byPeriod(source.closedTrades(account, periodStart(now, unit, 1 - count)), unit, count, now) };
    },
    'performance.equity': ({ account = DESK, since, points = POINTS }) => {
      const series = withDrawdown(source.equity(account)).filter((point) => since === undefined || point.ts >= since);
      return { currency: source.book(account).currency, points: thin(series, points) };
    },
  };
}

const ofPair = (trades: readonly ClosedTrade[], pair: string | undefined): readonly ClosedTrade[] =>
  pair === undefined ? trades : trades.filter((trade) => trade.pair === pair);
