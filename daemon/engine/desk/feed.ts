import type { Candle, MarketListener, MarketSource, PublicTrade, Ticker } from '../../exchange/port.ts';
import type { Journal } from '../../journal/journal.ts';
import type { StrategyContext } from '../../strategies/strategy.ts';
import { isActive, type OrderRecord, orderId, type TradeRecord, tradeId } from '../books/records.ts';
import { type Big, float, ratio } from '../money.ts';
import type { Books } from './books.ts';
import type { BotControl } from './control.ts';
import type { LocalExchange } from './exchange.ts';
import type { LivePublisher } from './publisher.ts';
import type { Run, StrategyHost } from './strategy-host.ts';

export interface FeedOptions {
  readonly account: string;
  readonly source: MarketSource;
  readonly candleMs: number;
  /** Undefined where the exchange sees its own market. */
  readonly local: LocalExchange | undefined;
  readonly books: () => Books;
  readonly host: StrategyHost;
  readonly control: BotControl;
  readonly publisher: LivePublisher;
  readonly journal: Journal;
  readonly write: <T>(work: () => T) => T;
  readonly onEnded: () => void;
  /** Told when a price could not be taken in; nothing of it was booked. */
  readonly onFault: (error: unknown) => void;
}

const NOTHING: readonly never[] = [];
/** Between prices, equity and limits are looked at this often, market time. */
const FOLLOW_MS = 1000;
const ANY_AMOUNT = '1000000000000000';

/**
 * What a desk does with each price. With quotes and public trades: match, then exits. With a candle, in this order:
 * exits that fell within it go to the exchange, the exchange matches it, strategies see it, and their orders meet the
 * next one.
 */
