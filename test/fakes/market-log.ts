import type { Candle, MarketListener, PublicTrade, Ticker } from '../../daemon/exchange/port.ts';

export type MarketCall = { ticker: Ticker } | { trade: PublicTrade } | { candle: Candle; pair: string } | 'ended' | 'health';

/** Writes down what a source tells, in order. */
export class MarketLog implements MarketListener {
  readonly calls: MarketCall[] = [];
  readonly tickers: Ticker[] = [];
  readonly trades: PublicTrade[] = [];
  readonly candles: { pair: string; candle: Candle }[] = [];
  ends = 0;
  healthChanges = 0;
  #waiting: { done: () => boolean; resolve: () => void }[] = [];

  ticker(ticker: Ticker): void {
    this.tickers.push(ticker);
    this.#told({ ticker });
  }

  trade(trade: PublicTrade): void {
    this.trades.push(trade);
    this.#told({ trade });
  }

  candle(pair: string, candle: Candle): void {
    this.candles.push({ pair, candle });
    this.#told({ pair, candle });
  }

  ended(): void {
    this.ends++;
    this.#told('ended');
  }

  healthChanged(): void {
    this.healthChanges++;
    this.#told('health');
  }

  of(pair: string): Candle[] {
    return this.candles.filter((told) => told.pair === pair).map(({ candle }) => candle);
  }

  /** Resolves once something told makes `done` true. */
  until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ done, resolve }));
  }

  #told(call: MarketCall): void {
    this.calls.push(call);
    for (const { resolve } of this.#waiting.filter(({ done }) => done())) resolve();
    this.#waiting = this.#waiting.filter(({ done }) => !done());
  }
}
