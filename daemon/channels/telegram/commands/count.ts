import Big from 'big.js';
import { METHODS } from '../../../protocol/index.ts';
import { html, lines } from '../html.ts';
import type { Command } from './command.ts';

/** `/count`: open trades of how many there may be, and what they cost. */
export const count: Command = {
  name: 'count',
  aliases: [],
  usage: '',
  group: 'state',
  role: METHODS['bot.status'].role,
  refresh: true,
  run: async ({ call, texts, figures }) => {
    const [{ openTrades, maxOpenTrades, stakeCurrency }, { items }] = await Promise.all([
      call('bot.status', {}),
      call('trades.list', { state: 'open', limit: 1000 }),
    ]);
    const bound = items.reduce((sum, trade) => sum.plus(trade.stake), Big(0));
    return {
      text: lines([
        html`${texts.labels.openTrades}: <code>${openTrades} / ${maxOpenTrades}</code>`,
        html`${texts.labels.stakeTotal}: <code>${figures.money(bound.toFixed(), stakeCurrency)}</code>`,
      ]),
    };
  },
};
