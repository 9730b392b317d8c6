import { z } from 'zod';
import { Cause } from './coded.ts';
import { Account, Id, Pair, Timestamp } from './common.ts';

/** What stands for all pairs. */
export const ALL_PAIRS = '*';

export const LockedPair = z
  .union([Pair, z.literal(ALL_PAIRS)])
  .meta({ id: 'LockedPair', description: 'A pair, or `*` for all of them', examples: ['BTC/USDT'] });

/** Name of a protection, as its maker called it. */
export const ProtectionId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and -, a letter first');

/** Keeps new entries back until a time. Exits are never kept back. */
export const Lock = z
  .object({
    id: Id,
    account: Account,
    pair: LockedPair,
    since: Timestamp.meta({ description: 'Market time, like all times of a lock' }),
    until: Timestamp,
    reason: z.string(),
    cause: Cause.optional().meta({ description: 'What `reason` says, by its code' }),
    who: z.string().meta({ description: 'Who set it' }),
    protection: ProtectionId.nullable().meta({ description: 'The protection that set it; null when it was set by hand' }),
    liftedAt: Timestamp.nullable().meta({ description: 'When it was lifted before its time' }),
    liftedBy: z.string().nullable(),
  })
  .meta({ id: 'Lock' });
export type Lock = z.infer<typeof Lock>;
