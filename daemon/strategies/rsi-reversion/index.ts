import { RSI } from 'trading-signals';
import { z } from 'zod';
import type { Bar, Indicators, Intent, Strategy, StrategyContext, StrategyRun } from '../strategy.ts';
import { exitAll, isFlat } from '../trades.ts';

const MIDLINE = 50;

const params = z.strictObject({
  period: z.int().min(2).max(200).default(14).meta({ title: 'Period', description: 'Candles of the relative strength index' }),
  oversold: z.number().min(1).max(49).default(30).meta({ title: 'Oversold', description: 'Enter when the index rises through this' }),
  overbought: z.number().min(51).max(99).default(70).meta({ title: 'Overbought', description: 'The upper mark' }),
  exitAt: z
    .enum(['midline', 'overbought'])
    .default('midline')
    .meta({ title: 'Exit at', description: 'Exit at 50, where the fall is made good, or wait for the upper mark' }),
});

type Params = z.output<typeof params>;

/** Wilder's average leaves a weight of (1 − 1/n)^(20n) ≈ e⁻²⁰ to everything before twenty periods. */
const PERIODS = 20;

class RsiReversion implements StrategyRun {
  readonly #rsi: RSI;
  readonly #oversold: number;
  readonly #exitAt: number;
  #previous: number | null = null;

  constructor({ period, oversold, overbought, exitAt }: Params) {
    this.#rsi = new RSI(period);
    this.#oversold = oversold;
    this.#exitAt = exitAt === 'midline' ? MIDLINE : overbought;
  }

  onCandle(context: StrategyContext): readonly Intent[] {
    const previous = this.#previous;
    const rsi = this.#rsi.update(context.bar.close, false);
    this.#previous = rsi;
    if (rsi === null) return [];
    if (rsi >= this.#exitAt) return exitAll(context, 'exit_signal');
    const recovered = previous !== null && previous < this.#oversold && rsi >= this.#oversold;
    return recovered && isFlat(context) ? [{ kind: 'enter', tag: 'rsi_oversold' }] : [];
  }
}

/** The index with the marks it is measured against. */
class RsiIndicators implements Indicators {
  readonly lines: Indicators['lines'];
  readonly #rsi: RSI;
  readonly #marks: ReturnType<NonNullable<Indicators['marks']>>;

  constructor({ period, oversold, overbought }: Params) {
    this.lines = [{ id: 'rsi', title: `RSI ${period}`, pane: 'own' }];
    this.#rsi = new RSI(period);
    this.#marks = [
      { title: 'oversold', pane: 'own', value: oversold },
      { title: 'midline', pane: 'own', value: MIDLINE },
      { title: 'overbought', pane: 'own', value: overbought },
    ];
  }

  onCandle({ close }: Bar): ReadonlyArray<number | null> {
    return [this.#rsi.update(close, false)];
  }

  marks(): ReturnType<NonNullable<Indicators['marks']>> {
    return this.#marks;
  }
}

export const rsiReversion: Strategy<typeof params> = {
  id: 'rsi-reversion',
  title: 'RSI reversion',
  description:
    'Buys what fell too far: enters when the relative strength index rises out of the oversold zone, exits at the midline or the overbought mark. One trade per pair.',
  params,
  warmup: ({ period }) => PERIODS * period,
  create: (given) => new RsiReversion(given),
  indicators: (given) => new RsiIndicators(given),
};
