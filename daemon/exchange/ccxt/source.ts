import { RpcError } from '../../protocol/errors.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Candle, DataHealth, Market, MarketListener, MarketSource } from '../port.ts';
import { candleOpen, timeframeMs } from '../timeframe.ts';
import { CandleFeed } from './candle-feed.ts';
import { type CcxtClient, type CcxtModule, type CcxtTicker, loadCcxt } from './client.ts';
import { marketFrom, tickerFrom } from './convert.ts';
import { backOff, type Failure, failureOf } from './failure.ts';

export interface LiveOptions {
  /** By its ccxt name, such as `kraken`. */
  readonly exchange: string;
  readonly timeframe: string;
  /** Distance of ticker requests in milliseconds; 5000 when absent. */
  readonly pollMs?: number;
  /** Prices older than this are called stale; 30 seconds or three polls when absent. */
  readonly staleMs?: number;
  /** How long after a candle's end it is asked for; 2000 when absent. */
  readonly settleMs?: number;
  /** Fees as fractions; those of the exchange when absent. */
  readonly makerFee?: string;
  readonly takerFee?: string;
  /** Further options of the ccxt exchange, such as `timeout`, `urls` or a proxy. */
  readonly client?: object;
  readonly clock?: Clock;
}

/** Requests of a start or a history are tried this often. */
const TRIES = 3;
const LONGEST_WAIT_MS = 5000;
/** A request that the exchange refuses is made again at this distance, in case its operators think better of it. */
const REFUSED_MS = 60_000;

/**
 * Public data of one exchange over its REST interface: tickers by polling, each candle once it is over. ccxt keeps to the
 * exchange's rate limit; a failure delays only what failed.
 */
class LiveSource implements MarketSource {
  readonly kind = 'live';
  readonly resolution = 'tick';
  readonly label: string;
  readonly timeframe: string;
  readonly #options: LiveOptions;
  readonly #clock: Clock;
  readonly #client: CcxtClient;
  readonly #module: CcxtModule;
  readonly #candles: CandleFeed;
  readonly #candleMs: number;
  readonly #pollMs: number;
  readonly #staleMs: number;
  readonly #timers = new Set<() => void>();
  #markets: readonly Market[] = [];
  #listener: MarketListener | undefined;
  #stopped = false;
  #updatedAt: number | null = null;
  #reason: string | undefined;
  #toldState: DataHealth['state'] = 'connecting';

