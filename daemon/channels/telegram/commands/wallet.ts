import { METHODS, type Result } from '../../../protocol/index.ts';
import type { BotStatus } from '../../../protocol/schemas/bot.ts';
import { html, lines } from '../html.ts';
import type { Ask, Command, Message } from './command.ts';

/** `/wallet`: what the account is worth, what is free, what is bound. */
export const wallet: Command = {
  name: 'wallet',
  aliases: [],
  usage: '',
  group: 'state',
  role: METHODS['balances.list'].role,
  refresh: true,
  run: async (ask) => {
    const [balances, status] = await Promise.all([ask.call('balances.list', {}), ask.call('bot.status', {})]);
    return walletMessage(ask, balances, status);
  },
};

function walletMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, { items, stakeCurrency }: Result<'balances.list'>, status: BotStatus): Message {
  const { labels } = texts;
  const stake = items.find(({ currency }) => currency === stakeCurrency);
  const held = items.filter(({ currency }) => currency !== stakeCurrency).length;
  return {
    text: lines([
      html`💼 <b>${texts.titles.wallet}</b> (${texts.mode[status.mode]})`,
      html`${labels.equity}: <code>${figures.money(status.equity, stakeCurrency)}</code>`,
      html`${labels.today}: <code>${figures.gain(status.profitToday, stakeCurrency)}</code>`,
      html`${labels.free}: <code>${figures.money(stake?.free ?? '0', stakeCurrency)}</code>`,
      html`${labels.used}: <code>${figures.money(stake?.used ?? '0', stakeCurrency)}</code>`,
      html`${labels.count}: ${held}`,
    ]),
    buttons: [[{ text: texts.titles.balance, line: 'balance', here: true }]],
  };
}
