import { METHODS } from '../../../protocol/index.ts';
import type { Trade } from '../../../protocol/schemas/trading.ts';
import { html, lines } from '../html.ts';
import { type Ask, type Command, type Message, numberOf, wholeOr } from './command.ts';
import { table } from './table.ts';

/** `/trades 20`: the last closed ones, newest first. */
export const trades: Command = {
  name: 'trades',
  aliases: [],
  usage: '[n]',
  group: 'state',
  role: METHODS['trades.list'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('trades.list', { state: 'closed', limit: wholeOr(ask, 0, 10, 200) });
    return tradesMessage(ask, items);
  },
};

function tradesMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, items: readonly Trade[]): Message {
  if (items.length === 0) return { text: html`${texts.nothingClosed}` };
  const { labels } = texts;
  const rows = items.map((trade) => [
    numberOf(trade.id),
    figures.time(trade.closedAt ?? trade.openedAt),
    trade.pair,
    figures.percent(trade.profitRatio),
    figures.gain(trade.profit),
  ]);
  return {
    text: lines([html`<b>${texts.titles.trades(items.length)}</b>`, table([`>${labels.id}`, labels.closed, labels.pair, '>%', `>${labels.profit}`], rows)]),
  };
}
