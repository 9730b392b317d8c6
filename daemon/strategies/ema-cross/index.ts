import { EMA } from 'trading-signals';
import { z } from 'zod';
import type { Bar, Indicators, Intent, Strategy, StrategyContext, StrategyRun } from '../strategy.ts';
import { exitAll, isFlat } from '../trades.ts';

const params = z
  .strictObject({
    fast: z.int().min(2).max(200).default(9).meta({ title: 'Fast EMA', description: 'Candles of the fast average; less than `slow`' }),
    slow: z.int().min(3).max(500).default(21).meta({ title: 'Slow EMA', description: 'Candles of the slow average' }),
    trend: z
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .meta({ title: 'Trend filter', description: 'Enter only above the average of this many candles, more than `slow`; 0 switches the filter off' }),
  })
  .refine((given) => given.fast < given.slow, { message: 'must be less than slow', path: ['fast'] })
  .refine((given) => given.trend === 0 || given.trend > given.slow, { message: 'must be 0 or more than slow', path: ['trend'] });

type Params = z.output<typeof params>;

/** Ten spans leave a weight of (1 − 2/(n+1))^(10n) ≈ e⁻²⁰ to everything before them. */
const SPANS = 10;

class EmaCross implements StrategyRun {
  readonly #fast: EMA;
  readonly #slow: EMA;
  readonly #trend: EMA | undefined;
  readonly #needed: number;
  #seen = 0;
  #wasAbove: boolean | undefined;

  constructor({ fast, slow, trend }: Params) {
    this.#fast = new EMA(fast);
    this.#slow = new EMA(slow);
    this.#trend = trend > 0 ? new EMA(trend) : undefined;
    this.#needed = Math.max(slow, trend);
  }

  onCandle(context: StrategyContext): readonly Intent[] {
    const { close } = context.bar;
    const fast = this.#fast.update(close, false);
    const slow = this.#slow.update(close, false);
    const trend = this.#trend?.update(close, false);
    this.#seen += 1;
    if (this.#seen < this.#needed) return [];

    const above = fast > slow;
    const crossedUp = above && this.#wasAbove === false;
    this.#wasAbove = above;

    // Exits go by the side the averages are on, not by the moment of crossing: a crossing missed while the desk was
    // down still ends the trade.
    if (!above) return exitAll(context, 'exit_signal');
    if (!crossedUp || !isFlat(context)) return [];
    if (trend !== undefined && close <= trend) return [];
    return [{ kind: 'enter', tag: 'ema_cross' }];
  }
}

/** The averages that the run compares. */
class EmaCrossIndicators implements Indicators {
  readonly lines: Indicators['lines'];
  readonly #averages: readonly EMA[];
  readonly #spans: readonly number[];
  #seen = 0;

  constructor({ fast, slow, trend }: Params) {
    const shown = [
      { id: 'fast', span: fast },
      { id: 'slow', span: slow },
      { id: 'trend', span: trend },
    ].filter(({ span }) => span > 0);
    this.lines = shown.map(({ id, span }) => ({ id, title: `EMA ${span}`, pane: 'price' }));
    this.#spans = shown.map(({ span }) => span);
    this.#averages = this.#spans.map((span) => new EMA(span));
  }

  onCandle({ close }: Bar): ReadonlyArray<number | null> {
    this.#seen += 1;
    return this.#averages.map((average, index) => {
      const value = average.update(close, false);
      return this.#seen < (this.#spans[index] ?? 0) ? null : value;
    });
  }
}

export const emaCross: Strategy<typeof params> = {
  id: 'ema-cross',
  title: 'EMA cross',
  description: 'Follows trends: enters when the fast exponential average rises above the slow one, exits once it is below. One trade per pair.',
  params,
  warmup: ({ slow, trend }) => SPANS * Math.max(slow, trend),
  create: (given) => new EmaCross(given),
  indicators: (given) => new EmaCrossIndicators(given),
};
