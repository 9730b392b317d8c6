import { EMA } from 'trading-signals';
import { z } from 'zod';
import type { Bar, Indicators, Intent, Strategy, StrategyContext, StrategyRun } from '../strategy.ts';

const params = z.strictObject({
  spacing: z
    .number()
    .min(0.001)
    .max(0.2)
    .default(0.01)
    .meta({ title: 'Spacing', description: 'Distance between levels as a fraction of the price; more than the fees of a round trip' }),
  levels: z.int().min(1).max(50).default(5).meta({ title: 'Levels', description: 'Entries kept waiting below the reference' }),
  period: z
    .int()
    .min(2)
    .max(500)
    .default(48)
    .meta({ title: 'Reference', description: 'Candles of the exponential average the grid is centred on; more moves the grid less' }),
  marketEntry: z
    .boolean()
    .default(true)
    .meta({ title: 'Market entry', description: 'Buys one level at the market whenever nothing is held, so that the grid earns from a rise as well' }),
});

type Params = z.output<typeof params>;
type Working = StrategyContext['orders'][number];
type Held = StrategyContext['trades'][number];

/** As for any exponential average: ten spans leave e⁻²⁰ to everything before them. */
const SPANS = 10;

/** Marks the entry that goes to the market instead of waiting on a level. */
const MARKET_TAG = 'grid_market';

/** Highest level below the one the reference is nearest to. */
const topLevel = (centre: number): number => Math.round(centre) - 1;

/**
 * Levels lie on one fixed lattice, level k at the price (1 + spacing)^k, so a price alone tells its level: after a
 * restart the orders and trades at hand say which levels are taken, and no level needs to be remembered.
 */
class Grid implements StrategyRun {
  readonly #reference: EMA;
  readonly #logStep: number;
  readonly #levels: number;
  readonly #period: number;
  readonly #marketEntry: boolean;
  #seen = 0;

  constructor({ spacing, levels, period, marketEntry }: Params) {
    this.#reference = new EMA(period);
    this.#logStep = Math.log1p(spacing);
    this.#levels = levels;
    this.#period = period;
    this.#marketEntry = marketEntry;
  }

  onCandle(context: StrategyContext): readonly Intent[] {
    const reference = this.#reference.update(context.bar.close, false);
    this.#seen += 1;
    if (this.#seen < this.#period) return [];
    const centre = Math.log(reference) / this.#logStep;
    const entries = context.orders.filter((order) => order.purpose === 'entry');
    const stale = entries.filter((order) => this.#isStale(order, centre, context));
    return [
      ...stale.map((order): Intent => ({ kind: 'cancel', orderId: order.id })),
      ...this.#exits(context, entries),
      ...this.#entries(context, entries, centre),
    ];
  }

  /**
   * An entry leaves when the reference has moved so far that its level lies a whole level outside the grid; the play
   * of one level keeps orders from flapping while the reference wavers between two. An entry filled in part also
   * leaves once the price is past its target, so that what was bought can be sold.
   */
  #isStale(order: Working, centre: number, { bar, trades }: StrategyContext): boolean {
    if (order.tag === MARKET_TAG) return false;
    const level = this.#levelOf(order.price);
    const outside = level < centre - this.#levels - 1 || level > centre + 0.5;
    const inPart = trades.some((trade) => trade.id === order.tradeId);
    return inPart ? bar.close >= this.#priceOf(level + 1) : outside;
  }

  /** Every trade is sold one level above the one it was bought at. */
  #exits({ trades, orders }: StrategyContext, entries: readonly Working[]): Intent[] {
    if (trades.length === 0) return [];
    const filling = new Set(entries.map((order) => order.tradeId));
    const closing = new Set(orders.filter((order) => order.purpose === 'exit').map((order) => order.tradeId));
    const ready = (trade: Held) => !filling.has(trade.id) && !closing.has(trade.id);
    return trades
      .filter(ready)
      .map((trade): Intent => ({ kind: 'exit', tradeId: trade.id, reason: 'grid_level', price: this.#priceOf(this.#levelOf(trade.entryPrice) + 1) }));
  }

  /** The levels below both the reference and the price that nothing occupies yet, the nearest first. */
  #entries({ bar, trades }: StrategyContext, entries: readonly Working[], centre: number): Intent[] {
    const taken = new Set([...entries.map((order) => this.#levelOf(order.price)), ...trades.map((trade) => this.#levelOf(trade.entryPrice))]);
    const top = topLevel(centre);
    const wanted: Intent[] = [];
    if (this.#marketEntry && trades.length === 0 && !entries.some((order) => order.tag === MARKET_TAG)) {
      taken.add(this.#levelOf(bar.close));
      wanted.push({ kind: 'enter', tag: MARKET_TAG });
    }
    for (let level = top; level > top - this.#levels; level -= 1) {
      const price = this.#priceOf(level);
      if (price < bar.close && !taken.has(level)) wanted.push({ kind: 'enter', tag: 'grid', price });
    }
    return wanted;
  }

  #levelOf(price: number): number {
    return Math.round(Math.log(price) / this.#logStep);
  }

  #priceOf(level: number): number {
    return Math.exp(level * this.#logStep);
  }
}

/** The reference and the levels that may be waited on. */
class GridIndicators implements Indicators {
  readonly lines: Indicators['lines'];
  readonly #reference: EMA;
  readonly #period: number;
  readonly #logStep: number;
  readonly #levels: number;
  #seen = 0;
  #last: number | null = null;

  constructor({ spacing, levels, period }: Params) {
    this.lines = [{ id: 'reference', title: `EMA ${period}`, pane: 'price' }];
    this.#reference = new EMA(period);
    this.#period = period;
    this.#logStep = Math.log1p(spacing);
    this.#levels = levels;
  }

  onCandle({ close }: Bar): ReadonlyArray<number | null> {
    this.#seen += 1;
    const reference = this.#reference.update(close, false);
    this.#last = this.#seen < this.#period ? null : reference;
    return [this.#last];
  }

  marks(): ReturnType<NonNullable<Indicators['marks']>> {
    if (this.#last === null) return [];
    const top = topLevel(Math.log(this.#last) / this.#logStep);
    return Array.from({ length: this.#levels }, (_, index) => ({
      title: `level ${index + 1}`,
      pane: 'price',
      value: Math.exp((top - index) * this.#logStep),
    }));
  }
}

export const grid: Strategy<typeof params> = {
  id: 'grid',
  title: 'Grid',
  description:
    'Earns from swings: keeps limit entries on evenly spaced levels below a slow average and sells each one level higher; the grid follows the average.',
  params,
  warmup: ({ period }) => SPANS * period,
  create: (given) => new Grid(given),
  indicators: (given) => new GridIndicators(given),
};
