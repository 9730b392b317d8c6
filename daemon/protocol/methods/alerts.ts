import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Decimal, Done, Empty, Id, JsonValue, Timestamp } from '../schemas/common.ts';

const RuleId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and -, a letter first');

/** What an alert rule has beside the parameters of its kind. */
const terms = {
  name: z.string().min(1).max(100).nullable().meta({ description: 'What to call it in its alerts' }),
  account: Account,
  params: z.record(z.string(), JsonValue).meta({ description: 'As the kind wants them, see `alerts.kinds`' }),
  hysteresisPercent: z.number().min(0).max(1000).meta({
    description: 'How far the figure has to come back, in percent of the limit, before it counts again; 2 for a new rule',
  }),
  repeat: z.enum(['once', 'repeating']).meta({ description: '`once`: for each trade once, or else once only' }),
  cooldownMinutes: z.number().min(0).max(525_600).meta({ description: 'Least time between two alerts of the same figure; 60 for a new rule' }),
  enabled: z.boolean(),
};

export const AlertRule = z
  .object({
    id: RuleId,
    kind: z.string(),
    ...terms,
    watches: z.string().meta({ description: 'What it watches, for people' }),
    state: z.enum(['armed', 'fired', 'done', 'disabled', 'failing']).meta({
      description: '`fired`: waits until the figure has come back; `done`: fired once, as asked for; `failing`: see `problem`',
    }),
    value: Decimal.nullable().meta({ description: 'The figure nearest to firing, when it was last looked at' }),
    limit: Decimal,
    unit: z.string().meta({ description: '`percent`, `hours`, or a currency' }),
    fired: z.int().meta({ description: 'How often it has fired' }),
    firedAt: Timestamp.nullable(),
    problem: z.string().nullable(),
  })
  .meta({ id: 'AlertRule' });
export type AlertRule = z.infer<typeof AlertRule>;

export const alerts = {
  'alerts.kinds': query({
    summary: 'What alert rules can watch, with the JSON Schema of their parameters',
    params: Empty,
    result: () => z.object({ items: z.array(z.object({ kind: z.string(), title: z.string(), description: z.string(), schema: JsonValue })) }),
    example: {},
  }),
  'alerts.list': query({
    summary: 'Alert rules, and how each stands',
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ items: z.array(AlertRule) }),
    example: {},
  }),
  'alerts.set': mutation({
    summary: 'Adds an alert rule or changes one; absent values stay, and the rule begins anew',
    role: 'trader',
    params: z.strictObject({
      id: RuleId.optional().meta({ description: 'A name of its own is made up when absent' }),
      kind: z.string().optional().meta({ description: 'Needed when the rule is new' }),
      ...z.object(terms).partial().shape,
    }),
    result: () => AlertRule,
    example: { kind: 'price_above', params: { pair: 'BTC/USDT', price: '100000' }, repeat: 'once' },
  }),
  'alerts.remove': mutation({
    summary: 'Removes an alert rule',
    role: 'trader',
    params: z.strictObject({ id: Id }),
    result: () => Done,
    example: { id: 'price-above-1' },
  }),
};
