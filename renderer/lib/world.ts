import type { Snapshot } from '../../daemon/client/connection.ts';
import type { TopicData, TypedEvent } from '../../daemon/protocol/index.ts';
import type { BotStatus } from '../../daemon/protocol/schemas/bot.ts';
import type { Candle, Ticker } from '../../daemon/protocol/schemas/market.ts';
import type { Balance, Order, Position, Trade } from '../../daemon/protocol/schemas/trading.ts';
import { type Problem, problemOf } from './problem.ts';

export type LogLine = TopicData<'log'>;
export type ReplayRun = TopicData<'replay.state'>;

/** What is known of one account. Lists are newest first; trades by when they ended, or began where they go on. */
export interface Book {
  readonly status: BotStatus | null;
  readonly positions: readonly Position[];
  /** Orders that can still change. */
  readonly orders: readonly Order[];
  readonly trades: readonly Trade[];
  readonly balances: readonly Balance[];
  readonly tickers: Readonly<Record<string, Ticker>>;
  readonly candles: Readonly<Record<string, Candle>>;
  readonly performance: TopicData<'performance.update'> | null;
  /** Daemon's clock at the last price, UTC milliseconds. */
  readonly pricedAt: number | null;
}

/** The daemon's state as far as it was told; never the truth itself. */
export interface World {
  readonly books: Readonly<Record<string, Book>>;
  readonly replays: Readonly<Record<string, ReplayRun>>;
  readonly problems: readonly Problem[];
  readonly log: readonly LogLine[];
  /** Number of the last journalled event folded in. */
  readonly seq: number;
}

/** All that may change the world: what was pushed, and answers to what was asked, in the order of arrival. */
export type Change =
  | { readonly kind: 'snapshot'; readonly seq: number; readonly snapshot: Snapshot }
  | { readonly kind: 'event'; readonly event: TypedEvent }
  | { readonly kind: 'book'; readonly account: string; readonly part: Partial<Book> }
  | { readonly kind: 'replays'; readonly items: readonly ReplayRun[] }
  | { readonly kind: 'log'; readonly lines: readonly LogLine[] }
  | { readonly kind: 'history'; readonly events: readonly TypedEvent[] };

export const DESK = 'paper';
const KEEP = { trades: 100, problems: 100, log: 300 };

const EMPTY_BOOK: Book = {
  status: null,
  positions: [],
  orders: [],
  trades: [],
  balances: [],
  tickers: {},
  candles: {},
  performance: null,
  pricedAt: null,
};

export const EMPTY_WORLD: World = { books: {}, replays: {}, problems: [], log: [], seq: 0 };

export const bookOf = (world: World, account: string): Book => world.books[account] ?? EMPTY_BOOK;

/** Folds changes into the world; untouched parts keep their identity, so that what shows them need not be drawn again. */
export const fold = (world: World, changes: readonly Change[]): World => changes.reduce(apply, world);

function apply(world: World, change: Change): World {
  switch (change.kind) {
    case 'snapshot':
      return applySnapshot(world, change.seq, change.snapshot);
    case 'event':
      return applyEvent(world, change.event);
    case 'book': {
      const { account, part } = change;
      return withBook(world, account, part.trades === undefined ? part : { ...part, trades: latestFirst(part.trades) });
    }
    case 'replays':
      return { ...world, replays: Object.fromEntries(change.items.map((run) => [run.account, run])) };
    case 'log':
      return { ...world, log: mergeLog(world.log, change.lines) };
    case 'history':
      return { ...world, problems: change.events.reduce(addProblem, world.problems) };
  }
}

function applySnapshot(world: World, seq: number, snapshot: Snapshot): World {
  const books: Record<string, Book> = {};
  for (const status of snapshot.bots) {
    const { account } = status;
    const of = <T extends { readonly account: string }>(items: readonly T[]) => items.filter((item) => item.account === account);
    const before = bookOf(world, account);
    books[account] = {
      ...before,
      status,
      positions: of(snapshot.positions),
      orders: of(snapshot.orders),
      trades: latestFirst(of(snapshot.trades)),
      balances: account === DESK ? snapshot.balances : before.balances,
      candles: account === DESK ? snapshot.candles : before.candles,
      tickers: account === DESK ? snapshot.tickers : before.tickers,
      pricedAt: status.data.updatedAt ?? before.pricedAt,
    };
  }
  return { ...world, books, seq };
}

