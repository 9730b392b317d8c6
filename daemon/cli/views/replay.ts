import type { Result } from '../../protocol/index.ts';
import { change, gain, percent, quantity } from '../format/number.ts';
import { facts } from '../format/table.ts';
import { dateTime, duration } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

type Run = Result<'replay.get'>;
type Summary = NonNullable<Run['summary']>;

const BAR_WIDTH = 24;

/** One line: how far the run is. */
export function progressText({ candle, candles, marketTime, account }: Run, terminal: Terminal): string {
  const share = candles === 0 ? 0 : candle / candles;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `${account} ${bar} ${candle} of ${candles} candles${marketTime === null ? '' : `, ${dateTime(marketTime, terminal.utc)}`}`;
}

export function replaySummaryText(summary: Summary, terminal: Terminal): string {
  const quote = summary.pair.split(/[/:]/)[1] ?? '';
  const ratio = Number(summary.startEquity) > 0 ? Number(summary.profit) / Number(summary.startEquity) : 0;
  return facts(
    [
      ['Run', `${summary.strategy} on ${summary.pair} ${summary.timeframe}`],
      ['Candles', `${summary.candles} in ${duration(summary.elapsedMs)}`],
      ['Trades', String(summary.trades)],
      ['Win rate', summary.winRate === null ? '–' : percent(summary.winRate)],
      ['Equity', `${quantity(summary.startEquity)} → ${quantity(summary.finalEquity)} ${quote}`],
      ['Profit', terminal.signed(`${gain(summary.profit, quote)} (${change(ratio)})`, summary.profit)],
      ['Fees', `${quantity(summary.fees)} ${quote}`],
      ['Max drawdown', percent(summary.maxDrawdown)],
    ],
    terminal.dim,
  );
}
