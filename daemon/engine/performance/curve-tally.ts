import Big from 'big.js';
import { DAY, type EquitySample } from './input.ts';

/** What a curve of equity tells, counted as its samples are added, oldest first: the next one costs the same however many came before. */
export class CurveTally {
  #first: EquitySample | undefined;
  #last: EquitySample | undefined;
  #peak = '0';
  #deepest = { from: '0', to: '0', depth: 0 };
  #ratio = 0;
  /** Of the days that are over. */
  #returns: number[] = [];
  /** Equity at the end of the day before the one under way, or of the first sample. */
  #dayBegan = 0;

  static of(samples: Iterable<EquitySample>): CurveTally {
    const tally = new CurveTally();
    for (const sample of samples) tally.add(sample);
    return tally;
  }

  /** A copy that goes its own way. */
  fork(): CurveTally {
    const copy = new CurveTally();
    copy.#first = this.#first;
    copy.#last = this.#last;
    copy.#peak = this.#peak;
    copy.#deepest = this.#deepest;
    copy.#ratio = this.#ratio;
    copy.#returns = [...this.#returns];
    copy.#dayBegan = this.#dayBegan;
    return copy;
  }

  add(sample: EquitySample): void {
    if (this.#last === undefined) {
      this.#first = sample;
      this.#peak = sample.equity;
      this.#dayBegan = Number(sample.equity);
    } else {
      this.#endDays(this.#last, sample.ts);
    }
    this.#last = sample;
    this.#fall(sample.equity);
  }

  get first(): EquitySample | undefined {
    return this.#first;
  }

  get last(): EquitySample | undefined {
    return this.#last;
  }

  /**
   * Deepest fall below the running peak: in money and as a fraction, each taken where it is deepest on its own.
   * Magdon-Ismail & Atiya, "Maximum drawdown", Risk 17 (2004): MDD = max over t of (max over s ≤ t of E(s) − E(t)).
   */
  get maxDrawdown(): { amount: string; ratio: number } {
    return { amount: Big(this.#deepest.from).minus(this.#deepest.to).toFixed(), ratio: this.#ratio };
  }

  /**
   * Change of equity over each UTC day as a fraction: from the first sample to the end of its day, then from day's end to
   * day's end. A day without a sample repeats the one before; the last day counts as far as it has come.
   */
  get dailyReturns(): number[] {
    return this.#last === undefined ? [] : [...this.#returns, change(this.#dayBegan, Number(this.#last.equity))];
  }

  #endDays(last: EquitySample, ts: number): void {
    const value = Number(last.equity);
    for (let day = Math.floor(last.ts / DAY); day < Math.floor(ts / DAY); day += 1) {
      this.#returns.push(change(this.#dayBegan, value));
      this.#dayBegan = value;
    }
  }

  #fall(equity: string): void {
    if (Number(equity) > Number(this.#peak)) this.#peak = equity;
    const depth = Number(this.#peak) - Number(equity);
    if (depth > this.#deepest.depth) this.#deepest = { from: this.#peak, to: equity, depth };
    if (Number(this.#peak) > 0) this.#ratio = Math.max(this.#ratio, depth / Number(this.#peak));
  }
}

const change = (before: number, after: number): number => (before > 0 ? after / before - 1 : 0);
