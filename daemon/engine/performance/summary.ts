import Big from 'big.js';
import type { PerformanceSummary } from '../../protocol/schemas/performance.ts';
import { CurveTally } from './curve-tally.ts';
import { figuresOf } from './figures.ts';
import { type Book, type ClosedTrade, DAY, type EquitySample } from './input.ts';
import { sharpe, sortino } from './ratios.ts';
import { TradeTally } from './trade-tally.ts';

/** What a stretch of time, up to now, came to. */
export interface Tallies {
  readonly trades: TradeTally;
  readonly curve: CurveTally;
}

export interface SummaryInput extends Tallies {
  readonly book: Book;
}

/**
 * The figures of an account. Profit is the change of equity over the time told of; realised profit, fees and the figures of
 * trades count what closed in it, and what trades still open have taken and paid so far.
 */
export function summarise({ book, trades, curve: sampled }: SummaryInput): PerformanceSummary {
  const curve = upToNow(sampled, book);
  const startEquity = curve.first?.equity ?? book.equity;
  const drawdown = curve.maxDrawdown;
  const daily = curve.dailyReturns;
  const profit = Big(book.equity).minus(startEquity);
  return {
    currency: book.currency,
    from: curve.first?.ts ?? null,
    until: curve.last?.ts ?? null,
    startEquity,
    equity: book.equity,
    profit: profit.toFixed(),
    profitRatio: Number(startEquity) > 0 ? Number(profit) / Number(startEquity) : 0,
    realised: trades.profit.plus(book.realisedOpen).toFixed(),
    unrealised: book.unrealised,
    ...(book.deleted !== undefined && { deleted: book.deleted }),
    fees: trades.fees.plus(book.feesOpen).toFixed(),
    openTrades: book.openTrades,
    ...tradeFigures(trades),
    maxDrawdown: drawdown.amount,
    maxDrawdownRatio: drawdown.ratio,
    sharpe: sharpe(daily),
    sortino: sortino(daily),
  };
}

/**
 * What the last days came to.
 *
 * @param trades closed trades of any age, in any order
 * @param equity oldest first, reaching back to the last sample before those days
 */
export function talliesOf(trades: readonly ClosedTrade[], equity: readonly EquitySample[], book: Book, days: number): Tallies {
  const from = book.now - days * DAY;
  const begin = equity.findIndex((sample) => sample.ts >= from);
  const inside = begin < 0 ? [] : equity.slice(begin);
  const before = equity[(begin < 0 ? equity.length : begin) - 1];
  // The time begins with the equity it found, whenever that was sampled.
  const lead = before && inside[0]?.ts !== from ? [{ ts: from, equity: before.equity }] : [];
  return { trades: TradeTally.of(trades.filter((trade) => trade.closedAt >= from)), curve: CurveTally.of([...lead, ...inside]) };
}

function upToNow(sampled: CurveTally, book: Book): CurveTally {
  const { last } = sampled;
  if (last === undefined || last.ts >= book.now) return sampled;
  const curve = sampled.fork();
  curve.add({ ts: book.now, equity: book.equity });
  return curve;
}

/**
 * Profit factor = gross profit ÷ gross loss; expectancy = mean profit of a closed trade (R. Pardo, "The Evaluation and
 * Optimization of Trading Strategies", 2008, ch. 12).
 */
function tradeFigures(tally: TradeTally) {
  const { trades, wins, winRate } = figuresOf(tally);
  return {
    trades,
    wins,
    losses: tally.losses,
    winRate,
    profitFactor: tally.losses === 0 ? null : Number(tally.won) / Number(tally.lost),
    expectancy: trades === 0 ? null : tally.profit.div(trades).round(8, Big.roundHalfEven).toFixed(),
    bestTrade: tally.best,
    worstTrade: tally.worst,
    averageHoldMs: tally.averageHoldMs,
  };
}
