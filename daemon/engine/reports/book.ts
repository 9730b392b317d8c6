import type { BookStore } from '../books/book-store.ts';
import type { TradeRecord } from '../books/records.ts';
import type { Desk } from '../desk/desk.ts';
import { text, ZERO } from '../money.ts';
import type { Book } from '../performance/input.ts';

/** A desk at work as it stands. */
export function bookOf(desk: Desk): Book {
  const { record, portfolio, valuation } = desk.books;
  let realised = ZERO;
  let unrealised = ZERO;
  let fees = ZERO;
  for (const trade of portfolio.openTrades) {
    realised = realised.plus(trade.realised);
    unrealised = unrealised.plus(trade.held.times(valuation.markOf(trade).price)).minus(trade.basis);
    fees = fees.plus(trade.entryFees).plus(trade.exitFees);
  }
  return {
    currency: record.currency,
    now: desk.source.now(),
    equity: text(valuation.equity),
    realisedOpen: text(realised),
    unrealised: text(unrealised),
    feesOpen: text(fees),
    openTrades: portfolio.openTradeCount,
    ...deletedOf(desk),
  };
}

function deletedOf(desk: Desk): { deleted?: string } {
  const { portfolio, valuation } = desk.books;
  const deleted = [...portfolio.deletedTrades];
  if (deleted.length === 0) return {};
  const made = (trade: TradeRecord) => trade.realised.plus(trade.held.times(valuation.markOf(trade).price)).minus(trade.basis);
  return { deleted: text(deleted.reduce((sum, trade) => sum.plus(made(trade)), ZERO)) };
}

/** A replay that is over: it holds nothing but money. */
export function closedBook(store: BookStore, account: string): Book {
  const record = store.account(account);
  const currency = record?.currency ?? '';
  const equity = store.balances(account).get(currency) ?? ZERO;
  const now = store.lastEquity(account)?.ts ?? record?.createdAt ?? 0;
  return { currency, now, equity: text(equity), realisedOpen: '0', unrealised: '0', feesOpen: '0', openTrades: 0 };
}
