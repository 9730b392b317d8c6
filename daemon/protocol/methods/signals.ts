import { z } from 'zod';
import { ErrorKindName } from '../errors.ts';
import { mutation, query } from '../method.ts';
import { Decimal, Done, Empty, PageParams, Pair, page } from '../schemas/common.ts';
import { AlertMessage, HookId, hookTerms, NEW_HOOK, Signal, SignalHook, SignalOutcome } from '../schemas/signals.ts';
import { Side } from '../schemas/trading.ts';

const terms = z.object(hookTerms).partial().shape;
const newTerms = {
  account: hookTerms.account.default(NEW_HOOK.account),
  strategy: hookTerms.strategy.optional(),
  enabled: hookTerms.enabled.default(NEW_HOOK.enabled),
  pairs: hookTerms.pairs.default(NEW_HOOK.pairs),
  actions: hookTerms.actions.default(() => [...NEW_HOOK.actions]),
  symbols: hookTerms.symbols.default(() => ({ ...NEW_HOOK.symbols })),
  sizing: hookTerms.sizing.default(NEW_HOOK.sizing),
  orderType: hookTerms.orderType.default(NEW_HOOK.orderType),
  pyramiding: hookTerms.pyramiding.default(NEW_HOOK.pyramiding),
  maxAgeSeconds: hookTerms.maxAgeSeconds.default(NEW_HOOK.maxAgeSeconds),
  perMinute: hookTerms.perMinute.default(NEW_HOOK.perMinute),
  tradingView: hookTerms.tradingView.default(NEW_HOOK.tradingView),
  sources: hookTerms.sources.default(() => [...NEW_HOOK.sources]),
  template: hookTerms.template.default(NEW_HOOK.template),
};

const Created = z.object({
  hook: SignalHook,
  secret: z.string().meta({ description: 'Shown once; it goes into the message and never into an address' }),
  messages: z.array(AlertMessage).meta({ description: 'To paste into TradingView, with the secret in them' }),
});

/** Signals of TradingView and of others that can post a line of text. A hook is where they come in. */
export const signals = {
  'signals.list': query({
    summary: 'Hooks that take signals, with the message to paste into TradingView',
    params: Empty,
    result: () => z.object({ items: z.array(SignalHook) }),
    example: {},
  }),
  'signals.create': mutation({
    summary: 'Makes a hook that takes signals; its secret is shown once',
    description: 'The way in itself is opened by `gateways.start`.',
    role: 'operator',
    secretResult: true,
    params: z.strictObject({ id: HookId, ...newTerms }),
    result: () => Created,
    example: { id: 'breakout', pairs: ['BTC/USDT'], sizing: { kind: 'fixed', value: '200' } },
  }),
  'signals.configure': mutation({
    summary: 'Changes a hook; absent values stay',
    role: 'operator',
    params: z.strictObject({ id: HookId, ...terms }),
    result: () => SignalHook,
    example: { id: 'breakout', maxAgeSeconds: 30 },
  }),
  'signals.rotate': mutation({
    summary: 'Gives a hook a new secret, shown once; the old one counts no more',
    role: 'operator',
    secretResult: true,
    danger: 'Alerts that send the old secret are no longer taken.',
    params: z.strictObject({ id: HookId }),
    result: () => Created,
    example: { id: 'breakout' },
  }),
  'signals.remove': mutation({
    summary: 'Removes a hook; what it received stays on record',
    role: 'operator',
    danger: 'Alerts sent to it are no longer taken.',
    params: z.strictObject({ id: HookId }),
    result: () => Done,
    example: { id: 'breakout' },
  }),
  'signals.received': query({
    summary: 'Signals received with what became of each, newest first',
    params: z.strictObject({ hook: HookId.optional(), outcome: SignalOutcome.optional(), ...PageParams }),
    result: () => page(Signal),
    example: { limit: 20 },
  }),
  'signals.test': query({
    summary: 'What a message would do now; nothing is placed',
    description:
      'Placeholders of TradingView are filled in with the last price and the time, the action and the pair given. Secret, source and rate are not looked at, all else as for a signal received.',
    role: 'trader',
    cost: 5,
    params: z.strictObject({
      id: HookId,
      message: z.string().max(16_384).optional().meta({ description: 'The message of the hook when absent' }),
      action: Side.optional().meta({ description: '`buy` when absent' }),
      pair: Pair.optional().meta({ description: 'The first that the hook may trade when absent' }),
    }),
    result: () =>
      z.object({
        outcome: SignalOutcome,
        reason: z.string().nullable(),
        action: Side.nullable(),
        pair: Pair.nullable(),
        amount: Decimal.nullable().meta({ description: 'In the base currency' }),
        price: Decimal.nullable().meta({ description: 'Expected' }),
        cost: Decimal.nullable(),
        fee: Decimal.nullable(),
        currency: z.string().nullable(),
        problems: z.array(z.object({ kind: ErrorKindName, text: z.string(), hint: z.string().optional() })),
        message: z.string().meta({ description: 'As it was read, with the placeholders filled in' }),
      }),
    example: { id: 'breakout' },
  }),
};
