import type { z } from 'zod';
import { METHODS } from '../../../protocol/index.ts';
import type { PerformanceSummary } from '../../../protocol/schemas/performance.ts';
import { html, lines } from '../html.ts';
import { type Ask, type Command, type Message, wholeOr } from './command.ts';

/** `/profit 30`: of the last 30 days; without a number, of all time. On a market without short sales `/profit long` is the same. */
export const profit: Command = {
  name: 'profit',
  aliases: ['profit_long'],
  usage: '[n]',
  group: 'statistics',
  role: METHODS['performance.summary'].role,
  refresh: true,
  run: async (ask) => {
    const at = ask.args[0]?.toLowerCase() === 'long' ? 1 : 0;
    const days = ask.args[at] === undefined ? undefined : wholeOr(ask, at, 1, 3650);
    return profitMessage(ask, await ask.call('performance.summary', { days }), days);
  },
};

function profitMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, summary: z.output<typeof PerformanceSummary>, days: number | undefined): Message {
  const { labels } = texts;
  const { currency } = summary;
  const row = (label: string, value: string) => html`${label}: <code>${value}</code>`;
  return {
    text: lines([
      html`<b>${days === undefined ? texts.titles.profitAll : texts.titles.profit(days)}</b>`,
      row(labels.profit, `${figures.gain(summary.profit, currency)} (${figures.percent(summary.profitRatio)})`),
      row(labels.realised, figures.gain(summary.realised, currency)),
      row(labels.unrealised, figures.gain(summary.unrealised, currency)),
      row(labels.fees, figures.money(summary.fees, currency)),
      row(labels.equity, figures.money(summary.equity, currency)),
      row(labels.trades, `${summary.trades} (${labels.wins} ${summary.wins}, ${labels.openTrades} ${summary.openTrades})`),
      row(labels.winRate, figures.percent(summary.winRate, false)),
      row(labels.profitFactor, figures.number(summary.profitFactor, 2)),
      row(labels.expectancy, summary.expectancy === null ? '—' : figures.gain(summary.expectancy, currency)),
      row(labels.best, figures.percent(summary.bestTrade)),
      row(labels.worst, figures.percent(summary.worstTrade)),
      row(labels.hold, summary.averageHoldMs === null ? '—' : figures.duration(summary.averageHoldMs)),
      row(labels.drawdown, `${figures.money(summary.maxDrawdown, currency)} (${figures.percent(summary.maxDrawdownRatio, false)})`),
      row(labels.sharpe, figures.number(summary.sharpe, 2)),
      row(labels.sortino, figures.number(summary.sortino, 2)),
    ]),
    buttons: [[{ text: `📈 ${texts.buttons.equity}`, line: 'chart equity' }]],
  };
}
