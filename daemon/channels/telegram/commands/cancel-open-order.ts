import { METHODS } from '../../../protocol/index.ts';
import { html } from '../html.ts';
import { chooseTrade } from './choose.ts';
import { type Command, type Message, numberOf, tradeIdOf } from './command.ts';

const ACTIVE: ReadonlySet<string> = new Set(['pending', 'open', 'partially_filled', 'unknown']);

/** `/cancel_open_order 3`: takes back what a trade still has in the book. */
export const cancelOpenOrder: Command = {
  name: 'cancel_open_order',
  aliases: ['coo'],
  usage: '<no.>',
  group: 'control',
  role: METHODS['orders.cancel'].role,
  needsArgs: true,
  run: async (ask): Promise<Message> => {
    const [word] = ask.args;
    if (word === undefined) return chooseTrade(ask, 'cancel_open_order');
    const trade = await ask.call('trades.get', { id: tradeIdOf(word) });
    const open = trade.orders.filter(({ state }) => ACTIVE.has(state));
    if (open.length === 0) return { text: html`${ask.texts.noOpenOrders(numberOf(trade.id))}` };
    for (const { id } of open) await ask.call('orders.cancel', { id });
    return { text: html`${ask.texts.ordersCancelled(open.length)}` };
  },
};
