import type { Candle, Exchange, MarketSource, Ticker } from '../../exchange/port.ts';
import { timeframeMs } from '../../exchange/timeframe.ts';
import type { EventBus } from '../../journal/bus.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { Result } from '../../protocol/methods/index.ts';
import type { BotStatus, Reason } from '../../protocol/schemas/bot.ts';
import { ALL_PAIRS, type Lock } from '../../protocol/schemas/locks.ts';
import type { Balance, Order, Position, Trade } from '../../protocol/schemas/trading.ts';
import type { Strategy } from '../../strategies/strategy.ts';
import type { BookStore } from '../books/book-store.ts';
import { type OrderRecord, toLock, toOrder, toTrade } from '../books/records.ts';
import type { Verb } from '../bot.ts';
import type { MarketRules } from '../market-rules.ts';
import type { LimitUse } from '../risk.ts';
import type { DeskSettings } from '../settings.ts';
import { BookKeeper } from './book-keeper.ts';
import type { Books } from './books.ts';
import { BotControl } from './control.ts';
import { isLocal } from './exchange.ts';
import { DeskFaults } from './faults.ts';
import { MarketFeed } from './feed.ts';
import type { LockDraft } from './locks.ts';
import type { Closing, Opening } from './manual.ts';
import { DeskMarkets } from './markets.ts';
import { type Placement, RiskError } from './proposal.ts';
import { LivePublisher } from './publisher.ts';
import { Reconciler } from './reconciler.ts';
import { stillWorking } from './removals.ts';
import type { CarriedSignal, SignalOrder, SignalPreview } from './signals.ts';
import { DeskStatus } from './status.ts';
import { type History, StrategyHost } from './strategy-host.ts';
import { DeskWrites } from './writes.ts';

export interface DeskOptions {
  readonly account: string;
  readonly source: MarketSource;
  readonly exchange: Exchange;
  readonly store: BookStore;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly log: Log;
  readonly strategies: ReadonlyMap<string, Strategy>;
  readonly settings: DeskSettings;
  /** Currency the account is kept in. */
  readonly currency: string;
  /** What a new account begins with. */
  readonly startBalance: string;
  /** State of a new account. */
  readonly initialState: 'running' | 'stopped';
  /** State at every later start but after a panic; as it was left when absent. */
  readonly startState?: 'running' | 'paused' | 'stopped' | undefined;
  /** Least distance of two points of the equity curve, market time in milliseconds. */
  readonly sampleMs: number;
  /** Candles that strategies are warmed up with; those of the source when absent. */
  readonly history?: History;
  readonly onEnded?: () => void;
  /** Told when a price could not be taken in; logged when absent. */
  readonly onFault?: (error: unknown) => void;
  /** Runs at the end of every write of the desk, inside it. */
  readonly beside?: () => void;
  /** Wall clock. */
  readonly now?: () => number;
}

/**
 * One account at work: prices come in, strategies decide, risk allows, orders go out, the books follow. The desk's own
 * account and those of replays are this same class, on the same path.
 */
export class Desk {
  readonly account: string;
  readonly source: MarketSource;
  readonly #markets: DeskMarkets;
  readonly #keeper: BookKeeper;
  readonly #host: StrategyHost;
  readonly #status: DeskStatus;
  readonly #control: BotControl;
  readonly #reconciler: Reconciler;
  readonly #writes: DeskWrites;
  readonly #feed: MarketFeed;
  #settings: DeskSettings;
  #isListening = false;

