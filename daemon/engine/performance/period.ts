import Big from 'big.js';
import type { PeriodSummary } from '../../protocol/schemas/performance.ts';
import type { Position } from '../../protocol/schemas/trading.ts';
import { CurveTally } from './curve-tally.ts';
import type { Book, ClosedTrade, EquitySample } from './input.ts';
import { TradeTally } from './trade-tally.ts';

export interface PeriodInput {
  /** From this time on, UTC milliseconds. */
  readonly from: number;
  /** Before this time. */
  readonly until: number;
  /** As it stands now. */
  readonly book: Book;
  readonly positions: readonly Position[];
  /** Those that closed at or after `from`, in any order. */
  readonly trades: readonly ClosedTrade[];
  /** Oldest first, reaching back to the last sample before `from`. */
  readonly equity: readonly EquitySample[];
}

/** The figures of a stretch of time that is over; what is open is told as it stands now. */
export function periodFigures({
  from,
  until,
  book,
  positions,
  trades,
  equity,
}: PeriodInput): Omit<PeriodSummary, 'channels' | 'account' | 'period' | 'from' | 'until' | 'late'> {
  const closed = trades.filter((trade) => trade.closedAt >= from && trade.closedAt < until);
  const samples = equity.filter((sample) => sample.ts < until);
  const startEquity = (samples.findLast((sample) => sample.ts <= from) ?? samples[0])?.equity ?? book.equity;
  const endEquity = samples.at(-1)?.equity ?? startEquity;
  const profit = Big(endEquity).minus(startEquity);
  const { maxDrawdown: drawdown } = CurveTally.of([{ ts: from, equity: startEquity }, ...samples.filter((sample) => sample.ts > from)]);
  const { wins, losses } = TradeTally.of(closed);
  const byRatio = closed.toSorted((a, b) => a.profitRatio - b.profitRatio);
  const [worst, best] = [byRatio[0], byRatio.at(-1)];
  return {
    currency: book.currency,
    startEquity,
    equity: endEquity,
    profit: profit.toFixed(),
    profitRatio: Number(startEquity) > 0 ? Number(profit) / Number(startEquity) : 0,
    trades: closed.length,
    wins,
    losses,
    bestPair: best?.pair ?? null,
    bestRatio: best?.profitRatio ?? null,
    worstPair: worst?.pair ?? null,
    worstRatio: worst?.profitRatio ?? null,
    maxDrawdown: drawdown.amount,
    maxDrawdownRatio: drawdown.ratio,
    openTrades: book.openTrades,
    openPairs: [...new Set(positions.map((position) => position.pair))],
    unrealised: book.unrealised,
  };
}
