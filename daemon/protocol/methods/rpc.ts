import { z } from 'zod';
import { query } from '../method.ts';
import { Empty, JsonValue, Role } from '../schemas/common.ts';

const MethodInfo = z.object({
  name: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  role: Role,
  cost: z.number(),
  mutates: z.boolean(),
  danger: z.string().optional(),
  since: z.int(),
});

export const rpc = {
  'rpc.discover': query({
    summary: 'The whole contract as an OpenRPC document',
    cost: 5,
    params: Empty,
    result: () => z.looseObject({ openrpc: z.string() }),
    example: {},
  }),
  'rpc.methods': query({ summary: 'Lists the methods', params: Empty, result: () => z.object({ items: z.array(MethodInfo) }), example: {} }),
  'rpc.describe': query({
    summary: 'Describes one method: parameters and result as JSON Schema, with an example',
    params: z.strictObject({ method: z.string() }),
    result: () => MethodInfo.extend({ params: JsonValue, result: JsonValue, example: JsonValue }),
    example: { method: 'bot.status' },
  }),
  'rpc.confirm': query({
    summary: 'Carries out a dangerous call that asked for confirmation; answers what that call answers',
    description: 'The token comes with error kind `confirmation_required`, lives 60 s, works once and only for the caller who got it.',
    cost: 5,
    params: z.strictObject({ token: z.string() }),
    result: () => JsonValue,
    example: { token: 'cf_1f0c' },
  }),
};
