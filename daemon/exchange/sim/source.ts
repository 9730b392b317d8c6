import { setImmediate } from 'node:timers/promises';
import { RpcError } from '../../protocol/errors.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Candle, DataHealth, Market, MarketListener, MarketSource } from '../port.ts';
import { powerStep } from '../steps.ts';
import { candleOpen, timeframeMs } from '../timeframe.ts';
import { MIN_COST, SIM_PAIRS, type SimPair } from './pairs.ts';
import { UNIT_MS } from './path.ts';
import { Forming, SimSeries } from './series.ts';

export interface SimOptions {
  /** Another seed is another market. */
  readonly seed: number;
  readonly timeframe: string;
  /** Distance of ticks in milliseconds, a multiple of 100; 1000 when absent. */
  readonly tickMs?: number;
  /** Fees as fractions; 0.001 when absent. */
  readonly makerFee?: string;
  readonly takerFee?: string;
  readonly clock?: Clock;
}

/** Older candles than this are not made up for after the process slept; strategies warm up anew with less. */
const MAX_CATCH_UP = 500;
/** Ticks computed before others get a turn. */
const SLICE = 4000;

interface Feed {
  readonly pair: string;
  readonly series: SimSeries;
  forming: Forming;
}

/** Ten pairs that never rest, without a network; see `SimSeries` for what makes them move. */
class SimSource implements MarketSource {
  readonly kind = 'sim';
  readonly label = 'simulated market';
  readonly resolution = 'tick';
  readonly timeframe: string;
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #candleMs: number;
  readonly #seed: number;
  readonly #markets: readonly Market[];
  #feeds: Feed[] = [];
  #listener: MarketListener | undefined;
  #cancelTimer: (() => void) | undefined;
  #lastTick: number | undefined;
  #stopped = false;

  constructor(options: SimOptions) {
    this.timeframe = options.timeframe;
    this.#clock = options.clock ?? systemClock;
    this.#tickMs = options.tickMs ?? 1000;
    this.#candleMs = timeframeMs(options.timeframe);
    this.#seed = options.seed;
    if (this.#tickMs < UNIT_MS || this.#tickMs % UNIT_MS !== 0)
      throw new RpcError('invalid', `ticks every ${this.#tickMs} ms are not possible`, { field: 'sim.tickMs', hint: `Give a multiple of ${UNIT_MS}.` });
    if (this.#candleMs % this.#tickMs !== 0)
      throw new RpcError('invalid', `a ${options.timeframe} candle does not hold a whole number of ticks of ${this.#tickMs} ms`, { field: 'timeframe' });
    this.#markets = SIM_PAIRS.map((spec) => marketOf(spec, options.makerFee ?? '0.001', options.takerFee ?? '0.001'));
  }

  markets(): readonly Market[] {
    return this.#markets;
  }

  now(): number {
    return this.#clock.now();
  }

  async history(pair: string, until: number, limit: number): Promise<readonly Candle[]> {
    const series = this.#series(pair);
    const end = candleOpen(until, this.#candleMs);
    const ticks = this.#candleMs / this.#tickMs;
    const candles: Candle[] = [];
    for (let i = limit, due = SLICE; i >= 1; i--) {
      candles.push(series.candle(end - i * this.#candleMs, this.#candleMs));
      due -= ticks;
      if (due <= 0) {
        await setImmediate();
        due = SLICE;
      }
    }
    return candles;
  }

  async start(pairs: readonly string[], listener: MarketListener): Promise<void> {
    if (this.#listener) throw new Error('the simulated market runs already');
    const feeds = pairs.map((pair) => ({ pair, series: this.#series(pair), forming: new Forming(candleOpen(this.#clock.now(), this.#candleMs)) }));
    for (const { series, forming } of feeds) {
      while (forming.next < this.#lastDue()) {
        series.fold(forming, Math.min(this.#lastDue(), forming.next + SLICE * this.#tickMs));
        await setImmediate();
      }
    }
    this.#feeds = feeds;
    this.#listener = listener;
    this.#schedule(this.#lastDue());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#listener = undefined;
    this.#cancelTimer?.();
  }

  health(): DataHealth {
    const updatedAt = this.#lastTick ?? null;
    const ageMs = updatedAt === null ? null : Math.max(0, this.#clock.now() - updatedAt);
    const state = this.#stopped ? 'ended' : ageMs === null ? 'connecting' : ageMs > 3 * this.#tickMs + 2000 ? 'stale' : 'fresh';
    return { source: this.kind, label: this.label, timeframe: this.timeframe, state, updatedAt, ageMs, marketTime: updatedAt };
  }

  #series(pair: string): SimSeries {
    const spec = SIM_PAIRS.find((known) => known.pair === pair);
    if (!spec)
      throw new RpcError('invalid', `the simulated market has no pair ${pair}`, {
        field: 'pair',
        hint: `It has ${SIM_PAIRS.map((known) => known.pair).join(', ')}.`,
      });
    return new SimSeries(this.#seed, spec, this.#tickMs);
  }

  #lastDue(): number {
    return Math.floor(this.#clock.now() / this.#tickMs) * this.#tickMs;
  }

  #schedule(lastTick: number): void {
    this.#cancelTimer = this.#clock.after(Math.max(0, lastTick + this.#tickMs - this.#clock.now()), () => {
      const due = this.#lastDue();
      // A timer may come a little early, and the clock may have been set back.
      if (due <= lastTick && due > lastTick - 60_000) return this.#schedule(lastTick);
      this.#schedule(due);
      this.#tell(due);
    });
  }

  /** After a pause (a busy or sleeping machine) the candles that closed meanwhile are told, the ticks are not. */
  #tell(tick: number): void {
    const first = this.#lastTick === undefined;
    this.#lastTick = tick;
    for (const feed of this.#feeds) {
      this.#closeCandles(feed, candleOpen(tick, this.#candleMs));
      feed.series.fold(feed.forming, tick + this.#tickMs);
      this.#listener?.ticker(feed.series.ticker(tick));
    }
    if (first) this.#listener?.healthChanged();
  }

  #closeCandles(feed: Feed, open: number): void {
    const oldest = open - MAX_CATCH_UP * this.#candleMs;
    if (feed.forming.ts < oldest) feed.forming = new Forming(oldest);
    while (feed.forming.ts < open) {
      const { forming, series } = feed;
      const end = forming.ts + this.#candleMs;
      series.fold(forming, end);
      feed.forming = new Forming(end);
      this.#listener?.candle(feed.pair, series.closed(forming));
    }
  }
}

function marketOf(spec: SimPair, makerFee: string, takerFee: string): Market {
  const [base = '', quote = ''] = spec.pair.split('/');
  return {
    pair: spec.pair,
    base,
    quote,
    priceStep: powerStep(spec.priceDecimals),
    amountStep: powerStep(spec.amountDecimals),
    minAmount: spec.minAmount,
    minCost: MIN_COST,
    makerFee,
    takerFee,
  };
}

/**
 * @param options.timeframe length of the candles, a whole number of ticks
 * @throws RpcError `invalid`
 */
export const createSimSource = (options: SimOptions): MarketSource => new SimSource(options);
