import { hash, normal, unit } from './hash.ts';

/** The finest division of time, in milliseconds. */
export const UNIT_MS = 100;

/** A block is 2^28 units, about 311 days. */
const LEVELS = 28;
const BLOCK = 2 ** LEVELS;

/** Between these levels (15 hours and 14 minutes) activity is dealt out unevenly: that makes calm and storm. */
const STORM_TOP = 19;
const STORM_BOTTOM = 13;
/** At this level (55 minutes) one interval in twelve spends half of its movement in a single instant: a price gap. */
const GAP_LEVEL = 15;
const GAP_ODDS = 1 / 12;

/** Spread of the values at the ends of blocks, as a natural logarithm of the price. */
const BLOCK_SPREAD = 0.25;

/**
 * A random path that can be read at any time without having walked there: Brownian motion by Lévy's midpoint
 * construction (https://en.wikipedia.org/wiki/Brownian_bridge), in a trading time that runs unevenly by a
 * multiplicative cascade (Mandelbrot, Fisher and Calvet, "A Multifractal Model of Asset Returns", 1997).
 * Increments do not foretell one another, so that nothing can be earned from the construction itself.
 *
 * Only integer hashing, + − × ÷ and the square root are used, all of them fixed to the bit by IEEE 754: every machine
 * computes the same path.
 */
export class Path {
  readonly #seed: number;
  readonly #blockVariance: number;
  #block = Number.NaN;
  #offset = 0;
  #gap = -1;
  /** By level: the interval last walked through, so that a neighbouring time costs two divisions instead of 28. */
  readonly #left = new Float64Array(LEVELS + 1);
  readonly #right = new Float64Array(LEVELS + 1);
  readonly #variance = new Float64Array(LEVELS + 1);

  /** @param hourly standard deviation of the movement in an average hour */
  constructor(seed: number, hourly: number) {
    this.#seed = seed;
    this.#blockVariance = (hourly * hourly * BLOCK) / (3_600_000 / UNIT_MS);
  }

  /** @param time in units of `UNIT_MS` since the epoch, an integer */
  at(time: number): number {
    const block = Math.floor(time / BLOCK);
    const offset = time - block * BLOCK;
    let level = 32 - Math.clz32(offset ^ this.#offset);
    if (block !== this.#block) {
      this.#block = block;
      this.#left[LEVELS] = this.#end(block);
      this.#right[LEVELS] = this.#end(block + 1);
      this.#variance[LEVELS] = this.#blockVariance;
      level = LEVELS;
    }
    this.#offset = offset;
    for (; level > 0; level--) this.#divide(level, offset);
    return this.#left[0]!;
  }

  #end(block: number): number {
    return BLOCK_SPREAD * normal(hash(this.#seed, block));
  }

  #divide(level: number, offset: number): void {
    const node = (1 << (LEVELS - level)) | (offset >>> level);
    const dice = hash(this.#seed ^ Math.imul(this.#block + 1, 0x51ed270b), node);
    const share = this.#leftShare(level, offset, dice);
    const left = this.#left[level]!;
    const right = this.#right[level]!;
    const variance = this.#variance[level]!;
    const middle = left + (right - left) * share + normal(dice) * Math.sqrt(variance * share * (1 - share));
    const goRight = (offset >>> (level - 1)) & 1;
    this.#left[level - 1] = goRight ? middle : left;
    this.#right[level - 1] = goRight ? right : middle;
    this.#variance[level - 1] = variance * (goRight ? 1 - share : share);
  }

  /** How much of an interval's movement falls into its first half. */
  #leftShare(level: number, offset: number, dice: number): number {
    if (level > STORM_TOP) return 0.5;
    const second = hash(dice, 0x2545f491);
    if (level === GAP_LEVEL) {
      const start = offset - (offset & ((1 << GAP_LEVEL) - 1));
      this.#gap = unit(second) < GAP_ODDS ? start + (hash(second, 1) & ((1 << GAP_LEVEL) - 1)) : -1;
    }
    if (level <= GAP_LEVEL && this.#gap >= 0 && this.#gap >>> level === offset >>> level) return (this.#gap >>> (level - 1)) & 1 ? 0.05 : 0.95;
    const unevenness = level >= STORM_BOTTOM ? 0.43 : 0.1;
    return 0.5 + unevenness * (2 * unit(hash(second, 2)) - 1);
  }
}

/**
 * e to the power of x by its series on x/256, squared eight times; accurate to about 1e-13 for |x| < 4 and, unlike
 * `Math.exp`, the same on every machine.
 */
export function exp(x: number): number {
  const y = x / 256;
  let result = 1 + y * (1 + (y / 2) * (1 + (y / 3) * (1 + (y / 4) * (1 + (y / 5) * (1 + y / 6)))));
  for (let i = 0; i < 8; i++) result *= result;
  return result;
}
