import { METHODS, type Result } from '../../../protocol/index.ts';
import { html, lines } from '../html.ts';
import type { Ask, Command, Message } from './command.ts';
import { table } from './table.ts';

/** `/balance`: what is worth showing; `/balance full`: all of it. */
export const balance: Command = {
  name: 'balance',
  aliases: [],
  usage: '[full]',
  group: 'state',
  role: METHODS['balances.list'].role,
  refresh: true,
  run: async (ask) => balanceMessage(ask, await ask.call('balances.list', {}), ask.args[0]?.toLowerCase() === 'full'),
};

/** Worth less than this, in the stake currency, a coin is dust. */
const DUST = 0.01;

function balanceMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, { items, total, stakeCurrency }: Result<'balances.list'>, full: boolean): Message {
  const { labels } = texts;
  const shown = full ? items : items.filter(({ value }) => value === null || Number(value) >= DUST);
  const rows = shown.map((one) => [one.currency, figures.exact(one.total), figures.exact(one.used), one.value === null ? '—' : figures.money(one.value)]);
  return {
    text: lines([
      html`<b>${texts.titles.balance}</b>`,
      rows.length === 0 ? html`${texts.emptyList}` : table([labels.currency, `>${labels.total}`, `>${labels.used}`, `>${labels.value}`], rows),
      html`${labels.total}: <code>${figures.money(total, stakeCurrency)}</code>`,
    ]),
  };
}
