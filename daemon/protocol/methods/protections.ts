import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Done, Empty, JsonValue } from '../schemas/common.ts';
import { Lock, ProtectionId } from '../schemas/locks.ts';

export const Protection = z
  .object({
    id: ProtectionId,
    kind: z.string(),
    enabled: z.boolean(),
    params: z.record(z.string(), JsonValue).meta({ description: 'As the kind wants them, see `protections.kinds`' }),
    about: z.string().meta({ description: 'What it does with these parameters, for people' }),
    locks: z.array(Lock).meta({ description: 'What it locked last, newest first; at most five' }),
  })
  .meta({ id: 'Protection' });
export type Protection = z.infer<typeof Protection>;

export const protections = {
  'protections.kinds': query({
    summary: 'The kinds of protection there are, with the JSON Schema of their parameters',
    params: Empty,
    result: () => z.object({ items: z.array(z.object({ kind: z.string(), title: z.string(), description: z.string(), schema: JsonValue })) }),
    example: {},
  }),
  'protections.list': query({
    summary: 'Protections, which lock pairs by themselves after trades went badly, and what each locked last',
    params: z.strictObject({ account: Account.optional().meta({ description: "Whose locks; the desk's own when absent" }) }),
    result: () => z.object({ items: z.array(Protection) }),
    example: {},
  }),
  'protections.configure': mutation({
    summary: 'Adds a protection or changes one; absent values stay, and null is the default again',
    params: z.strictObject({
      id: ProtectionId,
      kind: z.string().optional().meta({ description: 'Needed when it is new' }),
      enabled: z.boolean().optional(),
      params: z.record(z.string(), JsonValue).optional(),
    }),
    result: () => Protection,
    example: { id: 'cooldown', kind: 'cooldown_period', params: { stop: { kind: 'candles', value: 4 } } },
  }),
  'protections.remove': mutation({
    summary: 'Removes a protection; what it locked stays locked',
    params: z.strictObject({ id: ProtectionId }),
    result: () => Done,
    example: { id: 'cooldown' },
  }),
};
