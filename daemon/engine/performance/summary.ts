import Big from 'big.js';
import type { PerformanceSummary } from '../../protocol/schemas/performance.ts';
import { dailyReturns, maxDrawdown } from './equity.ts';
import { figures, sum } from './figures.ts';
import { type Book, type ClosedTrade, DAY, type EquitySample } from './input.ts';
import { sharpe, sortino } from './ratios.ts';

export interface SummaryInput {
  readonly book: Book;
  /** Closed trades of any age, in any order. */
  readonly trades: readonly ClosedTrade[];
  /** Oldest first, reaching back to the last sample before the days asked for. */
  readonly equity: readonly EquitySample[];
  /** Only the last days; everything when absent. */
  readonly days?: number | undefined;
}

/**
 * The figures of an account. Profit is the change of equity over the days asked for; realised profit, fees and the
 * figures of trades count what closed in them, and what trades still open have taken and paid so far.
 */
export function summarise({ book, trades, equity, days }: SummaryInput): PerformanceSummary {
  const from = days === undefined ? Number.NEGATIVE_INFINITY : book.now - days * DAY;
  const closed = trades.filter((trade) => trade.closedAt >= from);
  const samples = series(equity, from, book);
  const startEquity = samples[0]?.equity ?? book.equity;
  const drawdown = maxDrawdown(samples);
  const daily = dailyReturns(samples);
  const profit = Big(book.equity).minus(startEquity);
  const all = figures(closed);
  return {
    currency: book.currency,
    from: samples[0]?.ts ?? null,
    until: samples.at(-1)?.ts ?? null,
    startEquity,
    equity: book.equity,
    profit: profit.toFixed(),
    profitRatio: Number(startEquity) > 0 ? Number(profit) / Number(startEquity) : 0,
    realised: Big(all.profit).plus(book.realisedOpen).toFixed(),
    unrealised: book.unrealised,
    fees: Big(all.fees).plus(book.feesOpen).toFixed(),
    openTrades: book.openTrades,
    ...tradeFigures(closed),
    maxDrawdown: drawdown.amount,
    maxDrawdownRatio: drawdown.ratio,
    sharpe: sharpe(daily),
    sortino: sortino(daily),
  };
}

/** The samples in the window, led by the equity it began with and ended by the equity now. */
function series(equity: readonly EquitySample[], from: number, book: Book): EquitySample[] {
  const begin = equity.findIndex((sample) => sample.ts >= from);
  const inside = begin < 0 ? [] : equity.slice(begin);
  const before = equity[(begin < 0 ? equity.length : begin) - 1];
  const lead = before && inside[0]?.ts !== from ? [{ ts: from, equity: before.equity }] : [];
  const last = inside.at(-1) ?? lead.at(-1);
  const current = last && last.ts < book.now ? [{ ts: book.now, equity: book.equity }] : [];
  return [...lead, ...inside, ...current];
}

/**
 * Profit factor = gross profit ÷ gross loss; expectancy = mean profit of a closed trade (R. Pardo, "The Evaluation and
 * Optimization of Trading Strategies", 2008, ch. 12).
 */
function tradeFigures(closed: readonly ClosedTrade[]) {
  const { trades, wins, winRate, profit } = figures(closed);
  const won = sum(closed.map((trade) => trade.profit).filter((amount) => Big(amount).gt(0)));
  const lost = closed.map((trade) => trade.profit).filter((amount) => Big(amount).lt(0));
  const ratios = closed.map((trade) => trade.profitRatio);
  const none = trades === 0;
  return {
    trades,
    wins,
    losses: lost.length,
    winRate,
    profitFactor: lost.length === 0 ? null : Number(won) / -Number(sum(lost)),
    expectancy: none ? null : Big(profit).div(trades).round(8, Big.roundHalfEven).toFixed(),
    bestTrade: none ? null : ratios.reduce((best, ratio) => Math.max(best, ratio)),
    worstTrade: none ? null : ratios.reduce((worst, ratio) => Math.min(worst, ratio)),
    averageHoldMs: none ? null : Math.round(closed.reduce((total, trade) => total + trade.closedAt - trade.openedAt, 0) / trades),
  };
}
