import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/schema.ts';
import type { ConfigChange, ConfigStore } from '../config/store.ts';
import type { Exchange, MarketSource } from '../exchange/port.ts';
import { timeframeMs } from '../exchange/timeframe.ts';
import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { Result } from '../protocol/methods/index.ts';
import type { Lock } from '../protocol/schemas/locks.ts';
import type { Balance, Order, Position, Trade } from '../protocol/schemas/trading.ts';
import type { Store } from '../store/store.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { BookStore } from './books/book-store.ts';
import { parseId } from './books/records.ts';
import { Desk } from './desk/desk.ts';
import { text } from './money.ts';
import type { Book, ClosedTrade, EquitySample } from './performance/input.ts';
import { BookQueries, type LockFilter } from './queries.ts';
import { ReplayRuns } from './replay/replay-runs.ts';
import { bookOf, closedBook } from './reports/book.ts';
import { ReportDesk } from './reports/report-desk.ts';
import { settingsOf } from './settings.ts';

/** The desk's own account. */
export const DESK = 'paper';

export interface EngineOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly log: Log;
  readonly config: Pick<ConfigStore, 'get' | 'onChange'>;
  /** Prices of the desk's own account. */
  readonly source: MarketSource;
  /** Where its orders go. */
  readonly exchange: Exchange;
  readonly strategies: ReadonlyMap<string, Strategy>;
  /** Wall clock. */
  readonly now?: () => number;
}

type Snapshot = NonNullable<Result<'events.subscribe'>['snapshot']>;

const LONGEST_WAIT_MS = 60_000;
const NEWEST = 50;
/** The equity curve holds a point a minute, or one a candle where candles are longer. */
const SAMPLE_MS = 60_000;

/** All accounts: the desk's own and those of replays. */
export class Engine {
  readonly queries: BookQueries;
  readonly replays: ReplayRuns;
  readonly reports: ReportDesk;
  readonly #options: EngineOptions;
  readonly #books: BookStore;
  readonly #desk: Desk;
  readonly #stopping = new AbortController();
  readonly #strategies: Map<string, Strategy>;
  #ends: (() => void) | undefined;
  #feeding: Promise<void> = Promise.resolve();

