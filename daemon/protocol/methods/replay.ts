import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Decimal, Duration, JsonValue, Pair, PositiveDecimal, Ratio, Timeframe, Timestamp } from '../schemas/common.ts';

/** Summary of a finished replay; the fields of `nightdesk replay --json`. */
export const ReplaySummary = z
  .object({
    pair: Pair,
    timeframe: Timeframe,
    strategy: z.string(),
    candles: z.int(),
    trades: z.int(),
    fees: Decimal,
    startEquity: Decimal,
    finalEquity: Decimal,
    profit: Decimal,
    maxDrawdown: Ratio.meta({ description: 'Deepest fall from the peak, as a fraction' }),
    winRate: Ratio.nullable(),
    elapsedMs: Duration,
  })
  .meta({ id: 'ReplaySummary' });
export type ReplaySummary = z.infer<typeof ReplaySummary>;

export const ReplayRun = z
  .object({
    account: Account,
    file: z.string(),
    pair: Pair,
    timeframe: Timeframe,
    strategy: z.string(),
    speed: z.union([z.literal('max'), z.number()]),
    state: z.enum(['running', 'done', 'stopped', 'failed']),
    candle: z.int().meta({ description: 'Candles played so far' }),
    candles: z.int(),
    marketTime: Timestamp.nullable(),
    startedAt: Timestamp,
    error: z.string().nullable(),
    summary: ReplaySummary.nullable(),
  })
  .meta({ id: 'ReplayRun' });
export type ReplayRun = z.infer<typeof ReplayRun>;

const Which = z.strictObject({ account: Account });

export const replay = {
  'replay.start': mutation({
    summary: 'Plays recorded candles or public trades through the engine, in a book of its own',
    description: 'It goes on after a restart of the daemon, from the last candle committed. Its events carry its `account`.',
    cost: 20,
    params: z.strictObject({
      file: z.string().meta({ description: 'Absolute path of a CSV or JSON file the daemon can read' }),
      pair: Pair,
      timeframe: Timeframe,
      strategy: z.string(),
      params: z.record(z.string(), JsonValue).optional(),
      speed: z
        .union([z.literal('max'), z.number().positive().max(1_000_000)])
        .optional()
        .meta({ description: 'Times real time; `max` when absent' }),
      startBalance: PositiveDecimal.optional().meta({ description: 'In the quote currency; a round sum when absent' }),
    }),
    result: () => ReplayRun,
    example: { file: '/data/ETH_BTC-5m.csv', pair: 'ETH/BTC', timeframe: '5m', strategy: 'ema-cross' },
  }),
  'replay.list': query({ summary: 'Replays, newest first', params: z.strictObject({}), result: () => z.object({ items: z.array(ReplayRun) }), example: {} }),
  'replay.get': query({ summary: 'One replay', params: Which, result: () => ReplayRun, example: { account: 'replay-1' } }),
  'replay.stop': mutation({ summary: 'Ends a replay; its book stays readable', params: Which, result: () => ReplayRun, example: { account: 'replay-1' } }),
};