export class MarketFeed implements MarketListener {
  readonly #options: FeedOptions;
  readonly #lastCandles = new Map<string, Candle>();
  readonly #tickers = new Map<string, Ticker>();
  #followedAt = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get lastCandles(): ReadonlyMap<string, Candle> {
    return this.#lastCandles;
  }

  get lastTickers(): ReadonlyMap<string, Ticker> {
    return this.#tickers;
  }

  lastTicker(pair: string): Ticker | undefined {
    const ticker = this.#tickers.get(pair);
    const candle = this.#lastCandles.get(pair);
    if (ticker || !candle) return ticker;
    const { close } = candle;
    return { pair, ts: candle.ts + this.#options.candleMs, bid: close, ask: close, last: close };
  }

  remember(pair: string, candle: Candle): void {
    this.#lastCandles.set(pair, candle);
  }

  ticker(ticker: Ticker): void {
    this.#tickers.set(ticker.pair, ticker);
    this.#take(() => this.#onPrice(ticker.pair, ticker.last, ticker.ts, (local) => local.onTicker(ticker)));
    this.#options.publisher.ticker(ticker);
    this.#options.publisher.account();
  }

  trade(trade: PublicTrade): void {
    this.#take(() => this.#onPrice(trade.pair, trade.price, trade.ts, (local) => local.onTrade(trade)));
    this.#options.publisher.account();
  }

  candle(pair: string, candle: Candle): void {
    this.#lastCandles.set(pair, candle);
    this.#take(() => this.#onCandle(pair, candle));
    this.#options.publisher.account();
  }

  /** One price that can't be booked (a full disk, say) must not end the feed. Within somebody else's write it is theirs. */
  #take(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#options.journal.writing) throw error;
      this.#options.onFault(error);
    }
  }

  #onPrice(pair: string, price: string, ts: number, match: (local: LocalExchange) => void): void {
    const { books, local, write } = this.#options;
    const { valuation, ledger, guard } = books();
    valuation.mark(pair, price, ts);
    const value = valuation.price(pair) as Big;
    const working = ledger.activeIn(pair).length > 0;
    const due = ts - this.#followedAt >= FOLLOW_MS;
    if (!due && !working && !guard.concerns(pair, value, ts)) {
      if (local) match(local);
      return;
    }
    if (due) this.#followedAt = ts;
    write(() => {
      if (local) match(local);
      guard.onPrice(pair, value, ts);
      books().protector.followUp();
      if (due) this.#follow(ts);
    });
  }

  #onCandle(pair: string, candle: Candle): void {
    const { write, source, books } = this.#options;
    const closedAt = candle.ts + this.#options.candleMs;
    write(() => {
      if (source.resolution === 'candle') this.#matchCandle(pair, candle, closedAt);
      else this.#options.local?.onCandle(pair, candle);
      this.#options.journal.append('candle.closed', { account: this.#options.account, pair, timeframe: source.timeframe, candle });
      for (const run of this.#options.host.runsOn(pair)) this.#fold(run, candle);
      books().protector.followUp();
      this.#follow(closedAt);
    });
  }

  #matchCandle(pair: string, candle: Candle, closedAt: number): void {
    const { local, books } = this.#options;
    const { guard, portfolio, ledger, valuation } = books();
    if (ledger.activeIn(pair).length === 0 && portfolio.tradesIn(pair).length === 0) {
      local?.onCandle(pair, candle);
    } else {
      const known = new Set(portfolio.tradesIn(pair).flatMap((trade) => (trade.held.gt(0) ? [trade.id] : [])));
      guard.beforeCandle(pair, candle, closedAt);
      local?.onCandle(pair, candle);
      if (guard.afterCandle(pair, candle, closedAt, known)) local?.onCandle(pair, candle);
    }
    valuation.mark(pair, candle.close, closedAt);
  }

  #follow(ts: number): void {
    this.#options.books().valuation.follow(ts);
    this.#options.control.watchLimits();
  }

  /** Lets the exchange fill what is for sale at the last price, whatever the amount. Call inside a write. */
  sellOut(pair: string): void {
    const { local, books, source } = this.#options;
    const close = books().valuation.price(pair)?.toFixed();
    if (!local || close === undefined) return;
    const ts = source.now();
    if (source.resolution === 'tick') local.onTrade({ pair, ts, price: close, amount: ANY_AMOUNT, side: 'buy' });
    else local.onCandle(pair, { ts: ts - this.#options.candleMs, open: close, high: close, low: close, close, volume: ANY_AMOUNT });
  }

  ended(): void {
    this.#options.onEnded();
  }

  healthChanged(): void {
    this.#options.publisher.account();
  }

  #fold(run: Run, candle: Candle): void {
    const intents = this.#options.host.fold(run, candle, this.#contextOf(run, candle));
    if (intents.length > 0) run.lastSignalAt = candle.ts + this.#options.candleMs;
    this.#options.books().dealer.carryOut(run.strategy, run.pair, intents);
  }

  #contextOf({ strategy, pair }: Run, candle: Candle): Omit<StrategyContext, 'pair' | 'bar'> {
    const { portfolio, ledger } = this.#options.books();
    const trades = portfolio.tradesIn(pair);
    const orders = ledger.activeIn(pair);
    return {
      warmingUp: false,
      trades:
        trades.length === 0 ? NOTHING : trades.filter((trade) => trade.strategy === strategy && trade.held.gt(0)).map((trade) => new TradeView(trade, candle)),
      orders:
        orders.length === 0
          ? NOTHING
          : orders.filter((order) => order.strategy === strategy && isActive(order)).map((order) => orderView(order, portfolio.trade(order.tradeId))),
    };
  }
}

/** Reckons only what a strategy asks for: most ask for little, with every candle. */
class TradeView {
  readonly id: string;
  readonly #trade: TradeRecord;
  readonly #candle: Candle;

  constructor(trade: TradeRecord, candle: Candle) {
    this.id = tradeId(trade.id);
    this.#trade = trade;
    this.#candle = candle;
  }

  get tag(): string | null {
    return this.#trade.entryTag;
  }

  get openedAt(): number {
    return this.#trade.openedAt;
  }

  get amount(): number {
    return float(this.#trade.held);
  }

  get entryPrice(): number {
    return float(this.#trade.entryCost) / float(this.#trade.entered);
  }

  get profitRatio(): number {
    return ratio(this.#trade.held.times(this.#candle.close).minus(this.#trade.basis), this.#trade.basis);
  }
}

function orderView(order: OrderRecord, trade: TradeRecord | undefined): StrategyContext['orders'][number] {
  return {
    id: orderId(order.id),
    tag: order.tag,
    side: order.side,
    price: order.price === null ? 0 : float(order.price),
    purpose: order.purpose,
    tradeId: trade === undefined || trade.entered.eq(0) ? null : tradeId(trade.id),
  };
}
