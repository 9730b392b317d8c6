import type { Params, Result } from '../../daemon/protocol/index.ts';

export type LimitName = keyof Params<'risk.limits.set'>;
export type LimitStatus = Result<'risk.status'>['items'][number];
type Unit = 'share' | 'money' | 'count';

/** What each limit is counted in. */
export const LIMIT_UNITS: Readonly<Record<LimitName, Unit>> = {
  maxOpenTrades: 'count',
  maxOrderCost: 'money',
  maxExposure: 'share',
  maxPairExposure: 'share',
  maxDailyLoss: 'share',
  maxDrawdown: 'share',
  maxOrdersPerMinute: 'count',
  maxPriceDeviation: 'share',
};

export const isLimit = (name: string): name is LimitName => name in LIMIT_UNITS;

/** Ends of fractions that binary figures cannot hold are cut off. */
const tidy = (value: number) => Number(value.toPrecision(12));

/** A limit as one types it: shares in percent, empty where it is off. */
export const limitText = (name: LimitName, value: LimitStatus['value']): string =>
  value === null ? '' : LIMIT_UNITS[name] === 'share' ? String(tidy(Number(value) * 100)) : String(value);

export type Typed =
  | { readonly ok: true; readonly value: number | string | null }
  | { readonly ok: false; readonly rule: 'number' | 'integer' | 'percent' | 'needed' };

/** A limit as it was typed, as the daemon wants it. */
export function typedLimit(name: LimitName, typed: string): Typed {
  const text = typed.trim().replace(',', '.');
  if (text === '') return name === 'maxOpenTrades' ? { ok: false, rule: 'needed' } : { ok: true, value: null };
  if (!/^\d+(\.\d+)?$/.test(text)) return { ok: false, rule: 'number' };
  switch (LIMIT_UNITS[name]) {
    case 'money':
      return { ok: true, value: text };
    case 'count':
      return /^\d+$/.test(text) ? { ok: true, value: Number(text) } : { ok: false, rule: 'integer' };
    case 'share':
      return Number(text) <= 100 ? { ok: true, value: tidy(Number(text) / 100) } : { ok: false, rule: 'percent' };
  }
}
