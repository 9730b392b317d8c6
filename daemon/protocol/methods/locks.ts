import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Id, PageParams, page, Timestamp } from '../schemas/common.ts';
import { Lock, LockedPair } from '../schemas/locks.ts';

const TEN_YEARS_IN_MINUTES = 5_256_000;

export const locks = {
  'markets.locks.list': query({
    summary: 'What keeps new entries of pairs back for a time, newest first',
    params: z.strictObject({
      account: Account.optional(),
      state: z.enum(['active', 'all']).optional().meta({ description: '`all`: those that ended too; `active` when absent' }),
      pair: LockedPair.optional(),
      ...PageParams,
    }),
    result: () => page(Lock),
    example: {},
  }),
  'markets.locks.add': mutation({
    summary: 'Keeps new entries of a pair, or of all, back for a time',
    description: 'Entries of strategies and those by hand are refused until then; exits never are.',
    params: z
      .strictObject({
        account: Account.optional(),
        pair: LockedPair,
        minutes: z.number().positive().max(TEN_YEARS_IN_MINUTES).optional().meta({ description: 'How long, from now' }),
        until: Timestamp.optional().meta({ description: 'Or until when' }),
        reason: z.string().min(1).max(200).optional(),
      })
      .refine((given) => (given.minutes === undefined) !== (given.until === undefined), { message: 'give either minutes or until', path: ['minutes'] }),
    result: () => Lock,
    example: { pair: 'DOGE/USDT', minutes: 120, reason: 'News at noon' },
  }),
  'markets.locks.remove': mutation({
    summary: 'Lifts a lock before its time, or all locks of a pair',
    description: 'Locks of `*` are lifted by their id, or with `*` for the pair.',
    params: z
      .strictObject({ account: Account.optional(), id: Id.optional(), pair: LockedPair.optional() })
      .refine((given) => (given.id === undefined) !== (given.pair === undefined), { message: 'give either id or pair', path: ['id'] }),
    result: () => z.object({ items: z.array(Lock).meta({ description: 'The locks that were lifted' }) }),
    example: { pair: 'DOGE/USDT' },
  }),
};
