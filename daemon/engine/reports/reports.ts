import type { ParsedParams, Result } from '../../protocol/methods/index.ts';
import type { Trade } from '../../protocol/schemas/trading.ts';
import { thin, withDrawdown } from '../performance/equity.ts';
import { byMix, byPair, byReason, byStrategy, byTag } from '../performance/figures.ts';
import { type Book, type ClosedTrade, DAY, type EquitySample } from '../performance/input.ts';
import { outcomes } from '../performance/outcomes.ts';
import { byPeriod, periodStart } from '../performance/periods.ts';
import { summarise, type Tallies, talliesOf } from '../performance/summary.ts';
import type { Page, TradeFilter } from '../queries.ts';
import { exportText } from './trade-export.ts';

/** Methods that go through all that an account ever did. */
export type ReportMethod =
  | 'performance.summary'
  | 'performance.byPair'
  | 'performance.byStrategy'
  | 'performance.byTag'
  | 'performance.byReason'
  | 'performance.byMix'
  | 'performance.outcomes'
  | 'performance.periods'
  | 'performance.equity'
  | 'trades.export';

/** What reports are made of. */
export interface ReportSource {
  /** Closed trades that closed at or after `since`, all when absent, in the order of their closing. */
  closedTrades(account: string, since?: number): readonly ClosedTrade[];
  /** Samples at or after `since` with the one before it, oldest first; all when absent. */
  equity(account: string, since?: number): readonly EquitySample[];
  /** What all closed trades and all samples come to. */
  tallies(account: string): Tallies;
  /** Trades that were entered, oldest first; all of them without `limit`. */
  enteredTrades(account: string, filter: TradeFilter, page: Page): Iterable<Trade>;
}

export interface ReportOrder<M extends ReportMethod = ReportMethod> {
  readonly method: M;
  readonly account: string;
  readonly params: Omit<ParsedParams<M>, 'account'>;
  /** The account as it stands. */
  readonly book: Book;
}

type Makers = { readonly [M in ReportMethod]: (source: ReportSource, order: ReportOrder<M>) => Result<M> };

const POINTS = 1000;

const MAKERS: Makers = {
  'performance.summary': (source, { account, params: { days }, book }) => {
    if (days === undefined) return summarise({ book, ...source.tallies(account) });
    const since = book.now - days * DAY;
    return summarise({ book, ...talliesOf(source.closedTrades(account, since), source.equity(account, since), book, days) });
  },
  'performance.byPair': (source, { account }) => ({ items: byPair(source.closedTrades(account)) }),
  'performance.byStrategy': (source, { account }) => ({ items: byStrategy(source.closedTrades(account)) }),
  'performance.byTag': (source, { account, params: { pair } }) => ({ items: byTag(ofPair(source.closedTrades(account), pair)) }),
  'performance.byReason': (source, { account, params: { pair } }) => ({ items: byReason(ofPair(source.closedTrades(account), pair)) }),
  'performance.byMix': (source, { account, params: { pair } }) => ({ items: byMix(ofPair(source.closedTrades(account), pair)) }),
  'performance.outcomes': (source, { account }) => outcomes(source.closedTrades(account)),
  'performance.periods': (source, { account, params: { unit, count }, book: { now } }) => ({
    items: byPeriod(source.closedTrades(account, periodStart(now, unit, 1 - count)), unit, count, now),
  }),
  'performance.equity': (source, { account, params: { since, points = POINTS }, book: { currency } }) => {
    const series = withDrawdown(source.equity(account)).filter((point) => since === undefined || point.ts >= since);
    return { currency, points: thin(series, points) };
  },
  'trades.export': (source, { account, params: { format, limit, cursor, ...filter } }) => {
    // One trade more than asked for tells that there is a next part.
    const trades = source.enteredTrades(account, filter, { limit: limit === undefined ? undefined : limit + 1, cursor });
    return { format, filename: `trades-${account}.${format}`, ...exportText(format, trades, { limit, heading: cursor === undefined }) };
  },
};

/** Makes a report. @throws RpcError for a cursor that is none, or a text too long for one answer */
export function makeReport<M extends ReportMethod>(source: ReportSource, order: ReportOrder<M>): Result<M> {
  const make: Makers[M] = MAKERS[order.method];
  return make(source, order);
}

const ofPair = (trades: readonly ClosedTrade[], pair: string | undefined): readonly ClosedTrade[] =>
  pair === undefined ? trades : trades.filter((trade) => trade.pair === pair);
