import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Empty, Id, JsonValue, Pair } from '../schemas/common.ts';

export const StrategyInfo = z
  .object({
    id: Id,
    title: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    params: z.record(z.string(), JsonValue),
    pairs: z.array(Pair).nullable().meta({ description: 'Null: every pair of the whitelist' }),
    openTrades: z.int(),
  })
  .meta({ id: 'Strategy' });

export const strategies = {
  'strategies.list': query({ summary: 'Strategies with their parameters', params: Empty, result: z.object({ items: z.array(StrategyInfo) }), example: {} }),
  'strategies.describe': query({
    summary: 'One strategy with the JSON Schema of its parameters',
    params: z.strictObject({ id: Id }),
    result: StrategyInfo.extend({ schema: JsonValue, defaults: z.record(z.string(), JsonValue) }),
    example: { id: 'ema-cross' },
  }),
  'strategies.enable': mutation({ summary: 'Lets a strategy trade', params: z.strictObject({ id: Id }), result: StrategyInfo, example: { id: 'ema-cross' } }),
  'strategies.disable': mutation({
    summary: 'Takes entries from a strategy; its open trades are still managed',
    params: z.strictObject({ id: Id }),
    result: StrategyInfo,
    example: { id: 'ema-cross' },
  }),
  'strategies.configure': mutation({
    summary: 'Changes parameters; absent ones stay',
    params: z.strictObject({ id: Id, params: z.record(z.string(), JsonValue) }),
    result: StrategyInfo,
    example: { id: 'ema-cross', params: { fast: 8 } },
  }),
  'strategies.message': mutation({
    summary: "Publishes a message in a strategy's name",
    role: 'trader',
    params: z.strictObject({ id: Id, text: z.string().min(1).max(4000) }),
    result: z.object({ seq: z.int() }),
    example: { id: 'ema-cross', text: 'Trend is up' },
  }),
};
