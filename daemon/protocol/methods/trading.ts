import { z } from 'zod';
import { ErrorKindName } from '../errors.ts';
import { mutation, query } from '../method.ts';
import { Account, Currency, Decimal, Id, PageParams, Pair, PositiveDecimal, page, Timestamp } from '../schemas/common.ts';
import { Balance, Fill, Order, OrderState, OrderType, Position, Side, Trade } from '../schemas/trading.ts';

const Placement = z.strictObject({
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
});

const TradeFilter = {
  account: Account.optional(),
  state: z
    .enum(['open', 'closed', 'cancelled', 'deleted'])
    .optional()
    .meta({ description: '`cancelled`: its entry was never filled. `deleted` are shown only when asked for' }),
  pair: Pair.optional(),
  strategy: z.string().optional().meta({ description: 'Empty: those opened by hand' }),
  since: Timestamp.optional().meta({ description: 'Opened at or after' }),
  until: Timestamp.optional().meta({ description: 'Opened before' }),
  text: z.string().min(1).max(100).optional().meta({ description: 'Found in its id, entry tag or exit reason' }),
};

export const trading = {
  'positions.list': query({
    summary: 'Open positions at the last price',
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ items: z.array(Position) }),
    example: {},
  }),
  'positions.open': mutation({
    summary: "Buys a pair by hand for the desk's usual stake, or for one named; it passes the same risk checks as a strategy's entry",
    role: 'trader',
    params: z.strictObject({
      account: Account.optional(),
      pair: Pair,
      price: PositiveDecimal.optional().meta({ description: 'Limit price; at the market when absent' }),
      stake: PositiveDecimal.optional().meta({ description: 'How much to spend, in the quote currency; `bot.stake` when absent' }),
      tag: z.string().max(64).optional(),
    }),
    result: () => Order,
    example: { pair: 'ETH/USDT' },
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
    result: () => z.object({ orders: z.array(Order) }),
    danger: 'Sells at the market price.',
    example: { pair: 'BTC/USDT' },
  }),
  'positions.closeAll': mutation({
    summary: 'Sells every position at the market',
    role: 'trader',
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ orders: z.array(Order) }),
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
    result: () => page(Order),
    example: { state: 'active' },
  }),
  'orders.get': query({
    summary: 'One order with its fills',
    params: z.strictObject({ id: Id.meta({ description: 'Order id or clientOrderId' }) }),
    result: () => Order.extend({ fills: z.array(Fill) }),
    example: { id: 'o_1' },
  }),
  'orders.place': mutation({
    summary: "Places an order by hand; it passes the same risk checks as a strategy's",
    description: 'The order is on disk before the exchange hears of it. The same `clientOrderId` again answers the order placed the first time.',
    role: 'trader',
    params: Placement,
    result: () => Order,
    example: { pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01', price: '20000' },
  }),
  'orders.preview': query({
    summary: 'What `orders.place` would do now: cost, fee, what is left, and everything against it',
    description: 'Nothing is placed. The checks are those of `orders.place`; the first problem is the error it would answer.',
    params: Placement,
    result: () =>
      z.object({
        ok: z.boolean().meta({ description: 'It would be accepted' }),
        amount: Decimal,
        price: Decimal.nullable().meta({ description: 'Limit or trigger price, else the last one; null before the first price' }),
        cost: Decimal.nullable().meta({ description: 'Price times amount, quote currency' }),
        fee: Decimal.nullable().meta({ description: 'Expected, quote currency' }),
        currency: Currency.meta({ description: 'The quote currency' }),
        balances: z.array(z.object({ currency: Currency, before: Decimal, after: Decimal })).meta({ description: 'Free now, and once it is filled' }),
        problems: z.array(z.object({ kind: ErrorKindName, text: z.string(), field: z.string().optional(), hint: z.string().optional() })),
      }),
    example: { pair: 'BTC/USDT', side: 'buy', type: 'limit', amount: '0.01', price: '20000' },
  }),
  'orders.cancel': mutation({ summary: 'Cancels an order', role: 'trader', params: z.strictObject({ id: Id }), result: () => Order, example: { id: 'o_1' } }),
  'orders.cancelAll': mutation({
    summary: 'Cancels every open order',
    role: 'trader',
    params: z.strictObject({ account: Account.optional(), pair: Pair.optional() }),
    result: () => z.object({ orders: z.array(Order) }),
    example: {},
  }),
  'trades.list': query({
    summary: 'Trades (round trips), newest first',
    params: z.strictObject({
      ...TradeFilter,
      ...PageParams,
    }),
    result: () => page(Trade),
    example: { state: 'closed', limit: 20 },
  }),
  'trades.get': query({
    summary: 'One trade with its orders and fills',
    params: z.strictObject({ id: Id }),
    result: () => Trade.extend({ orders: z.array(Order.extend({ fills: z.array(Fill) })) }),
    example: { id: 't_1' },
  }),
  'trades.delete': mutation({
    summary: 'Takes an open trade out of the books: its open orders are cancelled, nothing is sold',
    description:
      'What it held stays in the account as a balance and counts in equity, but no stop, no strategy and no `positions.close` cares for it any more. The trade leaves ' +
      'lists and figures and is kept as `deleted`, with its orders and fills: `trades.list {state: "deleted"}` shows it, `performance.summary` says what such trades have ' +
      'made in `deleted`. `trades.restore` takes it back. Closed trades are history, and the trades of a replay are its result: both are refused.',
    role: 'trader',
    params: z.strictObject({ id: Id }),
    result: () =>
      z.object({
        trade: Trade,
        orders: z.array(Order).meta({ description: 'Those that were cancelled' }),
        left: z.object({ currency: Currency, amount: Decimal }).meta({ description: 'What it held, and the account keeps' }),
      }),
    danger: 'Takes the trade out of the books. Nothing is sold: its coins stay in the account with no stop to guard them.',
    example: { id: 't_1' },
  }),
  'trades.restore': mutation({
    summary: 'Takes a deleted trade back into the books',
    description: 'The desk guards it again at once: where the price is past its stop by now, it is sold.',
    role: 'trader',
    params: z.strictObject({ id: Id }),
    result: () => Trade,
    example: { id: 't_1' },
  }),
  'trades.export': query({
    summary: 'All trades as one text',
    cost: 20,
    description:
      'Those that were entered, oldest first. With `limit` in parts: `nextCursor` asks for the next, and only the first has a heading. Without, they are all of one ' +
      'moment, on one line of any length; more than fits into 40 MiB of text (some 100 000 trades as JSON, 250 000 as CSV) is refused.',
    params: z.strictObject({
      ...TradeFilter,
      format: z.enum(['csv', 'json']),
      limit: z.int().min(1).max(5000).optional().meta({ description: 'At most so many trades in this part; all when absent' }),
      cursor: PageParams.cursor,
    }),
    result: () => z.object({ format: z.enum(['csv', 'json']), filename: z.string(), rows: z.int(), content: z.string(), nextCursor: z.string().optional() }),
    example: { format: 'csv' },
  }),
  'balances.list': query({
    summary: 'What the account holds',
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ items: z.array(Balance), total: Decimal.meta({ description: 'Equity in the stake currency' }), stakeCurrency: z.string() }),
    example: {},
  }),
};
