import type { Candle, MarketListener, MarketSource, PublicTrade, ReplaySource, Ticker } from '../../exchange/port.ts';

/**
 * Counts the public trades told of each candle, and after a restart passes over those that were booked before it: a
 * recording begins again with the candle, the books do not.
 */
export class CountedTicks implements MarketListener {
  readonly #listener: MarketListener;
  #booked: number;
  #ticks = 0;

  /** @param booked trades of the first candle that are in the books already */
  constructor(listener: MarketListener, booked: number) {
    this.#listener = listener;
    this.#booked = booked;
  }

  get ticks(): number {
    return this.#ticks;
  }

  trade(trade: PublicTrade): void {
    this.#ticks += 1;
    if (this.#ticks > this.#booked) this.#listener.trade(trade);
  }

  candle(pair: string, candle: Candle): void {
    this.#ticks = 0;
    this.#booked = 0;
    this.#listener.candle(pair, candle);
  }

  ticker(ticker: Ticker): void {
    this.#listener.ticker(ticker);
  }

  ended(): void {
    this.#listener.ended();
  }

  healthChanged(): void {
    this.#listener.healthChanged();
  }
}

/** The source with its listener replaced by one of ours. */
export function intercepted(source: ReplaySource, wrap: (listener: MarketListener) => MarketListener): MarketSource {
  return {
    kind: source.kind,
    label: source.label,
    timeframe: source.timeframe,
    resolution: source.resolution,
    markets: () => source.markets(),
    history: (pair, until, limit) => source.history(pair, until, limit),
    start: (pairs, listener) => source.start(pairs, wrap(listener)),
    stop: () => source.stop(),
    health: () => source.health(),
    now: () => source.now(),
  };
}
