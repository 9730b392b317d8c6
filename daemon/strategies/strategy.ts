import type { z } from 'zod';

/** A closed candle in numbers; indicators are estimates, so floats are right here and nowhere else in the engine. */
export interface Bar {
  /** Opening time, UTC milliseconds. */
  readonly ts: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** All that a strategy sees of the world: one pair, up to now. */
export interface StrategyContext {
  readonly pair: string;
  readonly bar: Bar;
  /** True while indicators are warmed up on past candles; intents are then ignored. */
  readonly warmingUp: boolean;
  /** The strategy's open trades in this pair, oldest first. */
  readonly trades: ReadonlyArray<{
    readonly id: string;
    readonly tag: string | null;
    readonly amount: number;
    readonly entryPrice: number;
    readonly openedAt: number;
    readonly profitRatio: number;
  }>;
  /** The strategy's orders in this pair that can still fill. */
  readonly orders: ReadonlyArray<{
    readonly id: string;
    readonly tag: string | null;
    readonly side: 'buy' | 'sell';
    readonly price: number;
    readonly purpose: 'entry' | 'exit';
    /** The trade it opens or closes; null while an entry has no fill yet. */
    readonly tradeId: string | null;
  }>;
}

/** What a strategy wants. Risk and sizing decide whether and how much. */
export type Intent =
  /** Open a trade: at the market, or at a limit `price`. `share` scales the configured stake (1 when absent). */
  | { readonly kind: 'enter'; readonly tag: string; readonly price?: number; readonly share?: number }
  /** Close a trade: at the market, or at a limit `price`. */
  | { readonly kind: 'exit'; readonly tradeId: string; readonly reason: string; readonly price?: number }
  | { readonly kind: 'cancel'; readonly orderId: string }
  | { readonly kind: 'message'; readonly text: string };

/** The state of one strategy on one pair: folds candles into intents, deterministic, with no clock, network or randomness. */
export interface StrategyRun {
  /** Called once for each closed candle, in order; O(1). */
  onCandle(context: StrategyContext): readonly Intent[];
}

/** Where a figure is drawn: over the candles, or on a scale of its own below them. */
export type Pane = 'price' | 'own';

/** What a strategy goes by, as lines to be drawn. Folds the same candles as its run, and decides nothing. */
export interface Indicators {
  readonly lines: ReadonlyArray<{ readonly id: string; readonly title: string; readonly pane: Pane }>;
  /** Called once for each closed candle, in order; O(1). @returns a value for each line, null while it is not warm */
  onCandle(bar: Bar): ReadonlyArray<number | null>;
  /** Level lines in force after the last candle. */
  marks?(): ReadonlyArray<{ readonly title: string; readonly pane: Pane; readonly value: number }>;
}

/** A strategy as the desk knows it: one folder, one entry in `strategies/index.ts`. */
export interface Strategy<P extends z.ZodObject = z.ZodObject> {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Parameters with defaults and descriptions; forms, validation and help follow from it. */
  readonly params: P;
  /**
   * How many closed candles the indicators need to forget where they began, so that a run rebuilt from history after
   * a restart decides as the one before it did.
   */
  warmup(params: z.output<P>): number;
  create(params: z.output<P>): StrategyRun;
  /** Absent where there is nothing to draw. */
  indicators?(params: z.output<P>): Indicators;
}
