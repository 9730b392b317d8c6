import { z } from 'zod';
import { Account, Currency, Decimal, Id, Pair, Ratio, Timestamp } from './common.ts';

export const Side = z.enum(['buy', 'sell']);
export const OrderType = z.enum(['market', 'limit', 'stop']);

/**
 * `pending`: written down, not yet sent. `unknown`: sent, the answer was lost.
 * The last five never change again.
 */
export const OrderState = z.enum(['pending', 'open', 'partially_filled', 'unknown', 'filled', 'cancelled', 'expired', 'rejected']);
export type OrderState = z.infer<typeof OrderState>;

export const Order = z
  .object({
    id: Id,
    clientOrderId: Id,
    account: Account,
    pair: Pair,
    side: Side,
    type: OrderType,
    state: OrderState,
    amount: Decimal,
    price: Decimal.nullable().meta({ description: 'Limit price, or trigger price of a stop order' }),
    filled: Decimal,
    average: Decimal.nullable().meta({ description: 'Mean price of the fills' }),
    cost: Decimal.meta({ description: 'Sum of price times amount over the fills, quote currency' }),
    fee: Decimal,
    feeCurrency: Currency,
    purpose: z.enum(['entry', 'exit']),
    tradeId: Id.nullable(),
    strategy: z.string().nullable().meta({ description: 'Null for an order placed by hand' }),
    tag: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'Why it was rejected, cancelled or expired' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;

export const Fill = z
  .object({
    id: Id,
    orderId: Id,
    ts: Timestamp,
    price: Decimal,
    amount: Decimal,
    fee: Decimal,
    feeCurrency: Currency,
    liquidity: z.enum(['maker', 'taker']),
  })
  .meta({ id: 'Fill' });
export type Fill = z.infer<typeof Fill>;

/** A round trip: opened by an entry, closed by an exit. Figures are in the quote currency. */
export const Trade = z
  .object({
    id: Id,
    account: Account,
    pair: Pair,
    strategy: z.string().nullable(),
    state: z
      .enum(['opening', 'open', 'closing', 'closed', 'cancelled', 'deleted'])
      .meta({ description: '`deleted`: taken out of the books by `trades.delete`; what it held stays in the balances' }),
    amount: Decimal.meta({ description: 'Base amount held now; the amount once held when closed, what it left in the account when deleted' }),
    openRate: Decimal.nullable().meta({ description: 'Mean entry price' }),
    closeRate: Decimal.nullable().meta({ description: 'Mean exit price so far' }),
    stake: Decimal.meta({ description: 'Quote spent on entries, without fees' }),
    fees: Decimal,
    profit: Decimal.meta({ description: 'Realised, after fees' }),
    profitRatio: Ratio.meta({ description: 'Realised profit over stake; 0.01 is 1 %' }),
    stopPrice: Decimal.nullable(),
    entryTag: z.string().nullable(),
    exitReason: z.string().nullable().meta({ description: 'Such as `stop_loss`, `take_profit`, `trailing_stop`, `exit_signal`, `force_exit`' }),
    openedAt: Timestamp,
    closedAt: Timestamp.nullable().meta({ description: 'When it was closed, or deleted' }),
  })
  .meta({ id: 'Trade' });
export type Trade = z.infer<typeof Trade>;

export const Position = z
  .object({
    tradeId: Id,
    account: Account,
    pair: Pair,
    strategy: z.string().nullable(),
    amount: Decimal,
    entryPrice: Decimal,
    markPrice: Decimal,
    markAt: Timestamp,
    value: Decimal,
    profit: Decimal.meta({ description: 'Unrealised, were it sold now at the mark, after the fee for selling and with fees already paid' }),
    profitRatio: Ratio,
    stopPrice: Decimal.nullable(),
    openedAt: Timestamp,
  })
  .meta({ id: 'Position' });
export type Position = z.infer<typeof Position>;

export const Balance = z
  .object({
    currency: Currency,
    total: Decimal,
    free: Decimal,
    used: Decimal.meta({ description: 'Bound in open orders' }),
    value: Decimal.nullable().meta({ description: 'In the stake currency at the last price; null when no price is known' }),
  })
  .meta({ id: 'Balance' });
export type Balance = z.infer<typeof Balance>;
