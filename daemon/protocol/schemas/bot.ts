import { z } from 'zod';
import { codedFields } from './coded.ts';
import { Account, Currency, Decimal, Id, Mode, Pair, Timestamp } from './common.ts';
import { DataHealth } from './market.ts';

export const BotState = z.enum(['stopped', 'running', 'paused', 'panicked', 'needs_attention']);
export type BotState = z.infer<typeof BotState>;

/** One thing that keeps the bot from trading, with what to do about it. */
export const Reason = z
  .object({
    ...codedFields,
    code: z.string().meta({ description: 'Stable word for code, such as `paused`, `data_stale`, `max_open_trades`, `no_signal`' }),
    severity: z.enum(['info', 'warning', 'critical']),
    text: z.string(),
    remedy: z.string().optional(),
    pair: Pair.optional(),
    morePairs: z.int().optional().meta({ description: 'In how many pairs beside `pair` it is the same' }),
    strategy: z.string().optional(),
    lock: Id.optional().meta({ description: 'The lock to lift, where that helps' }),
    since: Timestamp.optional(),
  })
  .meta({ id: 'Reason' });
export type Reason = z.infer<typeof Reason>;

export const BotStatus = z
  .object({
    account: Account,
    state: BotState,
    mode: Mode,
    strategies: z.array(z.string()).meta({ description: 'Ids of the enabled strategies' }),
    openTrades: z.int(),
    maxOpenTrades: z.int(),
    openOrders: z.int(),
    profitToday: Decimal.meta({ description: 'Change of equity since midnight UTC' }),
    equity: Decimal,
    stakeCurrency: Currency,
    since: Timestamp.meta({ description: 'When this state was entered' }),
    reasons: z.array(Reason),
    data: DataHealth,
  })
  .meta({ id: 'BotStatus' });
export type BotStatus = z.infer<typeof BotStatus>;
