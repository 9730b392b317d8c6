import type { ReplaySummary } from '../../protocol/methods/replay.ts';
import type { Trade } from '../../protocol/schemas/trading.ts';
import type { AccountRecord } from '../books/records.ts';
import { Big, text, ZERO } from '../money.ts';
import type { ReplayRecord } from './replay-store.ts';

/**
 * The figures of a replay that is over. All but `elapsedMs` follow from the recording, the strategy and the terms, on any
 * machine.
 *
 * @param trades all trades that were entered
 */
export function summaryOf(record: ReplayRecord, account: AccountRecord, equity: Big, trades: readonly Trade[]): ReplaySummary {
  const closed = trades.filter((trade) => trade.state === 'closed');
  const wins = closed.filter((trade) => new Big(trade.profit).gt(0)).length;
  return {
    pair: record.pair,
    timeframe: record.timeframe,
    strategy: record.strategy,
    candles: record.candle,
    trades: closed.length,
    fees: text(trades.reduce((sum, trade) => sum.plus(trade.fees), ZERO)),
    startEquity: text(account.startBalance),
    finalEquity: text(equity),
    profit: text(equity.minus(account.startBalance)),
    maxDrawdown: account.maxDrawdownRatio,
    winRate: closed.length === 0 ? null : wins / closed.length,
    elapsedMs: Math.round(record.elapsedMs),
  };
}
