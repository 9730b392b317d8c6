import Big from 'big.js';
import type { ClosedTrade } from './input.ts';

const ZERO = Big(0);

/** What closed trades come to, counted as they are added: the next one costs the same however many came before. */
export class TradeTally {
  #trades = 0;
  #wins = 0;
  #losses = 0;
  #won = ZERO;
  #lost = ZERO;
  #fees = ZERO;
  #best = Number.NEGATIVE_INFINITY;
  #worst = Number.POSITIVE_INFINITY;
  #held = 0;

  static of(trades: Iterable<ClosedTrade>): TradeTally {
    const tally = new TradeTally();
    for (const trade of trades) tally.add(trade);
    return tally;
  }

  add({ profit, profitRatio, fees, openedAt, closedAt }: ClosedTrade): void {
    const amount = Big(profit);
    this.#trades += 1;
    if (amount.gt(0)) {
      this.#wins += 1;
      this.#won = this.#won.plus(amount);
    } else if (amount.lt(0)) {
      this.#losses += 1;
      this.#lost = this.#lost.minus(amount);
    }
    this.#fees = this.#fees.plus(fees);
    this.#best = Math.max(this.#best, profitRatio);
    this.#worst = Math.min(this.#worst, profitRatio);
    this.#held += closedAt - openedAt;
  }

  get trades(): number {
    return this.#trades;
  }

  get wins(): number {
    return this.#wins;
  }

  /** A trade that ends even is neither won nor lost. */
  get losses(): number {
    return this.#losses;
  }

  /** Gross, both as decimals above 0. */
  get won(): Big {
    return this.#won;
  }

  get lost(): Big {
    return this.#lost;
  }

  get profit(): Big {
    return this.#won.minus(this.#lost);
  }

  get fees(): Big {
    return this.#fees;
  }

  /** Profit over stake of the best trade; null without a trade, as are all means and extremes. */
  get best(): number | null {
    return this.#trades === 0 ? null : this.#best;
  }

  get worst(): number | null {
    return this.#trades === 0 ? null : this.#worst;
  }

  get averageHoldMs(): number | null {
    return this.#trades === 0 ? null : Math.round(this.#held / this.#trades);
  }
}