  constructor(options: DeskOptions) {
    const { account, source, exchange, store, journal, log, now: wallClock = Date.now } = options;
    this.account = account;
    this.source = source;
    this.#settings = options.settings;
    const local = isLocal(exchange) ? exchange : undefined;
    this.#markets = new DeskMarkets({ account, source, log });
    const settings = () => this.#settings;
    const books = () => this.#books;
    const rules = (pair: string) => this.#markets.rules(pair);
    const now = () => source.now();
    const faults = new DeskFaults({ account, log, journal, settings });
    this.#keeper = new BookKeeper({
      ...{ account, store, journal, log, exchange, rules, settings, now },
      sampleMs: options.sampleMs,
      candleMs: timeframeMs(source.timeframe),
      founding: options,
      onMismatch: (problem) => this.#reconciler.onMismatch(problem),
    });
    this.#host = new StrategyHost({
      strategies: options.strategies,
      history: options.history ?? ((pair, limit) => source.history(pair, source.now(), limit)),
      onFault: (strategy, error) => {
        faults.ofStrategy(strategy, error);
        this.#status.invalidate();
      },
      onColdStart: ({ strategy, pair }, error) => faults.ofPast(strategy, pair, error),
    });
    this.#status = new DeskStatus({ books, settings, host: this.#host, rules, health: () => source.health(), marketTime: now, now: wallClock });
    this.#control = new BotControl({ ...{ books, store, journal, settings, now }, status: this.#status, examine: () => this.#reconciler.examine() });
    this.#reconciler = new Reconciler({ ...{ account, books, rules, log, now }, control: this.#control, local, startState: options.startState });
    this.#writes = new DeskWrites({
      ...{ account, books, store, journal },
      status: this.#status,
      reload: () => this.reload(),
      beside: options.beside,
    });
    this.#feed = new MarketFeed({
      ...{ account, source, books, journal },
      candleMs: timeframeMs(source.timeframe),
      local,
      host: this.#host,
      control: this.#control,
      publisher: new LivePublisher({ account, bus: options.bus, now: wallClock, view: this.#status }),
      write: (work) => this.write(work),
      onEnded: () => options.onEnded?.(),
      onFault: options.onFault ?? ((error) => faults.ofFeed(error)),
    });
    this.#keeper.open(() => this.#control.tell(null));
    exchange.onReport((report) =>
      this.write(() => {
        this.#books.ledger.report(report);
        this.#books.protector.followUp();
      }),
    );
  }

  get #books(): Books {
    return this.#keeper.books;
  }

  /**
   * Begins to listen to the market, gives the exchange its working orders back, compares it with the books and warms the
   * strategies up. Candles that close meanwhile are kept for them; a recording waits.
   *
   * @throws RpcError as `MarketSource.start` does; the desk may then be started again
   */
  async start(): Promise<void> {
    const waits = this.source.kind === 'replay';
    if (!waits) await this.#listen();
    await this.#host.configure(this.#settings);
    for (const pair of this.#pairs()) await this.#recall(pair);
    if (waits) await this.#listen();
  }

  async #listen(): Promise<void> {
    if (this.#isListening) return;
    await this.source.start(this.#pairs(), this.#feed);
    this.#isListening = true;
    this.write(() => this.#reconciler.reconcile());
  }

  async stop(): Promise<void> {
    await this.source.stop();
  }

  /** Takes changed settings up: limits and exits at once, strategies as soon as they are warm. */
  async configure(settings: DeskSettings): Promise<void> {
    this.#settings = settings;
    this.write(() => {
      const { portfolio, guard } = this.#books;
      for (const trade of portfolio.openTrades) if (guard.protect(trade)) portfolio.save(trade);
    });
    await this.#host.configure(settings);
    this.#status.invalidate();
  }

  /** Lets a strategy that failed begin anew at the next `configure`. */
  pardon(strategy: string): void {
    this.#host.pardon(strategy);
  }

  /** Takes a strategy out that cannot go on. Its open trades stay, guarded by the exits. */
  fail(strategy: string, error: unknown): void {
    this.#host.fail(strategy, error);
  }

  /** Lets a strategy that came, went or changed begin anew with the next `configure`. */
  renew(strategy: string): void {
    this.#host.renew(strategy);
  }

  /**
   * One of the verbs of the bot.
   *
   * @param flatten with `panic`: sells every position at the market
   * @throws RpcError `conflict` when the state forbids it
   */
  command(verb: Verb, flatten = false): BotStatus {
    this.write(() => this.#control.command(verb, flatten));
    return this.status();
  }

  status(): BotStatus {
    return this.#status.status();
  }

  why(): { trading: boolean; reasons: Reason[] } {
    return this.#status.why();
  }

  positions(): Position[] {
    return this.#status.positions();
  }

  balances(): Balance[] {
    return this.#status.balances();
  }

  limits(): LimitUse[] {
    return this.#status.limits();
  }

  /** Orders that can still change, newest first. */
  activeOrders(): Order[] {
    return [...this.#books.ledger.active].map(toOrder).reverse();
  }

  /** The newest prices of a pair, or what the last candle tells of them. */
  ticker(pair: string): Ticker | undefined {
    return this.#feed.lastTicker(pair);
  }

  /** Strategies that were switched off by a fault, with the reason. */
  get failedStrategies(): ReadonlyMap<string, string> {
    return this.#host.failed;
  }

  openTradesOf(strategy: string): number {
    return [...this.#books.portfolio.openTrades].filter((trade) => trade.strategy === strategy).length;
  }

  get lastCandles(): ReadonlyMap<string, Candle> {
    return this.#feed.lastCandles;
  }

  get lastTickers(): ReadonlyMap<string, Ticker> {
    return this.#feed.lastTickers;
  }

  /** What the books hold, for reading. */
  get books(): Pick<Books, 'record' | 'portfolio' | 'valuation' | 'exposure'> {
    return this.#books;
  }

  /** @throws RpcError as `ManualDesk.place` does, and `exchange_rejected` */
  place(wanted: Placement): Order {
    return accepted(this.#placed(wanted.pair, () => this.#books.manual.place(wanted)));
  }

  /** @throws RpcError as `ManualDesk.open` does, and `exchange_rejected` */
  open(wanted: Opening): Order {
    return accepted(this.#placed(wanted.pair, () => this.#books.manual.open(wanted)));
  }

  /**
   * Carries out a signal from outside. What the exchange made of its orders is in their states.
   *
   * @param alongside runs in the same write, and answers what is answered
   * @throws RpcError as `SignalDesk.carryOut` does
   */
  signal<T>(wanted: SignalOrder, alongside: (carried: CarriedSignal) => T): T {
    return this.#placed(wanted.pair, () => {
      const { orders, ...rest } = this.#books.signals.carryOut(wanted);
      return alongside({ ...rest, orders: orders.map(toOrder) });
    });
  }

  /** What `signal` would do now. */
  previewSignal(wanted: SignalOrder): SignalPreview {
    return this.#books.signals.preview(wanted);
  }

  #placed<T>(pair: string, place: () => T): T {
    try {
      return this.write(place);
    } catch (error) {
      if (error instanceof RiskError) this.write(() => this.#books.dealer.breach(error.refusal, { pair, strategy: null }));
      throw error;
    }
  }

  /** What `place` would do now, and all that is against it. */
  preview(wanted: Placement): Result<'orders.preview'> {
    return this.#books.manual.preview(wanted);
  }

  /** @throws RpcError as `ManualDesk.close` does */
  close(wanted: Closing): Order[] {
    return this.write(() => this.#books.manual.close(wanted)).map(toOrder);
  }

  closeAll(reason?: string): Order[] {
    return this.write(() => this.#books.manual.closeAll(this.#books.portfolio.openTrades, reason)).map(toOrder);
  }

  /** Takes a trade out of the books; nothing is sold. @throws RpcError `conflict` as `Removals.delete` does, or while its orders end */
  deleteTrade(id: string): Result<'trades.delete'> {
    const done = this.write(() => this.#books.removals.delete(id));
    if ('trade' in done) return done;
    throw stillWorking(id, done);
  }

  /** Takes a deleted trade back. @throws RpcError as `Removals.restore` does */
  restoreTrade(id: string): Trade {
    return toTrade(this.write(() => this.#books.removals.restore(id, (trade) => this.#books.guard.protect(trade))));
  }

  /** Locks in force, newest first. */
  locks(): Lock[] {
    return this.#books.locks.active.map(toLock).reverse();
  }

  /** @throws RpcError `invalid` for a pair there is not, or a time that is past */
  lock(wanted: LockDraft): Lock {
    if (wanted.pair !== ALL_PAIRS) this.rules(wanted.pair);
    return toLock(this.write(() => this.#books.locks.set(wanted)));
  }

  /** Lifts the locks in force that `which` picks. */
  unlock(which: (lock: Lock) => boolean, who: string): Lock[] {
    return this.write(() => this.#books.locks.lift((lock) => which(toLock(lock)), who)).map(toLock);
  }

  /** Cancels everything and sells what is held at the last price, for an account that comes to its end. */
  liquidate(reason: string): void {
    this.write(() => {
      const { dealer, manual, portfolio } = this.#books;
      dealer.cancelWhere(() => true);
      const held = [...portfolio.openTrades].map((trade) => trade.pair);
      manual.closeAll(portfolio.openTrades, reason);
      for (const pair of new Set(held)) this.#feed.sellOut(pair);
      this.#writes.finish();
    });
  }

  /** Cancels the working orders that `which` picks, and tells what became of them. */
  cancel(which: (order: OrderRecord) => boolean): Order[] {
    return this.write(() => this.#books.dealer.cancelWhere(which)).map(toOrder);
  }

  /** @throws RpcError as `DeskMarkets.rules` does */
  rules(pair: string): MarketRules {
    return this.#markets.rules(pair);
  }

  /** Runs `work` in a write, as `DeskWrites.run` does. */
  write<T>(work: () => T): T {
    return this.#writes.run(work);
  }

  /** Makes the books anew from the store: for when a write that others took part in was rolled back. */
  reload(): void {
    this.#keeper.reload();
    this.#reconciler.giveBack();
    this.#status.invalidate();
  }

  /** The last closed candle, so that there is a price before the market speaks. */
  async #recall(pair: string): Promise<void> {
    const candle = (await this.source.history(pair, this.source.now(), 1).catch(() => [])).at(-1);
    if (!candle || this.#feed.lastCandles.has(pair)) return;
    this.#feed.remember(pair, candle);
    this.#books.valuation.mark(pair, candle.close, candle.ts + timeframeMs(this.source.timeframe));
  }

  /** Pairs that may be traded, and those something is held of or ordered in: what a deleted trade left has a price, too. */
  #pairs(): string[] {
    const { openTrades, deletedTrades } = this.#books.portfolio;
    const held = [...openTrades, ...deletedTrades].map((trade) => trade.pair);
    return this.#markets.listed(new Set([...this.#settings.pairs, ...held]));
  }
}

function accepted(order: OrderRecord): Order {
  if (order.state === 'rejected') throw new RpcError('exchange_rejected', `The exchange refused the order: ${order.reason}`);
  return toOrder(order);
}
