import { z } from 'zod';

/** Money, price or quantity: a plain decimal string, never a float. */
export const Decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'expected a decimal number in quotes, such as "0.015"')
  .meta({ id: 'Decimal', description: 'Decimal number as a string', examples: ['0.015'] });

export const PositiveDecimal = Decimal.refine((text) => !text.startsWith('-') && /[1-9]/.test(text), 'must be above zero');

/** A dimensionless figure computed for people (ratio, Sharpe, percent); exact arithmetic is not promised. */
export const Ratio = z.number();

export const Timestamp = z.int().nonnegative().meta({ id: 'Timestamp', description: 'UTC milliseconds' });
export const Duration = z.int().nonnegative().meta({ description: 'Milliseconds' });
export const Seq = z.int().nonnegative().meta({ id: 'Seq', description: 'Number of an event in the journal' });

export const Pair = z
  .string()
  .regex(/^[A-Z0-9.-]+\/[A-Z0-9.-]+(:[A-Z0-9.-]+)?$/, 'expected a pair such as "BTC/USDT"')
  .meta({ id: 'Pair', examples: ['BTC/USDT'] });

export const Timeframe = z
  .string()
  .regex(/^[1-9]\d*[smhdw]$/, 'expected a timeframe such as "5m" or "1h"')
  .meta({ id: 'Timeframe', examples: ['5m'] });

export const Currency = z
  .string()
  .regex(/^[A-Z0-9.-]{1,20}$/)
  .meta({ id: 'Currency', examples: ['USDT'] });

export const Id = z.string().min(1).max(128);

/** Names a book: the desk's own (`paper`) or one of a replay (`replay-1`). */
export const Account = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/)
  .meta({ id: 'Account', description: "The book meant; the desk's own when absent", examples: ['paper', 'replay-1'] });

export const Mode = z.enum(['paper', 'live']);
export const Level = z.enum(['debug', 'info', 'warning', 'error']).meta({ id: 'Level' });
export const Role = z.enum(['viewer', 'trader', 'operator', 'owner']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const PageParams = {
  limit: z.int().min(1).max(1000).optional().meta({ description: 'At most this many; 100 when absent' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the answer before' }),
};

/** A list answer: newest first, paged by key. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().optional() });

export const Empty = z.strictObject({});
export const Done = z.object({ ok: z.literal(true) });
export const JsonValue: z.ZodType<unknown> = z.unknown();
