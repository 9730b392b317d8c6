import { z } from 'zod';
import { Currency, Decimal, Duration, Pair, Ratio, Timestamp } from './common.ts';

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
export const TagPerformance = z.object({ tag: z.string(), ...figures }).meta({ id: 'TagPerformance' });
export const PeriodPerformance = z.object({ start: Timestamp, end: Timestamp, ...figures }).meta({ id: 'PeriodPerformance' });
