import { z } from 'zod';
import { Account, Id, Pair, PositiveDecimal, Timestamp } from './common.ts';
import { Side } from './trading.ts';

export const HookId = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'up to 32 small letters, digits and -, a letter first');

const ANY_NETWORK = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** An address, or a network such as `10.0.0.0/8`. */
export const Network = z
  .string()
  .max(64)
  .refine((text) => ANY_NETWORK.safeParse(text).success, 'expected an address such as "203.0.113.7", or a network such as "10.0.0.0/8"');

export const SIGNAL_FIELDS = ['action', 'ticker', 'position', 'price', 'amount', 'time', 'id'] as const;
export type SignalField = (typeof SIGNAL_FIELDS)[number];

const SignalSizing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account').meta({ description: 'The stake of the account, `bot.stake`' }) }),
  z.strictObject({
    kind: z.literal('fixed').meta({ description: 'The same each time' }),
    value: PositiveDecimal.meta({ description: 'In the stake currency' }),
  }),
  z.strictObject({ kind: z.literal('fraction').meta({ description: 'A share of equity' }), value: z.number().gt(0).max(1) }),
  z.strictObject({ kind: z.literal('message').meta({ description: 'The amount in the message, in the base currency' }) }),
]);

export const SignalTemplate = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('json').meta({ description: 'A JSON object with the secret in its field `secret`' }),
    fields: z
      .partialRecord(z.enum(SIGNAL_FIELDS), z.string().regex(/^[A-Za-z_][\w-]{0,63}(\.[A-Za-z_][\w-]{0,63}){0,3}$/, 'a name, or names joined by dots'))
      .default({})
      .meta({
        description: 'Where in the object each value is, such as `order.side`; by its own name when absent',
      }),
  }),
  z.strictObject({
    kind: z.literal('text').meta({ description: 'One line of words, the secret first' }),
    pattern: z.string().min(1).max(500).default('{action} {ticker} {price} {time}').meta({
      description:
        'The words after the secret, with `{action}`, `{ticker}`, `{position}`, `{price}`, `{amount}`, `{time}`, `{id}`, and `{any}` for a word to pass over',
    }),
  }),
]);
export type SignalTemplate = z.infer<typeof SignalTemplate>;

/** What its maker says of a hook. */
export const hookTerms = {
  account: Account.meta({ description: 'The book it trades on' }),
  strategy: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'up to 64 small letters, digits and -')
    .nullable()
    .meta({
      description:
        'Whose trades it opens and closes: its own name for a new hook, so that it closes what it opened; a strategy of the desk; null for the account as a whole, whose every trade it may close',
    }),
  enabled: z.boolean(),
  pairs: z.array(Pair).min(1).max(500).nullable().meta({ description: 'Pairs it may trade; none named (null): all that the desk trades' }),
  actions: z.array(Side).min(1).max(2).meta({ description: 'What it may do: `buy` opens, `sell` closes' }),
  symbols: z
    .record(z.string().regex(/^[A-Za-z0-9:._!-]{1,64}$/), Pair)
    .refine((all) => Object.keys(all).length <= 200, 'at most 200')
    .meta({ description: 'Tickers that mean another pair than they spell, such as `BTCUSD` for `BTC/USDT`' }),
  sizing: SignalSizing.meta({ description: 'How much an entry takes' }),
  orderType: z.enum(['market', 'limit']).meta({ description: '`limit`: entries at the price in the message' }),
  pyramiding: z.boolean().meta({ description: 'Whether an entry may add to what is held' }),
  maxAgeSeconds: z
    .int()
    .min(5)
    .max(3600)
    .nullable()
    .meta({ description: 'Older signals expire, by the time in the message; without a limit (null) it needs no time' }),
  perMinute: z.int().min(1).max(600).meta({ description: 'Signals it takes in a minute' }),
  tradingView: z.boolean().meta({ description: "Whether TradingView's published addresses may send to it" }),
  sources: z.array(Network).max(50).meta({ description: 'Further addresses that may send to it' }),
  template: SignalTemplate.meta({ description: 'How its message is written' }),
};

/** Terms of a new hook that its maker leaves open, but for `strategy`, which is then its own name. */
export const NEW_HOOK = {
  account: 'paper',
  enabled: true,
  pairs: null,
  actions: ['buy', 'sell'],
  symbols: {},
  sizing: { kind: 'account' },
  orderType: 'market',
  pyramiding: false,
  maxAgeSeconds: 60,
  perMinute: 30,
  tradingView: true,
  sources: [],
  template: { kind: 'json', fields: {} },
} satisfies { [T in Exclude<keyof typeof hookTerms, 'strategy'>]: z.output<(typeof hookTerms)[T]> };

/** A message to paste into the alert box of TradingView. */
export const AlertMessage = z.object({
  for: z.enum(['strategy', 'buy', 'sell']).meta({ description: '`strategy`: alerts of a strategy; `buy` and `sell`: alerts of an indicator or a price' }),
  text: z.string(),
});
export type AlertMessage = z.infer<typeof AlertMessage>;

export const SignalHook = z
  .object({
    id: HookId,
    ...hookTerms,
    tag: z.string().meta({ description: 'Tag of its orders' }),
    url: z.string().nullable().meta({ description: 'Where TradingView sends to; null while the way in is closed and has no public address' }),
    messages: z.array(AlertMessage).meta({ description: 'To paste into TradingView, with `SECRET` where the secret goes' }),
    createdAt: Timestamp,
    received: z.int().meta({ description: 'Signals received, repeats not counted' }),
    lastSignalAt: Timestamp.nullable(),
  })
  .meta({ id: 'SignalHook' });
export type SignalHook = z.infer<typeof SignalHook>;

export const SignalOutcome = z.enum(['placed', 'ignored', 'refused', 'expired', 'unknown']);
export type SignalOutcome = z.infer<typeof SignalOutcome>;

export const Signal = z
  .object({
    id: Id,
    hook: HookId,
    account: Account,
    ts: Timestamp.meta({ description: 'When it came in' }),
    remote: z.string().meta({ description: 'Address it came from' }),
    action: Side.nullable(),
    pair: Pair.nullable(),
    outcome: SignalOutcome.meta({
      description: '`ignored`: right as it was, and nothing to do; `expired`: too old; `unknown`: on its way, and the exchange has not answered',
    }),
    reason: z.string().nullable(),
    orders: z.array(Id).meta({ description: 'Orders it placed or took back' }),
    repeats: z.int().meta({ description: 'How often the same came again and was not carried out again' }),
    message: z.string().meta({ description: 'As received, without the secret; the first 2,000 characters' }),
  })
  .meta({ id: 'Signal' });
export type Signal = z.infer<typeof Signal>;
