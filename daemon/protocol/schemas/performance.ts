import { z } from 'zod';
import { Account, Currency, Decimal, Duration, Id, Pair, Ratio, Timestamp } from './common.ts';

export const PerformanceSummary = z
  .object({
    currency: Currency,
    from: Timestamp.nullable(),
    until: Timestamp.nullable(),
    startEquity: Decimal,
    equity: Decimal,
    profit: Decimal.meta({ description: 'Equity now less equity at the start' }),
    profitRatio: Ratio,
    realised: Decimal,
    unrealised: Decimal,
    deleted: Decimal.optional().meta({
      description: 'What deleted trades took and what their coins have gained: part of equity and profit, of no other figure. Absent without such trades',
    }),
    fees: Decimal,
    trades: z.int().meta({ description: 'Closed trades' }),
    openTrades: z.int(),
    wins: z.int(),
    losses: z.int(),
    winRate: Ratio.nullable().meta({ description: 'Null before the first closed trade' }),
    profitFactor: Ratio.nullable().meta({ description: 'Gross profit over gross loss; null without a loss' }),
    expectancy: Decimal.nullable().meta({ description: 'Mean profit of a closed trade' }),
    bestTrade: Ratio.nullable(),
    worstTrade: Ratio.nullable(),
    averageHoldMs: Duration.nullable(),
    maxDrawdown: Decimal.meta({ description: 'Deepest fall of equity below its peak' }),
    maxDrawdownRatio: Ratio,
    sharpe: Ratio.nullable().meta({ description: 'Yearly, from daily equity returns, risk-free rate 0; null below two days' }),
    sortino: Ratio.nullable(),
  })
  .meta({ id: 'PerformanceSummary' });
export type PerformanceSummary = z.infer<typeof PerformanceSummary>;

export const EquityPoint = z
  .object({ ts: Timestamp, equity: Decimal, drawdown: Ratio.meta({ description: 'Below the peak so far; 0.05 is 5 %' }) })
  .meta({ id: 'EquityPoint' });
export type EquityPoint = z.infer<typeof EquityPoint>;

const figures = { trades: z.int(), wins: z.int(), profit: Decimal, fees: Decimal, winRate: Ratio.nullable() };
export const PairPerformance = z.object({ pair: Pair, ...figures }).meta({ id: 'PairPerformance' });
export const StrategyPerformance = z
  .object({ strategy: z.string().nullable().meta({ description: 'Null: by hand' }), ...figures })
  .meta({ id: 'StrategyPerformance' });
export const TagPerformance = z.object({ tag: z.string(), ...figures }).meta({ id: 'TagPerformance' });
export const ReasonPerformance = z.object({ reason: z.string(), ...figures }).meta({ id: 'ReasonPerformance' });
export const MixPerformance = z.object({ tag: z.string(), reason: z.string(), ...figures }).meta({ id: 'MixPerformance' });
const outcomes = { wins: z.int(), draws: z.int(), losses: z.int() };
export const OutcomesByReason = z.object({ reason: z.string(), ...outcomes }).meta({ id: 'OutcomesByReason' });
const meanHold = Duration.nullable().meta({ description: 'Null without such a trade' });
export const MeanHold = z.object({ wins: meanHold, draws: meanHold, losses: meanHold }).meta({ id: 'MeanHold', description: 'Mean time held, by outcome' });
export const PeriodPerformance = z.object({ start: Timestamp, end: Timestamp, ...figures }).meta({ id: 'PeriodPerformance' });

/** What a channel is told at the end of a day, a week or a month. */
export const PeriodSummary = z
  .object({
    channels: z.array(Id).meta({ description: 'Those it is for' }),
    account: Account,
    period: z.enum(['daily', 'weekly', 'monthly']),
    from: Timestamp,
    until: Timestamp,
    late: z.boolean().meta({ description: 'Whether the daemon was down when it was due' }),
    currency: Currency,
    startEquity: Decimal,
    equity: Decimal.meta({ description: 'At the end of the period' }),
    profit: Decimal.meta({ description: 'Change of equity' }),
    profitRatio: Ratio,
    trades: z.int().meta({ description: 'Closed in the period' }),
    wins: z.int(),
    losses: z.int(),
    bestPair: Pair.nullable(),
    bestRatio: Ratio.nullable(),
    worstPair: Pair.nullable(),
    worstRatio: Ratio.nullable(),
    maxDrawdown: Decimal,
    maxDrawdownRatio: Ratio,
    openTrades: z.int().meta({ description: 'Now' }),
    openPairs: z.array(Pair),
    unrealised: Decimal,
  })
  .meta({ id: 'PeriodSummary' });
export type PeriodSummary = z.infer<typeof PeriodSummary>;
