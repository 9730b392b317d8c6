import type { BookStore } from '../books/book-store.ts';
import type { Portfolio } from '../books/portfolio.ts';
import type { AccountRecord, TradeRecord } from '../books/records.ts';
import { Big, float, ratio, text, ZERO } from '../money.ts';

export const DAY = 86_400_000;
/** Far more than floats err by in such sums. */
const NEAR = 1e-9;

export interface Mark {
  readonly price: Big;
  /** Market time, UTC milliseconds. */
  readonly at: number;
}

/** The last price of each pair. */
export type Marks = Map<string, { readonly text: string; price: Big | undefined; at: number }>;

/**
 * What the account is worth at the last prices: equity with its peak, its deepest fall, and where the day began; and
 * the equity curve, sampled at most once in `sampleMs` of market time.
 */
export class Valuation {
  readonly #record: AccountRecord;
  readonly #portfolio: Portfolio;
  readonly #store: BookStore;
  readonly #sampleMs: number;
  readonly #marks: Marks;
  #equity: Big | undefined;
  #version = -1;
  #followed: Big | undefined;
  /** Deepest fall below the present peak. */
  #fall = ZERO;
  #sampledAt: number;
  #sampled: Big | undefined;
  #dirty = false;

  constructor(options: { record: AccountRecord; portfolio: Portfolio; store: BookStore; sampleMs: number; marks: Marks }) {
    this.#record = options.record;
    this.#portfolio = options.portfolio;
    this.#store = options.store;
    this.#sampleMs = options.sampleMs;
    this.#marks = options.marks;
    const last = options.store.lastEquity(options.record.account);
    this.#sampledAt = last?.ts ?? Number.NEGATIVE_INFINITY;
    this.#sampled = last && new Big(last.equity);
  }

  /** Takes a price in. Cheap: nothing is computed before it is asked for. */
  mark(pair: string, price: string, at: number): void {
    const mark = this.#marks.get(pair);
    if (mark?.text === price) {
      mark.at = at;
      return;
    }
    this.#marks.set(pair, { text: price, price: undefined, at });
    if (this.#holds(pair)) this.#equity = undefined;
  }

  price(pair: string): Big | undefined {
    const mark = this.#marks.get(pair);
    if (!mark) return undefined;
    mark.price ??= new Big(mark.text);
    return mark.price;
  }

  /** The last price; before there is one, what the trade was entered at. */
  markOf(trade: TradeRecord): Mark {
    const price = this.price(trade.pair);
    if (price) return { price, at: this.#marks.get(trade.pair)?.at ?? trade.openedAt };
    return { price: trade.entered.eq(0) ? ZERO : trade.entryCost.div(trade.entered), at: trade.openedAt };
  }

  /** The same object for as long as it has not changed. */
  get equity(): Big {
    if (this.#equity === undefined || this.#version !== this.#portfolio.version) {
      this.#equity = this.#compute();
      this.#version = this.#portfolio.version;
    }
    return this.#equity;
  }

  /** Value of a currency in the stake currency; null when no price is known. */
  valueOf(currency: string, amount: Big): Big | null {
    if (currency === this.#record.currency) return amount;
    const price = this.price(`${currency}/${this.#record.currency}`);
    return price ? amount.times(price) : null;
  }

  get profitToday(): Big {
    return this.equity.minus(this.#record.dayEquity);
  }

  get drawdown(): number {
    return ratio(this.#record.peakEquity.minus(this.equity), this.#record.peakEquity);
  }

  /** Follows peak, drawdown and the turn of the day, and samples the curve when it is due. Call inside a write. */
  follow(ts: number): void {
    if (ts - this.#record.day >= DAY) {
      this.#record.day = Math.floor(ts / DAY) * DAY;
      this.#record.dayEquity = this.equity;
      this.#dirty = true;
    }
    const isDue = ts - this.#sampledAt >= this.#sampleMs;
    if (!isDue && this.#isWithin()) return;
    const { equity } = this;
    if (equity !== this.#followed) {
      this.#followed = equity;
      this.#followPeak(equity);
    }
    if (!isDue || equity === this.#sampled || this.#sampled?.eq(equity)) return;
    this.#sampled = equity;
    this.#sampledAt = ts;
    this.#store.saveEquity(this.#record.account, ts, text(equity));
  }

  /** Whether equity surely lies above a sum: floats rule out what is far off, only decimals decide. */
  isAbove(sum: Big): boolean {
    return this.#estimate() > float(sum) * (1 + NEAR) || this.equity.gt(sum);
  }

  /** Surely below the peak, and above its deepest fall. */
  #isWithin(): boolean {
    const estimate = this.#estimate();
    const peak = float(this.#record.peakEquity);
    return estimate < peak * (1 - NEAR) && estimate > (peak - float(this.#fall)) * (1 + NEAR);
  }

  #estimate(): number {
    if (this.#equity !== undefined && this.#version === this.#portfolio.version) return float(this.#equity);
    let sum = 0;
    for (const [currency, amount] of this.#portfolio.balances) {
      const price = currency === this.#record.currency ? '1' : this.#marks.get(`${currency}/${this.#record.currency}`)?.text;
      if (price !== undefined) sum += float(amount) * Number(price);
      else if (!amount.eq(0)) return float(this.equity);
    }
    return sum;
  }

  /** The peak is counted anew from here: whoever resumes after a drawdown accepts the loss. */
  resetPeak(): void {
    this.#record.peakEquity = this.equity;
    this.#fall = ZERO;
    this.#dirty = true;
  }

  /** Writes what `follow` found, if anything. */
  save(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#store.updateAccount(this.#record);
  }

  #followPeak(equity: Big): void {
    const record = this.#record;
    if (equity.gt(record.peakEquity)) {
      record.peakEquity = equity;
      this.#fall = ZERO;
      this.#dirty = true;
      return;
    }
    const fall = record.peakEquity.minus(equity);
    if (fall.lte(this.#fall)) return;
    this.#fall = fall;
    if (fall.gt(record.maxDrawdown)) {
      record.maxDrawdown = fall;
      this.#dirty = true;
    }
    const share = ratio(fall, record.peakEquity);
    if (share > record.maxDrawdownRatio) {
      record.maxDrawdownRatio = share;
      this.#dirty = true;
    }
  }

  #holds(pair: string): boolean {
    const base = pair.slice(0, pair.indexOf('/'));
    const held = this.#portfolio.balances.get(base);
    return held !== undefined && !held.eq(0);
  }

  #compute(): Big {
    let sum = ZERO;
    for (const [currency, amount] of this.#portfolio.balances) {
      if (amount.eq(0)) continue;
      sum = sum.plus(this.valueOf(currency, amount) ?? this.#costOf(currency));
    }
    return sum;
  }

  /** Without a price a coin is worth what was paid for it, also by a trade that was deleted since. */
  #costOf(currency: string): Big {
    const trades = [...this.#portfolio.openTrades, ...this.#portfolio.deletedTrades];
    return trades.filter((trade) => trade.pair.startsWith(`${currency}/`)).reduce((cost, trade) => cost.plus(trade.basis), ZERO);
  }
}