function applyEvent(world: World, event: TypedEvent): World {
  // Missed events come again behind a snapshot that already holds what they did; only what they tell of is still of use.
  if (event.seq !== undefined && event.seq <= world.seq) return addIfProblem(world, event);
  const seen = event.seq === undefined ? world : { ...world, seq: event.seq };
  return addIfProblem(applyData(seen, event), event);
}

function applyData(world: World, event: TypedEvent): World {
  switch (event.topic) {
    case 'bot.state':
      return withBook(world, event.data.account, { status: event.data.status });
    case 'trade.entry':
    case 'trade.entry_fill':
    case 'trade.entry_cancel':
    case 'trade.exit':
    case 'trade.exit_fill':
    case 'trade.exit_cancel':
      return withTrade(withOrder(world, event.data.account, event.data.order), event.data.account, event.data.trade);
    case 'trade.deleted':
    case 'trade.restored':
      return withTrade(world, event.data.account, event.data.trade);
    case 'order.placed':
    case 'order.partially_filled':
    case 'order.filled':
    case 'order.cancelled':
    case 'order.expired':
    case 'order.rejected':
      return withOrder(world, event.data.account, event.data.order);
    case 'position.update':
      return withBook(world, event.data.account, { positions: event.data.positions, pricedAt: event.ts });
    case 'balance.update':
      return withBook(world, event.data.account, { balances: mergeBalances(bookOf(world, event.data.account).balances, event.data.balances) });
    case 'performance.update':
      return withBook(world, event.data.account, { performance: event.data });
    case 'ticker': {
      const { account, ticker } = event.data;
      return withBook(world, account, { tickers: { ...bookOf(world, account).tickers, [ticker.pair]: ticker }, pricedAt: event.ts });
    }
    case 'candle.closed': {
      const { account, pair, candle } = event.data;
      return withBook(world, account, { candles: { ...bookOf(world, account).candles, [pair]: candle }, pricedAt: event.ts });
    }
    case 'log':
      return { ...world, log: mergeLog(world.log, [event.data]) };
    case 'replay.state':
      return { ...world, replays: { ...world.replays, [event.data.account]: event.data } };
    default:
      return world;
  }
}

const withBook = (world: World, account: string, part: Partial<Book>): World => ({
  ...world,
  books: { ...world.books, [account]: { ...bookOf(world, account), ...part } },
});

const ACTIVE: ReadonlySet<string> = new Set(['pending', 'open', 'partially_filled', 'unknown']);

function withOrder(world: World, account: string, order: Order): World {
  const { orders } = bookOf(world, account);
  return withBook(world, account, { orders: ACTIVE.has(order.state) ? upsert(orders, order) : orders.filter((one) => one.id !== order.id) });
}

function withTrade(world: World, account: string, trade: Trade): World {
  const book = bookOf(world, account);
  const over = trade.state === 'closed' || trade.state === 'cancelled' || trade.state === 'deleted';
  const trades = latestFirst(upsert(book.trades, trade)).slice(0, KEEP.trades);
  const positions = over ? book.positions.filter((position) => position.tradeId !== trade.id) : book.positions;
  return withBook(world, account, { trades, positions });
}

const latestFirst = (trades: readonly Trade[]): readonly Trade[] => trades.toSorted((a, b) => (b.closedAt ?? b.openedAt) - (a.closedAt ?? a.openedAt));

function upsert<T extends { readonly id: string }>(items: readonly T[], item: T): readonly T[] {
  const index = items.findIndex((one) => one.id === item.id);
  return index < 0 ? [item, ...items] : items.with(index, item);
}

/** An event names only the currencies that changed. */
const mergeBalances = (before: readonly Balance[], changed: readonly Balance[]): readonly Balance[] => [
  ...before.filter((balance) => !changed.some((one) => one.currency === balance.currency)),
  ...changed,
];

function mergeLog(log: readonly LogLine[], lines: readonly LogLine[]): readonly LogLine[] {
  const newest = log[0]?.id ?? Number.NEGATIVE_INFINITY;
  if (lines.length === 1 && lines[0] !== undefined && lines[0].id > newest) return [lines[0], ...log].slice(0, KEEP.log);
  const byId = new Map([...lines, ...log].map((line) => [line.id, line]));
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, KEEP.log);
}

function addIfProblem(world: World, event: TypedEvent): World {
  const problems = addProblem(world.problems, event);
  return problems === world.problems ? world : { ...world, problems };
}

function addProblem(problems: readonly Problem[], event: TypedEvent): readonly Problem[] {
  const problem = problemOf(event);
  if (problem === null || problems.some((one) => one.seq === problem.seq)) return problems;
  return [...problems, problem].sort((a, b) => b.seq - a.seq).slice(0, KEEP.problems);
}