  /** Reads the books; the desk's account is founded if it does not exist. Nothing is listened to before `start`. */
  constructor(options: EngineOptions) {
    const { store, journal, bus, log, config, source, exchange, now } = options;
    const strategies = new Map(options.strategies);
    this.#options = options;
    this.#strategies = strategies;
    this.#books = new BookStore(store);
    this.queries = new BookQueries(store);
    this.reports = new ReportDesk({ store, book: (account) => this.book(account) });
    const { bot, paper } = config.get();
    this.#desk = new Desk({
      account: DESK,
      source,
      exchange,
      store: this.#books,
      journal,
      bus,
      log,
      strategies,
      settings: settingsOf(config.get()),
      currency: paper.currency,
      startBalance: paper.startBalance,
      initialState: bot.initialState,
      startState: bot.startState === 'keep' ? undefined : bot.startState,
      sampleMs: Math.max(SAMPLE_MS, timeframeMs(source.timeframe)),
      ...(now && { now }),
    });
    this.replays = new ReplayRuns({
      store,
      books: this.#books,
      queries: this.queries,
      journal,
      bus,
      log,
      strategies,
      config: () => config.get(),
      ...(now && { now }),
    });
  }

  /** Returns at once: the market is tried until it answers, and meanwhile the desk says that it waits. */
  start(): void {
    this.#ends = this.#options.config.onChange((change) => this.#onConfig(change));
    this.#feeding = this.#startDesk();
    this.replays.start();
  }

  async stop(): Promise<void> {
    this.#ends?.();
    this.#stopping.abort();
    await Promise.all([this.#desk.stop(), this.replays.stop(), this.#feeding, this.reports.stop()]);
  }

  get strategies(): ReadonlyMap<string, Strategy> {
    return this.#strategies;
  }

  /** Adds a strategy while the others trade; where it is enabled, it begins. @throws TypeError when there is one of that id */
  addStrategy(strategy: Strategy): void {
    if (this.#strategies.has(strategy.id)) throw new TypeError(`there is a strategy "${strategy.id}" already`);
    this.#strategies.set(strategy.id, strategy);
    this.#renew(strategy.id);
  }

  /** Takes a strategy away. Its open trades stay, guarded by the exits; where it was enabled, the desk says that it is gone. */
  removeStrategy(id: string): void {
    this.#strategies.delete(id);
    this.#renew(id);
  }

  /** Takes a strategy out wherever it is at work, now and not with its next candle: what it runs in has failed. */
  failStrategy(id: string, error: Error): void {
    for (const desk of this.desks) desk.fail(id, error);
  }

  /**
   * The desk of an account that is at work.
   *
   * @throws RpcError `not_found`, or `conflict` for a replay that is over
   */
  desk(account: string = DESK): Desk {
    const desk = this.#atWork(account);
    if (desk) return desk;
    this.exists(account);
    throw new RpcError('conflict', `Replay ${account} is over`, {
      field: 'account',
      hint: 'Its trades, orders and figures can be read; replay.get has its summary',
    });
  }

  /** Desks at work, the desk's own first. */
  get desks(): readonly Desk[] {
    return [this.#desk, ...this.replays.desks];
  }

  /** @throws RpcError `not_found` when there is no such account, at work or over */
  exists(account: string): void {
    if (account === DESK || this.replays.has(account)) return;
    throw new RpcError('not_found', `There is no account ${account}`, { field: 'account', hint: `The desk's own is ${DESK}; replay.list names the others` });
  }

  /** Open positions; a replay that is over has none. @throws RpcError `not_found` */
  positions(account: string = DESK): Position[] {
    this.exists(account);
    return this.#atWork(account)?.positions() ?? [];
  }

  /** @throws RpcError `not_found` */
  balances(account: string): Balance[] {
    this.exists(account);
    const desk = this.#atWork(account);
    if (desk) return desk.balances();
    const { currency } = this.book(account);
    return [...this.#books.balances(account)].map(([held, amount]) => {
      const total = text(amount);
      return { currency: held, total, free: total, used: '0', value: held === currency ? total : null };
    });
  }

  /** @throws RpcError `not_found` */
  locks(account: string = DESK, filter: LockFilter): { items: Lock[]; nextCursor?: string } {
    this.exists(account);
    return this.queries.locks(account, filter, this.#atWork(account)?.source.now() ?? Number.POSITIVE_INFINITY);
  }

  /** Lets a strategy that failed begin anew. */
  revive(strategy: string): void {
    this.#desk.pardon(strategy);
    const { enabled = false, params = {} } = this.#options.config.get().strategies[strategy] ?? {};
    this.#options.journal.append('strategy.state', { strategy, enabled, params, reason: null });
    this.#configure(this.#options.config.get());
  }

  /** @throws RpcError `not_found`, or `conflict` when the order is done */
  cancelOrder(id: string): Order {
    const order = this.queries.order(id);
    const number = parseId('o', order.id);
    const [cancelled] = this.desk(order.account).cancel((candidate) => candidate.id === number);
    if (!cancelled) throw new RpcError('conflict', `Order ${id} is ${order.state}`, { field: 'id' });
    return cancelled;
  }

  /** @throws RpcError `not_found`, or `conflict` as `Desk.deleteTrade` does and for a trade of a replay */
  deleteTrade(id: string): Result<'trades.delete'> {
    return this.#deskOfTrade(id).deleteTrade(id);
  }

  /** @throws RpcError `not_found`, or `conflict` as `Desk.restoreTrade` does */
  restoreTrade(id: string): Trade {
    return this.#deskOfTrade(id).restoreTrade(id);
  }

  /** Everything a console shows first, as of the last event. */
  snapshot(): Snapshot {
    const { desks } = this;
    const trades = desks.flatMap((desk) => this.queries.trades(desk.account, { limit: NEWEST }).items);
    return {
      bots: desks.map((desk) => desk.status()),
      positions: desks.flatMap((desk) => desk.positions()),
      orders: desks.flatMap((desk) => desk.activeOrders()),
      trades: trades.sort((a, b) => b.openedAt - a.openedAt).slice(0, NEWEST),
      balances: this.#desk.balances(),
      candles: Object.fromEntries(this.#desk.lastCandles),
      tickers: Object.fromEntries(this.#desk.lastTickers),
    };
  }

  /** The account as it stands. @throws RpcError `not_found` */
  book(account: string): Book {
    this.exists(account);
    const desk = this.#atWork(account);
    return desk ? bookOf(desk) : closedBook(this.#books, account);
  }

  /** @throws RpcError `not_found` */
  closedTrades(account: string, since?: number): readonly ClosedTrade[] {
    this.exists(account);
    return this.queries.closedTrades(account, since);
  }

  /** @throws RpcError `not_found` */
  equity(account: string, since?: number): readonly EquitySample[] {
    this.exists(account);
    return this.queries.equity(account, since);
  }

  #renew(strategy: string): void {
    this.#desk.renew(strategy);
    const started = this.#ends !== undefined;
    if (started && this.#options.config.get().strategies[strategy]?.enabled) this.#configure(this.#options.config.get());
  }

  /** The desk that a trade may be taken out of: what a replay did is its result, which whoever repeats it must get again. */
  #deskOfTrade(id: string): Desk {
    const { account } = this.queries.trade(id);
    if (account === DESK) return this.#desk;
    throw new RpcError('conflict', `Trade ${id} belongs to replay ${account}, and is part of its result`, {
      field: 'id',
      hint: 'Only trades of the desk itself can be deleted',
    });
  }

  #atWork(account: string): Desk | undefined {
    return account === DESK ? this.#desk : this.replays.desk(account);
  }

  async #startDesk(): Promise<void> {
    const { signal } = this.#stopping;
    for (let wait = 1000; !signal.aborted; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
      try {
        await this.#desk.start();
        return;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#options.log.warn(`The market can't be listened to: ${why}; trying again in ${wait / 1000} s`, {
          error,
          is: { code: 'market_unreachable', params: { reason: why, waitMs: wait } },
        });
        await sleep(wait, undefined, { signal }).catch(() => {});
      }
    }
  }

  #onConfig({ config, previous, paths }: ConfigChange): void {
    for (const [id, { enabled, params }] of Object.entries(config.strategies)) {
      if (JSON.stringify(previous.strategies[id]) === JSON.stringify(config.strategies[id])) continue;
      this.#desk.pardon(id);
      this.#options.journal.append('strategy.state', { strategy: id, enabled, params, reason: null });
    }
    if (paths.some((path) => path.startsWith('bot.pairs') || path.startsWith('bot.blacklist'))) this.#tellPairs(config);
    this.#configure(config);
  }

  #configure(config: Config): void {
    this.#desk.configure(settingsOf(config)).catch((error: unknown) => this.#options.log.error('The changed configuration could not be taken up', { error }));
  }

  #tellPairs(config: Config): void {
    const { pairs, blacklist } = settingsOf(config);
    this.#options.journal.append('whitelist', { pairs: [...pairs], blacklist: [...blacklist] });
  }
}
