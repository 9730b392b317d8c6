import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Decimal, Id, PageParams, Pair, PositiveDecimal, page, Timestamp } from '../schemas/common.ts';
import { Balance, Fill, Order, OrderState, OrderType, Position, Side, Trade } from '../schemas/trading.ts';

export const trading = {
  'positions.list': query({
    summary: 'Open positions at the last price',
    params: z.strictObject({ account: Account.optional() }),
    result: z.object({ items: z.array(Position) }),
    example: {},
  }),
  'positions.close': mutation({
    summary: 'Sells a position, whole or in part, at the market',
    role: 'trader',
    params: z
      .strictObject({
        account: Account.optional(),
        pair: Pair.optional(),
        id: Id.optional().meta({ description: 'Trade id' }),
        amount: PositiveDecimal.optional(),
      })
      .refine((given) => (given.pair === undefined) !== (given.id === undefined), { message: 'give either pair or id', path: ['id'] }),
    result: z.object({ orders: z.array(Order) }),
    danger: 'Sells at the market price.',
    example: { pair: 'BTC/USDT' },
  }),
  'positions.closeAll': mutation({
    summary: 'Sells every position at the market',
    role: 'trader',
    params: z.strictObject({ account: Account.optional() }),
    result: z.object({ orders: z.array(Order) }),
    danger: 'Sells every position at the market price.',
    example: {},
  }),
  'orders.list': query({
    summary: 'Orders, newest first',
    params: z.strictObject({
      account: Account.optional(),
      state: z
        .union([OrderState, z.enum(['active', 'done'])])
        .optional()
        .meta({ description: '`active`: can still change' }),
      pair: Pair.optional(),
      ...PageParams,
    }),
    result: page(Order),
    example: { state: 'active' },
  }),
  'orders.get': query({
    summary: 'One order with its fills',
    params: z.strictObject({ id: Id.meta({ description: 'Order id or clientOrderId' }) }),
    result: Order.extend({ fills: z.array(Fill) }),
    example: { id: 'o_1' },
  }),
  'orders.place': mutation({
    summary: "Places an order by hand; it passes the same risk checks as a strategy's",
    description: 'The order is on disk before the exchange hears of it. The same `clientOrderId` again answers the order placed the first time.',
    role: 'trader',
    params: z.strictObject({
      account: Account.optional(),
      pair: Pair,
      side: Side,
      type: OrderType,
      amount: PositiveDecimal.meta({ description: 'In the base currency' }),
      price: PositiveDecimal.optional().meta({ description: 'Limit price, or trigger price of a stop order' }),
      tag: z.string().max(64).optional(),
      clientOrderId: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,36}$/, 'up to 36 letters, digits, - and _')
        .optional(),
    }),
    result: Order,
    example: { pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01', price: '20000' },
  }),
  'orders.cancel': mutation({ summary: 'Cancels an order', role: 'trader', params: z.strictObject({ id: Id }), result: Order, example: { id: 'o_1' } }),
  'orders.cancelAll': mutation({
    summary: 'Cancels every open order',
    role: 'trader',
    params: z.strictObject({ account: Account.optional(), pair: Pair.optional() }),
    result: z.object({ orders: z.array(Order) }),
    example: {},
  }),
  'trades.list': query({
    summary: 'Trades (round trips), newest first',
    params: z.strictObject({
      account: Account.optional(),
      state: z.enum(['open', 'closed']).optional(),
      pair: Pair.optional(),
      strategy: z.string().optional(),
      since: Timestamp.optional().meta({ description: 'Opened at or after' }),
      until: Timestamp.optional().meta({ description: 'Opened before' }),
      ...PageParams,
    }),
    result: page(Trade),
    example: { state: 'closed', limit: 20 },
  }),
  'trades.get': query({
    summary: 'One trade with its orders and fills',
    params: z.strictObject({ id: Id }),
    result: Trade.extend({ orders: z.array(Order.extend({ fills: z.array(Fill) })) }),
    example: { id: 't_1' },
  }),
  'trades.export': query({
    summary: 'All trades as one text',
    cost: 20,
    params: z.strictObject({ account: Account.optional(), format: z.enum(['csv', 'json']), since: Timestamp.optional(), until: Timestamp.optional() }),
    result: z.object({ format: z.enum(['csv', 'json']), filename: z.string(), rows: z.int(), content: z.string() }),
    example: { format: 'csv' },
  }),
  'balances.list': query({
    summary: 'What the account holds',
    params: z.strictObject({ account: Account.optional() }),
    result: z.object({ items: z.array(Balance), total: Decimal.meta({ description: 'Equity in the stake currency' }), stakeCurrency: z.string() }),
    example: {},
  }),
};
