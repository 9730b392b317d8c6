import { CODES, type Code, type Kind } from '../../daemon/protocol/codes.ts';
import type { Reported } from '../../daemon/protocol/texts/tell.ts';

export const ALL_CODES = Object.keys(CODES) as Code[];

/** The parameters of a code with their kinds, the optional ones told apart. */
export const paramsOf = (code: Code): ReadonlyArray<{ name: string; kind: Kind; isOptional: boolean }> =>
  Object.entries<string>(CODES[code]).map(([name, spec]) => ({ name, kind: spec.replace('?', '') as Kind, isOptional: spec.endsWith('?') }));

const SAMPLES: Readonly<Record<Kind, string | number>> = {
  text: 'BTC/USDT',
  words: 'as somebody said',
  count: 12,
  decimal: '1234.5',
  share: 0.125,
  duration: 192_000,
  time: Date.UTC(2026, 10, 21, 8, 30, 5),
};

/** A code with a value for each of its parameters, or for those it can't do without. */
export function sampleOf(code: Code, which: 'all' | 'required' = 'all'): Reported {
  const named = paramsOf(code).filter(({ isOptional }) => which === 'all' || !isOptional);
  return { code, params: Object.fromEntries(named.map(({ name, kind }) => [name, SAMPLES[kind]])) };
}
