import { z } from 'zod';
import { candleOpen } from '../../exchange/timeframe.ts';

const MINUTE = 60_000;

/** A length of time, counted as Freqtrade's users count it. */
const Span = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('candles').meta({ description: 'In candles of the desk' }),
    value: z.int().min(1).max(100_000).meta({ description: 'How many candles' }),
  }),
  z.strictObject({
    kind: z.literal('minutes').meta({ description: 'In minutes' }),
    value: z.number().positive().max(5_256_000).meta({ description: 'How many minutes' }),
  }),
]);
export type Span = z.output<typeof Span>;

/** A parameter that is a length of time. */
export const span = (description: string, candles: number) => Span.default({ kind: 'candles', value: candles }).meta({ description });

export const spanMs = ({ kind, value }: Span, candleMs: number): number => value * (kind === 'candles' ? candleMs : MINUTE);

/** `1 trade`, `3 trades`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const spanText = ({ kind, value }: Span): string => counted(value, kind.slice(0, -1));

/** When a lock ends: so long after a time, and then with the next candle, so that nothing is entered within one. */
export function lockEnd(from: number, stop: Span, candleMs: number): number {
  const end = from + spanMs(stop, candleMs);
  const open = candleOpen(end, candleMs);
  return open === end ? end : open + candleMs;
}
