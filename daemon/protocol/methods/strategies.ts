import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Empty, Id, JsonValue, Pair, Timeframe, Timestamp } from '../schemas/common.ts';

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

const Pane = z.enum(['price', 'own']).meta({ description: '`own`: on a scale of its own, below the candles' });

export const strategies = {
  'strategies.list': query({
    summary: 'Strategies with their parameters',
    params: Empty,
    result: () => z.object({ items: z.array(StrategyInfo) }),
    example: {},
  }),
  'strategies.describe': query({
    summary: 'One strategy with the JSON Schema of its parameters',
    params: z.strictObject({ id: Id }),
    result: () => StrategyInfo.extend({ schema: JsonValue, defaults: z.record(z.string(), JsonValue) }),
    example: { id: 'ema-cross' },
  }),
  'strategies.indicators': query({
    summary: 'What a strategy goes by on a pair, as lines over closed candles, oldest first',
    cost: 2,
    params: z.strictObject({
      account: Account.optional(),
      id: Id,
      pair: Pair,
      until: Timestamp.optional().meta({ description: 'Up to candles closed at or before; now when absent' }),
      limit: z.int().min(1).max(5000).optional().meta({ description: '500 when absent' }),
    }),
    result: () =>
      z.object({
        pair: Pair,
        timeframe: Timeframe,
        lines: z.array(z.object({ id: Id, title: z.string(), pane: Pane, points: z.array(z.object({ ts: Timestamp, value: z.number() })) })),
        marks: z.array(z.object({ title: z.string(), pane: Pane, value: z.number() })).meta({ description: 'Level lines in force after the last candle' }),
      }),
    example: { id: 'ema-cross', pair: 'BTC/USDT', limit: 100 },
  }),
  'strategies.enable': mutation({
    summary: 'Lets a strategy trade',
    params: z.strictObject({ id: Id }),
    result: () => StrategyInfo,
    example: { id: 'ema-cross' },
  }),
  'strategies.disable': mutation({
    summary: 'Takes entries from a strategy; its open trades are still managed',
    params: z.strictObject({ id: Id }),
    result: () => StrategyInfo,
    example: { id: 'ema-cross' },
  }),
  'strategies.configure': mutation({
    summary: 'Changes parameters; absent ones stay',
    params: z.strictObject({ id: Id, params: z.record(z.string(), JsonValue) }),
    result: () => StrategyInfo,
    example: { id: 'ema-cross', params: { fast: 8 } },
  }),
  'strategies.message': mutation({
    summary: "Publishes a message in a strategy's name",
    role: 'trader',
    params: z.strictObject({ id: Id, text: z.string().min(1).max(4000) }),
    result: () => z.object({ seq: z.int() }),
    example: { id: 'ema-cross', text: 'Trend is up' },
  }),
};
