import type Big from 'big.js';

/** Where a rule stands with one figure. */
export interface SubjectState {
  /** Whether it fires when the figure gets there. */
  readonly armed: boolean;
  /** When it last did, UTC milliseconds. */
  readonly firedAt: number | null;
}

export const FRESH: SubjectState = { armed: true, firedAt: null };

export interface Terms {
  /** `up`: fires at the limit or above it; `down`: at it or below. */
  readonly direction: 'up' | 'down';
  readonly limit: Big;
  /** How far the figure has to come back before the rule is armed again, in percent of the limit. */
  readonly hysteresisPercent: number;
  readonly once: boolean;
  /** Least time between two alerts of the same figure. */
  readonly cooldownMs: number;
}

/**
 * What a figure means for a rule. One that hovers about the limit fires once: it has to come back by the hysteresis
 * before it counts again. What comes again within the cool-down is told at the end of it, if it still holds.
 */
export function step(
  state: SubjectState,
  value: Big,
  now: number,
  { direction, limit, hysteresisPercent, once, cooldownMs }: Terms,
): { state: SubjectState; fires: boolean } {
  if (once && state.firedAt !== null) return { state, fires: false };
  const margin = limit.abs().times(hysteresisPercent).div(100);
  const isThere = direction === 'up' ? value.gte(limit) : value.lte(limit);
  const isBack = !isThere && (direction === 'up' ? value.lte(limit.minus(margin)) : value.gte(limit.plus(margin)));
  const armed = state.armed || isBack;
  const rested = state.firedAt === null || now - state.firedAt >= cooldownMs || now < state.firedAt;
  if (armed && isThere && rested) return { state: { armed: false, firedAt: now }, fires: true };
  return { state: armed === state.armed ? state : { ...state, armed }, fires: false };
}
