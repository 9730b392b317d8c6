import type { Candle, Exchange, OrderRequest, PublicTrade, Ticker } from '../../exchange/port.ts';

/** An exchange inside the process: matched against the prices its desk hands on, with no memory beyond the process. */
export interface LocalExchange extends Exchange {
  readonly local: true;
  onTicker(ticker: Ticker): void;
  onTrade(trade: PublicTrade): void;
  onCandle(pair: string, candle: Candle): void;
  /** Takes up the working orders of the store and forgets everything else; reports nothing. */
  restore(orders: readonly OrderRequest[]): void;
  openOrders(): readonly string[];
}

export const isLocal = (exchange: Exchange): exchange is LocalExchange => exchange.local;
