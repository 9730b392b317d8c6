import { hash, normal } from './hash.ts';

/** How long a pair trends or ranges before it is decided anew, in units (109 minutes). */
const MOOD_UNITS = 2 ** 16;
/** Length of the legs of a trend (27 minutes) and of a range (7 minutes), in units. */
const TREND_LEG = 2 ** 14;
const RANGE_LEG = 2 ** 12;

/**
 * How far each kind of leg reaches in each mood, as a fraction of the price. Chosen so that following trends about
 * earns its fees on candles of 15 seconds, and no more.
 */
const REACH = { trending: { trend: 0.012, range: 0.0003 }, ranging: { trend: 0.003, range: 0.0025 } };

/**
 * What moods add to the logarithm of a price: straight legs between random levels. They are the stretches of trend, and
 * the to and fro, that a Brownian path lacks and that strategies look for.
 *
 * @param time in units of `UNIT_MS`
 */
export function moodAt(seed: number, time: number): number {
  return legs(seed, time, 'trend', TREND_LEG) + legs(seed, time, 'range', RANGE_LEG);
}

function legs(seed: number, time: number, kind: 'trend' | 'range', length: number): number {
  const knot = Math.floor(time / length);
  const from = level(seed, knot, kind, length);
  return from + (level(seed, knot + 1, kind, length) - from) * (time / length - knot);
}

function level(seed: number, knot: number, kind: 'trend' | 'range', length: number): number {
  const period = Math.floor((knot * length) / MOOD_UNITS);
  const mood = hash(seed ^ 0x1b873593, period) & 1 ? 'trending' : 'ranging';
  return REACH[mood][kind] * normal(hash(seed ^ (0x5bd1e995 + length), knot));
}
