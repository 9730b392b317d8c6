import type { Candle, Exchange, MarketSource, Ticker } from '../../exchange/port.ts';
import { timeframeMs } from '../../exchange/timeframe.ts';
import type { EventBus } from '../../journal/bus.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { Result } from '../../protocol/methods/index.ts';
import type { BotState, BotStatus, Reason } from '../../protocol/schemas/bot.ts';
import type { Balance, Order, Position } from '../../protocol/schemas/trading.ts';
import type { Strategy } from '../../strategies/strategy.ts';
import type { BookStore } from '../books/book-store.ts';
import { type OrderRecord, toOrder } from '../books/records.ts';
import type { Verb } from '../bot.ts';
import { MarketRules, provisionalRules } from '../market-rules.ts';
import { Big, text, ZERO } from '../money.ts';
import type { LimitUse } from '../risk.ts';
import type { DeskSettings } from '../settings.ts';
import { type Books, openBooks } from './books.ts';
import { BotControl } from './control.ts';
import { isLocal, type LocalExchange } from './exchange.ts';
import { MarketFeed } from './feed.ts';
import type { Closing, Opening } from './manual.ts';
import { type Placement, RiskError } from './proposal.ts';
import { LivePublisher } from './publisher.ts';
import { DeskStatus } from './status.ts';
import { type History, StrategyHost } from './strategy-host.ts';
import { DAY, type Marks } from './valuation.ts';

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

const MINUTE = 60_000;

/**
 * One account at work: prices come in, strategies decide, risk allows, orders go out, the books follow. The desk's own
 * account and those of replays are this same class, on the same path.
 */
export class Desk {
  readonly account: string;
  readonly source: MarketSource;
  readonly #options: DeskOptions;
  readonly #journal: Journal;
  readonly #local: LocalExchange | undefined;
  readonly #host: StrategyHost;
  readonly #status: DeskStatus;
  readonly #control: BotControl;
  readonly #feed: MarketFeed;
  readonly #rules = new Map<string, MarketRules>();
  readonly #marks: Marks = new Map();
  readonly #placedAt: number[] = [];
  #settings: DeskSettings;
  #books: Books;
  #orderCount: number;
  #mismatch: string | undefined;
  #isListening = false;
  /** When a fault of the feed was last logged, wall clock. */
  #faultAt = 0;
  /** Writes within writes. */
  #depth = 0;

