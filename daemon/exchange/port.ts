import type { Candle, DataHealth, Market, Ticker } from '../protocol/schemas/market.ts';

export type { Candle, DataHealth, Market, Ticker };

/** A trade somebody made on the exchange, as the public feed tells it. */
export interface PublicTrade {
  readonly pair: string;
  /** UTC milliseconds in the market's calendar. */
  readonly ts: number;
  readonly price: string;
  readonly amount: string;
  /** Side of the taker. */
  readonly side: 'buy' | 'sell';
}

/** What a source tells, in the order of market time. */
export interface MarketListener {
  ticker(ticker: Ticker): void;
  trade(trade: PublicTrade): void;
  /** A candle closed. `candle.ts` is its opening time. */
  candle(pair: string, candle: Candle): void;
  /** Everything recorded has been played. */
  ended(): void;
  /** The feed broke or came back; `health()` tells more. */
  healthChanged(): void;
}

/** Where prices come from. */
export interface MarketSource {
  readonly kind: 'sim' | 'replay' | 'live';
  /** For people, such as "simulated market" or "binance". */
  readonly label: string;
  readonly timeframe: string;
  /**
   * How orders are matched against it: by each price (`tick`: tickers or public trades) or by the range of each
   * closed candle (`candle`: nothing finer is known).
   */
  readonly resolution: 'tick' | 'candle';
  markets(): readonly Market[];
  /** The newest closed candles that ended at or before `until` (market time), oldest first, for the warm-up of indicators. */
  history(pair: string, until: number, limit: number): Promise<readonly Candle[]>;
  /**
   * Starts the feed. Calls on the listener are never made before this resolves.
   *
   * @param pairs the pairs wanted
   * @throws RpcError `upstream_unavailable` when the feed can't be had, `invalid` for an unknown pair
   */
  start(pairs: readonly string[], listener: MarketListener): Promise<void>;
  stop(): Promise<void>;
  health(): DataHealth;
  /** Time in the market's own calendar: the wall clock, or the place in the recording. UTC milliseconds. */
  now(): number;
}

/** Times for which a recording holds no candle. Nothing is made up for them. */
export interface DataGap {
  /** Opening time of the first candle missing, UTC milliseconds. */
  readonly from: number;
  /** Opening time of the first candle after the gap. */
  readonly to: number;
  /** How many candles are missing. */
  readonly candles: number;
}

/**
 * A recording of one pair. With a numeric speed it pushes by a timer, as any source does. With `max` it tells
 * nothing on its own: whoever reads it pulls with `drain`, inside its own transaction and in batches of its choosing.
 */
export interface ReplaySource extends MarketSource {
  readonly kind: 'replay';
  readonly speed: number | 'max';
  /** Candles in the recording, in the timeframe asked for. */
  readonly length: number;
  /** Candles told so far, counted from the start of the recording; hand it back as `from` to go on after a restart. */
  readonly position: number;
  readonly gaps: readonly DataGap[];
  /** What was mended or left out in reading, for people; each names its line. */
  readonly notices: readonly string[];
  /**
   * Tells the listener of up to `maxCandles` candles, synchronously: for each one its public trades (where the
   * recording has them), then the candle; and `ended()` once, right after the last candle.
   *
   * @returns how many candles were told; 0 when the recording is at its end, paused or stopped
   */
  drain(maxCandles: number): number;
  /** Holds the timed feed where it stands; nothing is told until `resume()`. */
  pause(): void;
  resume(): void;
}

/** An order as the exchange gets it; prices and amounts already fit the market's steps. */
export interface OrderRequest {
  readonly clientOrderId: string;
  readonly pair: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop';
  readonly amount: string;
  /** Limit price, or trigger price of a stop; null for a market order. */
  readonly price: string | null;
  /** What was filled of it before a restart; '0' when new. */
  readonly filled: string;
}

/** What became of an order, in the order it happened. */
export type ExecutionReport =
  | { readonly kind: 'accepted'; readonly clientOrderId: string; readonly ts: number }
  | { readonly kind: 'rejected'; readonly clientOrderId: string; readonly ts: number; readonly reason: string }
  | {
      readonly kind: 'fill';
      readonly clientOrderId: string;
      readonly ts: number;
      readonly price: string;
      readonly amount: string;
      /** In `feeCurrency`, which is the market's quote currency on paper. */
      readonly fee: string;
      readonly feeCurrency: string;
      readonly liquidity: 'maker' | 'taker';
    }
  | { readonly kind: 'cancelled'; readonly clientOrderId: string; readonly ts: number; readonly reason: string }
  | { readonly kind: 'expired'; readonly clientOrderId: string; readonly ts: number; readonly reason: string };

/**
 * Where orders go. Outcomes come as reports, at once or later; nothing is returned, so that a lost answer has no
 * value that could be mistaken for one.
 */
export interface Exchange {
  /**
   * True when a call has no effect outside the process (paper): it may then be made inside the transaction that
   * writes the order down. Otherwise the order must be durable first.
   */
  readonly local: boolean;
  place(order: OrderRequest): void;
  cancel(clientOrderId: string): void;
  onReport(listener: (report: ExecutionReport) => void): void;
}
