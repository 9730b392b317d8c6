import { METHODS } from '../../../protocol/index.ts';
import { html } from '../html.ts';
import { chooseTrade } from './choose.ts';
import { type Command, confirm, numberOf, tradeIdOf } from './command.ts';

/** `/delete 3`: takes an open trade out of the books. Nothing is sold. */
const remove: Command = {
  name: 'delete',
  aliases: [],
  usage: '<no.>',
  group: 'control',
  role: METHODS['trades.delete'].role,
  needsArgs: true,
  run: async (ask) => {
    const { texts, figures } = ask;
    const [word] = ask.args;
    if (word === undefined) return chooseTrade(ask, 'delete');
    const { id, pair } = await ask.call('trades.get', { id: tradeIdOf(word) });
    return confirm({
      confirm: html`${texts.confirmDelete(numberOf(id), pair)}`,
      method: 'trades.delete',
      params: { id },
      done: ({ left }) => ({ text: html`${texts.deleted(numberOf(id), figures.exact(left.amount), left.currency)}` }),
    });
  },
};

/** `/restore 3`: takes it back. */
const restore: Command = {
  name: 'restore',
  aliases: [],
  usage: '<no.>',
  group: 'control',
  role: METHODS['trades.restore'].role,
  needsArgs: true,
  run: async (ask) => {
    const [word] = ask.args;
    if (word === undefined) return chooseTrade(ask, 'restore', 'deleted');
    const { id, pair } = await ask.call('trades.restore', { id: tradeIdOf(word) });
    return { text: html`${ask.texts.restored(numberOf(id), pair)}` };
  },
};

export const tradeRemovals: readonly Command[] = [remove, restore];
