import { RpcError } from '../protocol/errors.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Weekly candles open on Mondays, as on the exchanges; the epoch was a Thursday. */
const MONDAY = 4 * UNIT_MS.d!;

/**
 * Length of a timeframe such as `5m` in milliseconds.
 *
 * @throws RpcError `invalid`
 */
export function timeframeMs(timeframe: string): number {
  const match = /^([1-9]\d*)([smhdw])$/.exec(timeframe);
  if (!match)
    throw new RpcError('invalid', `"${timeframe}" is no timeframe`, { field: 'timeframe', hint: 'Give a number and a unit, such as 15s, 5m, 1h or 1d.' });
  return Number(match[1]) * UNIT_MS[match[2]!]!;
}

/** The shortest spelling: 300000 → `5m`. */
export function timeframeOf(ms: number): string {
  for (const unit of ['w', 'd', 'h', 'm'] as const) if (ms % UNIT_MS[unit]! === 0) return `${ms / UNIT_MS[unit]!}${unit}`;
  return `${ms / 1000}s`;
}

/** Opening time of the candle of length `lengthMs` that `ts` lies in. */
export function candleOpen(ts: number, lengthMs: number): number {
  const origin = lengthMs % UNIT_MS.w! === 0 ? MONDAY : 0;
  return Math.floor((ts - origin) / lengthMs) * lengthMs + origin;
}