  constructor(module: CcxtModule, options: LiveOptions) {
    this.#module = module;
    this.#options = options;
    this.#client = module.create(options.client ?? {});
    this.#clock = options.clock ?? systemClock;
    this.#candleMs = timeframeMs(options.timeframe);
    this.#pollMs = options.pollMs ?? 5000;
    this.#staleMs = options.staleMs ?? Math.max(30_000, 3 * this.#pollMs);
    this.#candles = new CandleFeed(this.#client, options.timeframe, this.#candleMs);
    this.label = options.exchange;
    this.timeframe = options.timeframe;
    const offered = Object.keys(this.#client.timeframes ?? {});
    if (!offered.includes(options.timeframe))
      throw new RpcError('invalid', `${this.#client.name} has no ${options.timeframe} candles`, {
        field: 'market.timeframe',
        hint: `It has ${offered.join(', ')}.`,
      });
  }

  markets(): readonly Market[] {
    return this.#markets;
  }

  now(): number {
    return this.#clock.now();
  }

  async history(pair: string, until: number, limit: number): Promise<readonly Candle[]> {
    const since = candleOpen(until, this.#candleMs) - limit * this.#candleMs;
    return (await this.#tried(() => this.#candles.between(pair, since, until))).slice(-limit);
  }

  async start(pairs: readonly string[], listener: MarketListener): Promise<void> {
    const all = await this.#tried(() => this.#loadMarkets());
    for (const pair of pairs)
      if (!all[pair] || all[pair].active === false) throw new RpcError('invalid', `${this.#client.name} has no pair ${pair}`, { field: 'market.pairs' });
    if (this.#stopped) return;
    this.#markets = pairs.map((pair) => marketFrom(all[pair]!, this.#client.precisionMode, this.#options));
    this.#listener = listener;
    const open = candleOpen(this.#clock.now(), this.#candleMs);
    this.#later(0, () => this.#pollTickers(pairs, 0));
    for (const pair of pairs) this.#awaitCandle(pair, open);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#listener = undefined;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  health(): DataHealth {
    const ageMs = this.#updatedAt === null ? null : Math.max(0, this.#clock.now() - this.#updatedAt);
    const state = this.#stopped ? 'ended' : ageMs === null ? 'connecting' : ageMs > this.#staleMs ? 'stale' : 'fresh';
    const reason = state === 'stale' && !this.#reason ? `${this.#client.name} tells old prices only` : this.#reason;
    const base = { source: this.kind, label: this.label, timeframe: this.timeframe, state, updatedAt: this.#updatedAt, ageMs } as const;
    return { ...base, ...(reason && { reason }), marketTime: this.#updatedAt };
  }

  /** A few tries at once; used where somebody waits for the answer. */
  async #tried<T>(request: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const { value, failure } = await this.#attempt(request);
      if (!failure) return value as T;
      if (!failure.passing || attempt === TRIES || this.#stopped)
        throw new RpcError('upstream_unavailable', failure.reason, {
          retryable: failure.passing,
          ...(failure.retryAfterMs && { retryAfterMs: failure.retryAfterMs }),
        });
      const wait = Math.min(LONGEST_WAIT_MS, failure.retryAfterMs ?? backOff(attempt, 500));
      await new Promise<void>((resolve) => this.#clock.after(wait, resolve));
    }
  }

  #failure(error: unknown): Failure {
    return failureOf(error, this.#module.errors, this.#client);
  }

  /** @param failures how many polls failed in a row */
  async #pollTickers(pairs: readonly string[], failures: number): Promise<void> {
    const { value, failure } = await this.#attempt(() => this.#fetchTickers(pairs));
    if (this.#stopped) return;
    this.#reason = failure?.reason;
    const delay = failure ? this.#delay(failure, failures + 1, this.#pollMs) : this.#pollMs;
    this.#later(delay, () => this.#pollTickers(pairs, failure ? failures + 1 : 0));
    if (value) this.#tellTickers(pairs, value);
    this.#tellHealth();
  }

  /** ccxt takes an answer it can't parse for an empty one. */
  async #loadMarkets() {
    const markets = await this.#client.loadMarkets(true);
    if (Object.keys(markets).length === 0) throw new Error('no markets in the answer');
    return markets;
  }

  async #fetchTickers(pairs: readonly string[]): Promise<Readonly<Record<string, CcxtTicker>>> {
    const tickers: Record<string, CcxtTicker> = {};
    if (this.#client.has.fetchTickers) Object.assign(tickers, await this.#client.fetchTickers(pairs));
    else for (const pair of pairs) tickers[pair] = await this.#client.fetchTicker(pair);
    if (!pairs.some((pair) => tickers[pair]?.last)) throw new Error('no price in the answer');
    return tickers;
  }

  #tellTickers(pairs: readonly string[], tickers: Readonly<Record<string, CcxtTicker>>): void {
    for (const pair of pairs) {
      const told = tickers[pair];
      const ticker = told && tickerFrom(pair, told, this.#clock.now());
      if (!ticker) continue;
      this.#updatedAt = Math.max(this.#updatedAt ?? 0, ticker.ts);
      this.#listener?.ticker(ticker);
    }
  }

  /** Asks for the candle that opens at `open` once it is over, and again until it, or a later one, is there. */
  #awaitCandle(pair: string, open: number): void {
    const over = open + this.#candleMs + (this.#options.settleMs ?? 2000);
    this.#later(Math.max(0, over - this.#clock.now()), () => this.#readCandle(pair, open, 1));
  }

  async #readCandle(pair: string, open: number, attempt: number): Promise<void> {
    const { value: candles = [], failure } = await this.#attempt(() => this.#candles.between(pair, open, this.#clock.now()));
    if (this.#stopped) return;
    const newest = candles.at(-1);
    if (newest) this.#awaitCandle(pair, newest.ts + this.#candleMs);
    else this.#later(failure ? this.#delay(failure, attempt, 1000) : backOff(attempt, this.#pollMs), () => this.#readCandle(pair, open, attempt + 1));
    for (const candle of candles) this.#listener?.candle(pair, candle);
  }

  /** Keeps what the exchange failed at apart from what a listener fails at, which is not ours to handle. */
  async #attempt<T>(request: () => Promise<T>): Promise<{ value?: T; failure?: Failure }> {
    try {
      return { value: await request() };
    } catch (error) {
      return { failure: this.#failure(error) };
    }
  }

  #delay(failure: Failure, attempt: number, firstMs: number): number {
    if (!failure.passing) return REFUSED_MS;
    return Math.max(failure.retryAfterMs ?? 0, backOff(attempt, firstMs));
  }

  #later(ms: number, run: () => Promise<void>): void {
    if (this.#stopped) return;
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(cancel);
      void run();
    });
    this.#timers.add(cancel);
  }

  #tellHealth(): void {
    const { state } = this.health();
    if (state === this.#toldState) return;
    this.#toldState = state;
    this.#listener?.healthChanged();
  }
}

/**
 * A source of an exchange's public data. Nothing is asked of the exchange before `start` or `history`.
 *
 * @throws RpcError `invalid` for an exchange or timeframe that doesn't exist
 */
export async function createLiveSource(options: LiveOptions): Promise<MarketSource> {
  timeframeMs(options.timeframe);
  return new LiveSource(await loadCcxt(options.exchange), options);
}
