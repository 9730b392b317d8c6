import type { OrderLedger } from '../books/orders.ts';
import type { Portfolio } from '../books/portfolio.ts';
import { type AccountRecord, type OrderRecord, remaining } from '../books/records.ts';
import type { MarketRules } from '../market-rules.ts';
import { type Big, ONE, ZERO } from '../money.ts';
import type { Exposure } from '../risk.ts';
import type { Valuation } from './valuation.ts';

/** A market or trigger order may be filled this much above the last price and must still be paid for. */
const CUSHION = ONE.div(100);
const MINUTE = 60_000;

/** What the account has at stake and what is left, reckoned from the books at the last prices. */
export class AccountExposure implements Exposure {
  readonly #record: AccountRecord;
  readonly #portfolio: Portfolio;
  readonly #ledger: OrderLedger;
  readonly #valuation: Valuation;
  readonly #rules: (pair: string) => MarketRules;
  readonly #now: () => number;
  readonly #placedAt: number[];

  constructor(options: {
    record: AccountRecord;
    portfolio: Portfolio;
    ledger: OrderLedger;
    valuation: Valuation;
    rules: (pair: string) => MarketRules;
    now: () => number;
    /** Times of the orders placed lately; handed in, so that it outlives this object. */
    placedAt: number[];
  }) {
    this.#record = options.record;
    this.#portfolio = options.portfolio;
    this.#ledger = options.ledger;
    this.#valuation = options.valuation;
    this.#rules = options.rules;
    this.#now = options.now;
    this.#placedAt = options.placedAt;
  }

  get equity(): Big {
    return this.#valuation.equity;
  }

  get peakEquity(): Big {
    return this.#record.peakEquity;
  }

  get dayEquity(): Big {
    return this.#record.dayEquity;
  }

  get openTrades(): number {
    return this.#portfolio.openTradeCount;
  }

  get committed(): Big {
    return this.#commitments((sum, _pair, value) => sum.plus(value), ZERO);
  }

  get committedMost(): Big {
    const byPair = this.#commitments((sums, pair, value) => sums.set(pair, (sums.get(pair) ?? ZERO).plus(value)), new Map<string, Big>());
    return [...byPair.values()].reduce((most, value) => (value.gt(most) ? value : most), ZERO);
  }

  committedIn(wanted: string): Big {
    return this.#commitments((sum, pair, value) => (pair === wanted ? sum.plus(value) : sum), ZERO);
  }

  get ordersLastMinute(): number {
    const since = this.#now() - MINUTE;
    while ((this.#placedAt[0] ?? Number.POSITIVE_INFINITY) <= since) this.#placedAt.shift();
    return this.#placedAt.length;
  }

  placed(): void {
    this.#placedAt.push(this.#now());
  }

  /** What is kept back for fees, and where the price may run, for the price. */
  reserve(type: OrderRecord['type'], rules: MarketRules): Big {
    return type === 'limit' ? rules.takerFee : rules.takerFee.plus(CUSHION);
  }

  /** Bound in working orders. */
  used(currency: string): Big {
    let used = ZERO;
    for (const order of this.#ledger.active) {
      const rules = this.#rules(order.pair);
      if (order.side === 'sell' && rules.base === currency) used = used.plus(remaining(order));
      if (order.side === 'buy' && rules.quote === currency) used = used.plus(this.#costOf(order).times(this.reserve(order.type, rules).plus(ONE)));
    }
    return used;
  }

  /** Not bound in working orders; never below zero. */
  free(currency: string): Big {
    const free = this.#portfolio.balance(currency).minus(this.used(currency));
    return free.gt(0) ? free : ZERO;
  }

  #costOf(order: OrderRecord): Big {
    return remaining(order).times(order.price ?? this.#valuation.price(order.pair) ?? ZERO);
  }

  #commitments<T>(fold: (sum: T, pair: string, value: Big) => T, start: T): T {
    let sum = start;
    for (const trade of this.#portfolio.openTrades) sum = fold(sum, trade.pair, trade.held.times(this.#valuation.markOf(trade).price));
    for (const order of this.#ledger.active) if (order.purpose === 'entry') sum = fold(sum, order.pair, this.#costOf(order));
    return sum;
  }
}
