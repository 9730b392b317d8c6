import { z } from 'zod';
import { query } from '../method.ts';
import { Account, Pair, Timestamp } from '../schemas/common.ts';
import {
  EquityPoint,
  MeanHold,
  MixPerformance,
  OutcomesByReason,
  PairPerformance,
  PerformanceSummary,
  PeriodPerformance,
  ReasonPerformance,
  StrategyPerformance,
  TagPerformance,
} from '../schemas/performance.ts';

export const performance = {
  'performance.summary': query({
    summary: 'Profit, win rate, drawdown, Sharpe and their kin',
    cost: 5,
    params: z.strictObject({
      account: Account.optional(),
      days: z.int().min(1).max(3650).optional().meta({ description: 'Only the last days; all when absent' }),
    }),
    result: () => PerformanceSummary,
    example: { days: 30 },
  }),
  'performance.byPair': query({
    summary: 'Closed trades by pair',
    cost: 5,
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ items: z.array(PairPerformance) }),
    example: {},
  }),
  'performance.byStrategy': query({
    summary: 'Closed trades by strategy',
    cost: 5,
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ items: z.array(StrategyPerformance) }),
    example: {},
  }),
  'performance.byTag': query({
    summary: 'Closed trades by entry tag',
    cost: 5,
    params: z.strictObject({ account: Account.optional(), pair: Pair.optional() }),
    result: () => z.object({ items: z.array(TagPerformance) }),
    example: {},
  }),
  'performance.byReason': query({
    summary: 'Closed trades by reason of exit',
    cost: 5,
    params: z.strictObject({ account: Account.optional(), pair: Pair.optional() }),
    result: () => z.object({ items: z.array(ReasonPerformance) }),
    example: {},
  }),
  'performance.byMix': query({
    summary: 'Closed trades by entry tag together with the reason of exit',
    cost: 5,
    params: z.strictObject({ account: Account.optional(), pair: Pair.optional() }),
    result: () => z.object({ items: z.array(MixPerformance) }),
    example: {},
  }),
  'performance.outcomes': query({
    summary: 'Closed trades won, drawn and lost, by reason of exit, and how long each were held',
    cost: 5,
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ reasons: z.array(OutcomesByReason), holdMs: MeanHold }),
    example: {},
  }),
  'performance.periods': query({
    summary: 'Closed trades by day, week or month (UTC)',
    cost: 5,
    params: z.strictObject({ account: Account.optional(), unit: z.enum(['day', 'week', 'month']), count: z.int().min(1).max(1000) }),
    result: () => z.object({ items: z.array(PeriodPerformance) }),
    example: { unit: 'day', count: 7 },
  }),
  'performance.equity': query({
    summary: 'Equity over time, thinned to at most `points`, extremes kept',
    cost: 5,
    params: z.strictObject({ account: Account.optional(), since: Timestamp.optional(), points: z.int().min(2).max(5000).optional() }),
    result: () => z.object({ currency: z.string(), points: z.array(EquityPoint) }),
    example: { points: 500 },
  }),
};
