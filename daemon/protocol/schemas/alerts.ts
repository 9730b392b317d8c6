import { z } from 'zod';
import { Account, Decimal, Id, Pair } from './common.ts';

/** Why an alert fired: which figure, where it stood, and what was asked for. */
export const AlertFired = z
  .object({
    rule: Id,
    kind: z.string(),
    name: z.string().nullable().meta({ description: 'As its maker called it' }),
    account: Account,
    text: z.string().meta({ description: 'Why it fired, for people' }),
    value: Decimal.meta({ description: 'The figure when it fired, in the unit of `limit`' }),
    limit: Decimal.meta({ description: 'What it had to reach' }),
    unit: z.string().meta({ description: '`percent`, `hours`, or a currency' }),
    pair: Pair.nullable(),
    tradeId: Id.nullable(),
    strategy: z.string().nullable(),
    times: z.int().meta({ description: 'How often the rule has fired by now' }),
  })
  .meta({ id: 'AlertFired' });
export type AlertFired = z.infer<typeof AlertFired>;
