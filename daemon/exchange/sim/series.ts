import type { Candle, Ticker } from '../port.ts';
import { hash, hashText, unit } from './hash.ts';
import { moodAt } from './mood.ts';
import type { SimPair } from './pairs.ts';
import { exp, Path, UNIT_MS } from './path.ts';

/** Movement of the market as a whole in an average hour. */
const MARKET_HOURLY = 0.0055;
const DAY_MS = 86_400_000;

/** What one tick of a pair says, in whole steps of price and amount. */
interface Tick {
  last: number;
  volume: number;
  halfSpread: number;
}

/** A candle while its ticks come in, in whole steps. */
export class Forming {
  readonly ts: number;
  /** The tick to take in next. */
  next: number;
  open = 0;
  high = 0;
  low = Number.MAX_SAFE_INTEGER;
  close = 0;
  volume = 0;

  constructor(ts: number) {
    this.ts = ts;
    this.next = ts;
  }
}

/** Whole steps as a plain decimal: 12345 at 2 decimals → `123.45`. */
export function stepsToDecimal(steps: number, decimals: number): string {
  if (decimals === 0) return String(steps);
  const digits = String(steps).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Ticks and candles of one simulated pair as a pure function of seed, pair and time: the past exists without having
 * been recorded, a restart goes on along the same path, and two machines see the same prices.
 */
export class SimSeries {
  readonly #spec: SimPair;
  readonly #tickMs: number;
  readonly #seed: number;
  readonly #market: Path;
  readonly #own: Path;
  readonly #scale: number;
  readonly #amountScale: number;
  readonly #tick: Tick = { last: 0, volume: 0, halfSpread: 0 };
  /** The tick before is asked for with every tick. */
  #latest = { time: Number.NaN, value: 0 };
  #dayAgo = { minute: Number.NaN, last: 1 };

  /** @param tickMs distance of ticks, a multiple of 100 ms */
  constructor(seed: number, spec: SimPair, tickMs: number) {
    this.#spec = spec;
    this.#tickMs = tickMs;
    this.#seed = hashText(seed, spec.pair);
    this.#market = new Path(hashText(seed, 'market'), MARKET_HOURLY);
    this.#own = new Path(this.#seed, spec.hourly);
    this.#scale = 10 ** spec.priceDecimals;
    this.#amountScale = 10 ** spec.amountDecimals;
  }

  /** @param ts UTC milliseconds, on a tick */
  ticker(ts: number): Ticker {
    const { last, halfSpread } = this.#at(ts);
    const price = (steps: number) => stepsToDecimal(steps, this.#spec.priceDecimals);
    return { pair: this.#spec.pair, ts, bid: price(last - halfSpread), ask: price(last + halfSpread), last: price(last), change: this.#change(ts, last) };
  }

  /** The candle that opens at `ts`, of all its ticks. */
  candle(ts: number, lengthMs: number): Candle {
    const forming = new Forming(ts);
    this.fold(forming, ts + lengthMs);
    return this.closed(forming);
  }

  /** Takes the ticks before `until` that a forming candle has not seen yet into it. */
  fold(forming: Forming, until: number): void {
    for (; forming.next < until; forming.next += this.#tickMs) {
      const { last, volume } = this.#at(forming.next);
      if (forming.next === forming.ts) forming.open = last;
      if (last > forming.high) forming.high = last;
      if (last < forming.low) forming.low = last;
      forming.close = last;
      forming.volume += volume;
    }
  }

  closed({ ts, open, high, low, close, volume }: Forming): Candle {
    const price = (steps: number) => stepsToDecimal(steps, this.#spec.priceDecimals);
    return { ts, open: price(open), high: price(high), low: price(low), close: price(close), volume: stepsToDecimal(volume, this.#spec.amountDecimals) };
  }

  #at(ts: number): Tick {
    const before = this.#logPrice((ts - this.#tickMs) / UNIT_MS);
    const now = this.#logPrice(ts / UNIT_MS);
    const price = this.#spec.price * exp(now);
    const dice = hash(hash(this.#seed, ts / UNIT_MS), 7);
    const seconds = this.#tickMs / 1000;
    const typical = (this.#spec.hourly + MARKET_HOURLY) / 60;
    const stir = Math.min(20, Math.abs(now - before) / (typical * Math.sqrt(seconds)));
    const luck = unit(dice) * unit(hash(dice, 11));
    this.#tick.last = Math.max(2, Math.round(price * this.#scale));
    this.#tick.volume = Math.round(((this.#spec.turnover * seconds * luck * (1 + 2 * stir)) / price) * this.#amountScale);
    this.#tick.halfSpread = Math.max(1, Math.round((price * this.#spec.spread * (0.5 + 0.5 * stir) * this.#scale) / 2));
    return this.#tick;
  }

  /** Natural logarithm of the price over the pair's mean. */
  #logPrice(time: number): number {
    if (time !== this.#latest.time) this.#latest = { time, value: this.#compute(time) };
    return this.#latest.value;
  }

  #compute(time: number): number {
    return this.#spec.beta * this.#market.at(time) + this.#own.at(time) + moodAt(this.#seed, time);
  }

  /** Over 24 hours, to six decimals. */
  #change(ts: number, last: number): number {
    return Math.round((last / this.#yesterday(ts - DAY_MS) - 1) * 1e6) / 1e6;
  }

  /** Reading far back would spoil the paths' memory of the present, so that this looks only once a minute. */
  #yesterday(ts: number): number {
    const minute = Math.floor(ts / 60_000) * 60_000;
    if (minute !== this.#dayAgo.minute) this.#dayAgo = { minute, last: this.#at(minute).last };
    return this.#dayAgo.last;
  }
}