  constructor(options: DeskOptions) {
    const { account, source, exchange, journal, bus, now = Date.now } = options;
    this.account = account;
    this.source = source;
    this.#options = options;
    this.#journal = journal;
    this.#settings = options.settings;
    this.#local = isLocal(exchange) ? exchange : undefined;
    const books = () => this.#books;
    const settings = () => this.#settings;
    const rules = (pair: string) => this.rules(pair);
    this.#host = new StrategyHost({
      strategies: options.strategies,
      history: options.history ?? ((pair, limit) => source.history(pair, source.now(), limit)),
      onFault: (strategy, error) => this.#onFault(strategy, error),
      onColdStart: ({ strategy, pair }, error) =>
        options.log.warn(`${strategy} starts without the past of ${pair}: ${error instanceof Error ? error.message : error}`, { account }),
    });
    this.#status = new DeskStatus({ books, settings, host: this.#host, rules, health: () => source.health(), now });
    this.#control = new BotControl({
      books,
      store: options.store,
      journal,
      status: this.#status,
      settings,
      now: () => source.now(),
      examine: () => this.#examine(),
    });
    const publisher = new LivePublisher({ account, bus, now, view: { positions: () => this.positions(), equity: () => this.#equityView() } });
    this.#feed = new MarketFeed({
      account,
      source,
      candleMs: timeframeMs(source.timeframe),
      local: this.#local,
      books,
      host: this.#host,
      control: this.#control,
      publisher,
      journal,
      write: (work) => this.write(work),
      onEnded: () => options.onEnded?.(),
      onFault: options.onFault ?? ((error) => this.#onFeedFault(error)),
    });
    const isNew = options.store.account(account) === undefined;
    this.#orderCount = options.store.orderCount(account);
    this.#placedAt.push(...options.store.orderTimes(account, source.now() - MINUTE));
    this.#books = isNew ? this.#found() : this.#openBooks();
    exchange.onReport((report) => this.write(() => this.#books.ledger.report(report)));
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
    this.#reconcile();
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

  /** What the books hold, for reading. */
  get books(): Pick<Books, 'record' | 'portfolio' | 'valuation' | 'exposure'> {
    return this.#books;
  }

  /** @throws RpcError as `ManualDesk.place` does, and `exchange_rejected` */
  place(wanted: Placement): Order {
    return this.#placed(wanted.pair, () => this.#books.manual.place(wanted));
  }

  /** @throws RpcError as `ManualDesk.open` does, and `exchange_rejected` */
  open(wanted: Opening): Order {
    return this.#placed(wanted.pair, () => this.#books.manual.open(wanted));
  }

  #placed(pair: string, place: () => OrderRecord): Order {
    try {
      return accepted(this.write(place));
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

  /** Cancels everything and sells what is held at the last price, for an account that comes to its end. */
  liquidate(reason: string): void {
    this.write(() => {
      const { dealer, manual, portfolio } = this.#books;
      dealer.cancelWhere(() => true);
      const held = [...portfolio.openTrades].map((trade) => trade.pair);
      manual.closeAll(portfolio.openTrades, reason);
      for (const pair of new Set(held)) this.#feed.sellOut(pair);
      this.#finish();
    });
  }

  /** Cancels the working orders that `which` picks, and tells what became of them. */
  cancel(which: (order: OrderRecord) => boolean): Order[] {
    return this.write(() => this.#books.dealer.cancelWhere(which)).map(toOrder);
  }

  /**
   * The rules of a market; provisional ones until the market has told its own.
   *
   * @throws RpcError `invalid` for a pair the market does not have
   */
  rules(pair: string): MarketRules {
    const known = this.#rules.get(pair);
    if (known) return known;
    const markets = this.source.markets();
    if (markets.length === 0) return provisionalRules(pair);
    const market = markets.find((candidate) => candidate.pair === pair);
    if (!market) throw new RpcError('invalid', `There is no market ${pair}`, { field: 'pair', hint: 'markets.list names the markets' });
    const rules = new MarketRules(market);
    this.#rules.set(pair, rules);
    return rules;
  }

  /**
   * Runs `work` in a write of the journal, with everything that follows from it: exits that waited, balances told. What
   * changed several times is written once, at the end of the outermost write. When it throws, nothing of it was, in the
   * store or in memory.
   */
  write<T>(work: () => T): T {
    const outermost = !this.#journal.writing;
    const { changes } = this.#options.store;
    this.#depth += 1;
    try {
      return this.#journal.write(() => {
        const result = work();
        if (this.#depth === 1) this.#finish();
        return result;
      });
    } catch (error) {
      if (outermost && this.#options.store.changes !== changes) this.reload();
      throw error;
    } finally {
      this.#depth -= 1;
      this.#status.invalidate();
    }
  }

  #finish(): void {
    this.#books.dealer.followUp();
    this.#tellBalances();
    this.#books.valuation.save();
    this.#options.store.flush();
    this.#options.beside?.();
  }

  /** Makes the books anew from the store: for when a write that others took part in was rolled back. */
  reload(): void {
    this.#options.store.discard();
    this.#orderCount = this.#options.store.orderCount(this.account);
    this.#books = this.#openBooks();
    if (this.#local) this.#giveBack(this.#local);
    this.#status.invalidate();
  }

  #openBooks(): Books {
    return openBooks({
      account: this.account,
      store: this.#options.store,
      journal: this.#journal,
      log: this.#options.log,
      exchange: this.#options.exchange,
      rules: (pair) => this.rules(pair),
      settings: () => this.#settings,
      now: () => this.source.now(),
      nextClientOrderId: () => this.#nextClientOrderId(),
      sampleMs: this.#options.sampleMs,
      marks: this.#marks,
      placedAt: this.#placedAt,
      onMismatch: (problem) => this.#onMismatch(problem),
    });
  }

  /** Founds a new account, with the event that says so. */
  #found(): Books {
    const { store, currency, startBalance, initialState } = this.#options;
    const now = this.source.now();
    const start = new Big(startBalance);
    return this.#journal.write(() => {
      store.insertAccount({
        account: this.account,
        currency,
        startBalance: start,
        createdAt: now,
        state: initialState,
        stateSince: now,
        stateReason: null,
        peakEquity: start,
        maxDrawdown: ZERO,
        maxDrawdownRatio: 0,
        day: Math.floor(now / DAY) * DAY,
        dayEquity: start,
      });
      store.saveBalance(this.account, currency, start);
      store.saveEquity(this.account, now, text(start));
      this.#books = this.#openBooks();
      this.#control.tell(null);
      return this.#books;
    });
  }

  /** The working orders of store and exchange must be the same, and no trade may hold what the account does not. */
  #reconcile(): void {
    this.write(() => {
      const { ledger } = this.#books;
      if (this.#local) this.#giveBack(this.#local);
      else for (const order of ledger.active) if (order.state === 'pending') ledger.doubt(order);
      const problem = this.#examine();
      const state = this.#books.record.state;
      if (problem !== undefined && state !== 'panicked') this.#control.enter('needs_attention', problem);
      else if (problem === undefined) this.#control.enter(this.#stateAtStart(state), null);
    });
  }

  /**
   * An order placed at this very moment of market time has met no price yet: it arrives anew, where the others rest. So a
   * recording that stood still in between fills both as if nothing had happened.
   */
  #giveBack(local: LocalExchange): void {
    const { ledger } = this.#books;
    const fresh = new Set([...ledger.active].filter((order) => order.createdAt >= this.source.now()).map((order) => order.clientOrderId));
    local.restore(ledger.requests.filter((request) => !fresh.has(request.clientOrderId)));
    for (const request of ledger.requests) if (fresh.has(request.clientOrderId)) local.place(request);
  }

  #stateAtStart(state: BotState): BotState {
    const { startState } = this.#options;
    return startState === undefined || state === 'panicked' || state === 'needs_attention' ? state : startState;
  }

  #examine(): string | undefined {
    const { ledger, portfolio } = this.#books;
    if (this.#mismatch !== undefined) return this.#mismatch;
    const atExchange = this.#local && new Set(this.#local.openOrders());
    for (const order of ledger.active) {
      if (order.state === 'unknown') return `what became of order ${order.clientOrderId} is unknown`;
      if (atExchange && !atExchange.has(order.clientOrderId)) return `order ${order.clientOrderId} is not known to the exchange`;
    }
    const held = new Map<string, Big>();
    for (const trade of portfolio.openTrades) {
      const { base } = this.rules(trade.pair);
      held.set(base, (held.get(base) ?? ZERO).plus(trade.held));
    }
    for (const [currency, amount] of held) {
      if (amount.gt(portfolio.balance(currency))) return `trades hold ${text(amount)} ${currency}, the account ${text(portfolio.balance(currency))}`;
    }
    return undefined;
  }

  #onFeedFault(error: unknown): void {
    const now = Date.now();
    if (now - this.#faultAt < MINUTE) return;
    this.#faultAt = now;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.log.error(`Prices could not be taken in: ${reason}`, { error, account: this.account, remedy: 'Look at the disk and the log' });
  }

  #onMismatch(problem: string): void {
    this.#mismatch = problem;
    this.#options.log.error(`The books and the exchange disagree: ${problem}`, {
      account: this.account,
      remedy: 'Compare orders and balances with the exchange',
    });
    if (this.#books.record.state !== 'panicked') this.#control.enter('needs_attention', problem);
  }

  #onFault(strategy: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.log.error(`Strategy ${strategy} failed and was switched off: ${reason}`, {
      error,
      account: this.account,
      remedy: 'Mend it, then enable it again',
    });
    this.#journal.append('strategy.state', { strategy, enabled: false, params: { ...this.#settings.strategies[strategy]?.params }, reason });
    this.#status.invalidate();
  }

  /** The last closed candle, so that there is a price before the market speaks. */
  async #recall(pair: string): Promise<void> {
    const candle = (await this.source.history(pair, this.source.now(), 1).catch(() => [])).at(-1);
    if (!candle || this.#feed.lastCandles.has(pair)) return;
    this.#feed.remember(pair, candle);
    this.#books.valuation.mark(pair, candle.close, candle.ts + timeframeMs(this.source.timeframe));
  }

  /** Pairs that may be traded, and those something is held of or ordered in. */
  #pairs(): string[] {
    const markets = this.source.markets();
    const wanted = new Set(this.#settings.pairs);
    for (const trade of this.#books.portfolio.openTrades) wanted.add(trade.pair);
    if (markets.length === 0) return [...wanted];
    const known = new Set(markets.map((market) => market.pair));
    const missing = [...wanted].filter((pair) => !known.has(pair));
    if (missing.length > 0)
      this.#options.log.warn(`${this.source.label} has no ${missing.join(', ')}`, { account: this.account, remedy: 'Mend bot.pairs and market.pairs' });
    return [...wanted].filter((pair) => known.has(pair));
  }

  #nextClientOrderId(): string {
    for (;;) {
      this.#orderCount += 1;
      const id = `${this.account}-${this.#orderCount}`;
      if (!this.#options.store.hasClientId(id)) return id;
    }
  }

  #tellBalances(): void {
    const touched = this.#books.portfolio.saveBalances();
    if (touched.length === 0) return;
    this.#journal.append('balance.update', { account: this.account, balances: this.#status.balances(touched) });
  }

  #equityView() {
    const { valuation, record } = this.#books;
    return {
      ts: this.source.now(),
      equity: text(valuation.equity),
      profitToday: text(valuation.profitToday),
      drawdown: Math.max(0, valuation.drawdown),
      currency: record.currency,
    };
  }
}

function accepted(order: OrderRecord): Order {
  if (order.state === 'rejected') throw new RpcError('exchange_rejected', `The exchange refused the order: ${order.reason}`);
  return toOrder(order);
}
