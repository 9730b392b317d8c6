import Big from 'big.js';
import type { Candle, Exchange, ExecutionReport, MarketSource, OrderRequest, PublicTrade, Ticker } from '../port.ts';
import { timeframeMs } from '../timeframe.ts';
import { PaperBook, type PaperOrder, paperOrder } from './book.ts';
import { refusal } from './check.ts';
import { candleOccasion, type Occasion, tickerOccasion, tradeOccasion } from './occasion.ts';
import { PAPER_DEFAULTS, type PaperOptions, type PaperTerms, termsOf } from './options.ts';

/** Fees are rounded up to this many decimals of the quote currency. */
export const FEE_DECIMALS = 8;

/**
 * A paper exchange: matches orders against what a market source tells, by the rules of `Occasion`, and reports at once
 * and in order. Pure and synchronous; arithmetic is exact.
 *
 * Price, then time: takers first, then stops (within a candle nobody knows what came first, so the worse is assumed),
 * then limit orders by the best price. All orders of a pair share what an occasion has to give, and fill in part when
 * it is not enough. A taker's price is rounded against it to the market's step.
 *
 * An order meets what comes after it: the next candle or public trade, or at once the newest quote, where there are
 * quotes. A listener may place and cancel from within a report; a cancelled order fills no more, even in the same candle.
 */
export class PaperExchange implements Exchange {
  readonly local = true;
  readonly #source: Pick<MarketSource, 'markets' | 'resolution' | 'timeframe' | 'now'>;
  readonly #terms: PaperTerms;
  readonly #candleMs: number;
  readonly #books = new Map<string, PaperBook>();
  readonly #open = new Map<string, { readonly book: PaperBook; readonly order: PaperOrder }>();
  readonly #listeners = new Set<(report: ExecutionReport) => void>();
  #reports: ExecutionReport[] = [];
  #telling = false;
  #sequence = 0;

  constructor(deps: { readonly source: Pick<MarketSource, 'markets' | 'resolution' | 'timeframe' | 'now'>; readonly options?: Partial<PaperOptions> }) {
    this.#source = deps.source;
    this.#terms = termsOf({ ...PAPER_DEFAULTS, ...deps.options });
    this.#candleMs = timeframeMs(deps.source.timeframe);
  }

