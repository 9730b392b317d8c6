import type { Candle } from '../port.ts';
import type { CcxtClient } from './client.ts';
import { candleFrom } from './convert.ts';

/** Exchanges give at most some hundreds of candles at once. */
const PAGE = 500;
const MOST_PAGES = 20;

/** Reads closed candles of an exchange. */
export class CandleFeed {
  readonly #client: CcxtClient;
  readonly #timeframe: string;
  readonly #candleMs: number;

  constructor(client: CcxtClient, timeframe: string, candleMs: number) {
    this.#client = client;
    this.#timeframe = timeframe;
    this.#candleMs = candleMs;
  }

  /** Candles that open at or after `since` and are over at `until`, oldest first; what the exchange leaves out stays out. */
  async between(pair: string, since: number, until: number): Promise<Candle[]> {
    const candles: Candle[] = [];
    let from = since;
    for (let page = 0; page < MOST_PAGES && from + this.#candleMs <= until; page++) {
      const wanted = Math.min(PAGE, Math.ceil((until - from) / this.#candleMs));
      const rows = await this.#client.fetchOHLCV(pair, this.#timeframe, from, wanted + 1);
      const fresh = rows.map(candleFrom).filter((candle) => candle !== undefined && candle.ts >= from) as Candle[];
      candles.push(...fresh.filter((candle) => candle.ts + this.#candleMs <= until));
      const newest = fresh.at(-1);
      if (!newest) break;
      from = newest.ts + this.#candleMs;
    }
    return candles;
  }
}