  onReport(listener: (report: ExecutionReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Placing an open order again has no effect but another `accepted`. */
  place(request: OrderRequest): void {
    const clientOrderId = request.clientOrderId;
    const ts = this.#source.now();
    const book = this.#book(request.pair);
    const repeated = this.#open.has(clientOrderId);
    const reason = repeated ? undefined : book ? refusal(request, book) : `no market ${request.pair}`;
    if (reason !== undefined) this.#report({ kind: 'rejected', clientOrderId, ts, reason });
    if (!book || reason !== undefined) return;
    const order = repeated ? undefined : this.#add(request, book);
    this.#report({ kind: 'accepted', clientOrderId, ts });
    const quote = order && this.#quote(book, ts);
    if (quote && order.open) this.#serve(book, order, quote);
  }

  /**
   * Whatever the exchange does not hold (any more) is reported as cancelled: it can't fill, and an order whose end was
   * reported before is over anyhow.
   */
  cancel(clientOrderId: string): void {
    const entry = this.#open.get(clientOrderId);
    if (entry) this.#remove(entry.book, entry.order);
    this.#report({ kind: 'cancelled', clientOrderId, ts: this.#source.now(), reason: entry ? 'cancelled' : 'not open at the exchange' });
  }

  /**
   * Takes up the open orders of the store, oldest first, and forgets everything else; nothing is reported. For a start,
   * and for when a transaction was rolled back. A stop whose trigger was reached but that has not filled at all waits for
   * its trigger anew.
   */
  restore(orders: readonly OrderRequest[]): void {
    this.#reports = [];
    this.#open.clear();
    this.#books.clear();
    for (const request of orders) {
      const book = this.#book(request.pair);
      if (book) this.#add(request, book).rests = request.type === 'limit';
    }
  }

  /** Client order ids of what can still fill, oldest first. */
  openOrders(): readonly string[] {
    return [...this.#open.keys()];
  }

  onTicker(ticker: Ticker): void {
    const book = this.#book(ticker.pair);
    if (!book) return;
    book.lastPrice = ticker.last;
    book.ticker = ticker;
    book.quote = undefined;
    if (book.size > 0 && this.#source.resolution === 'tick') this.#match(book, this.#quoteOf(book, ticker));
  }

  onTrade(trade: PublicTrade): void {
    const book = this.#book(trade.pair);
    if (!book) return;
    book.lastPrice = trade.price;
    if (book.size > 0 && this.#source.resolution === 'tick') this.#match(book, tradeOccasion(trade, this.#terms));
  }

  /** To be called before strategies see the candle, so that their orders meet the next one. */
  onCandle(pair: string, candle: Candle): void {
    const book = this.#book(pair);
    if (!book) return;
    book.lastPrice = candle.close;
    if (book.size > 0 && this.#source.resolution === 'candle') this.#match(book, candleOccasion(candle, this.#candleMs, this.#terms));
  }

  #book(pair: string): PaperBook | undefined {
    const known = this.#books.get(pair);
    if (known) return known;
    const market = this.#source.markets().find((candidate) => candidate.pair === pair);
    if (!market) return undefined;
    const book = new PaperBook(market);
    this.#books.set(pair, book);
    return book;
  }

  #add(request: OrderRequest, book: PaperBook): PaperOrder {
    const order = paperOrder(request, ++this.#sequence);
    book.add(order);
    this.#open.set(order.id, { book, order });
    return order;
  }

  #remove(book: PaperBook, order: PaperOrder): void {
    book.remove(order);
    this.#open.delete(order.id);
  }

  #quote(book: PaperBook, now: number): Occasion | undefined {
    const { ticker } = book;
    if (!ticker || this.#source.resolution !== 'tick' || now - ticker.ts > this.#terms.quoteMaxAgeMs) return undefined;
    return this.#quoteOf(book, ticker);
  }

  #quoteOf(book: PaperBook, ticker: Ticker): Occasion {
    book.quote ??= tickerOccasion(ticker, this.#terms);
    return book.quote;
  }

  #match(book: PaperBook, occasion: Occasion): void {
    const newest = this.#sequence;
    for (const order of [...book.takers, ...book.stops, ...book.limits]) {
      if (order.open && order.sequence <= newest) this.#serve(book, order, occasion);
    }
  }

  #serve(book: PaperBook, order: PaperOrder, occasion: Occasion): void {
    if (order.type === 'limit') {
      this.#serveLimit(book, order, occasion);
      return;
    }
    const price = order.triggered ? occasion.market(order.side) : occasion.stop(order);
    if (price === undefined) return;
    if (!order.triggered) book.trigger(order);
    this.#fillTaker(book, order, occasion, price);
  }

  #serveLimit(book: PaperBook, order: PaperOrder, occasion: Occasion): void {
    const match = occasion.limit(order);
    order.rests = true;
    if (match?.crosses) this.#fillTaker(book, order, occasion, match.price);
    else if (match) this.#fill(book, order, occasion, this.#against(book, order.side, match.price), 'maker');
  }

  #fillTaker(book: PaperBook, order: PaperOrder, occasion: Occasion, touch: Big): void {
    const amount = this.#amount(book, order, occasion);
    if (amount.eq(0)) return;
    const slip = this.#terms.slippage.plus(this.#terms.impact.times(amount).div(occasion.volume(order.side)));
    const slipped = order.side === 'buy' ? touch.plus(touch.times(slip)) : touch.minus(touch.times(slip));
    let price = this.#against(book, order.side, slipped);
    if (order.type === 'limit' && (order.side === 'buy' ? price.gt(order.price!) : price.lt(order.price!))) price = order.price!;
    this.#fill(book, order, occasion, price, 'taker');
  }

  /** Rounded to the price step, to the disadvantage of the order, and never to nothing. */
  #against(book: PaperBook, side: 'buy' | 'sell', price: Big): Big {
    const step = book.rules.price;
    if (side === 'buy') return step.up(price);
    const down = step.down(price);
    return down.gt(0) ? down : step.size;
  }

  #amount(book: PaperBook, order: PaperOrder, occasion: Occasion): Big {
    const left = occasion.left(order.side);
    return left.gte(order.remaining) ? order.remaining : book.rules.amount.down(left);
  }

  #fill(book: PaperBook, order: PaperOrder, occasion: Occasion, price: Big, liquidity: 'maker' | 'taker'): void {
    const amount = this.#amount(book, order, occasion);
    if (amount.eq(0)) return;
    occasion.take(order.side, amount);
    order.remaining = order.remaining.minus(amount);
    if (order.remaining.eq(0)) this.#remove(book, order);
    const { makerFee, takerFee, market } = book.rules;
    const fee = price.times(amount).times(liquidity === 'maker' ? makerFee : takerFee);
    this.#report({
      kind: 'fill',
      clientOrderId: order.id,
      ts: occasion.ts,
      price: price.toFixed(),
      amount: amount.toFixed(),
      fee: fee.round(FEE_DECIMALS, Big.roundUp).toFixed(),
      feeCurrency: market.quote,
      liquidity,
    });
  }

  /** In order, one at a time: what a listener causes is told after all listeners have heard the report at hand. */
  #report(report: ExecutionReport): void {
    this.#reports.push(report);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#reports.shift(); next; next = this.#reports.shift()) for (const listener of this.#listeners) listener(next);
    } finally {
      this.#telling = false;
    }
  }
}
