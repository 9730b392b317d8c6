import { METHODS, type Result } from '../../../protocol/index.ts';
import type { Order } from '../../../protocol/schemas/trading.ts';
import { type Html, html, lines } from '../html.ts';
import { chooseTrade } from './choose.ts';
import { type Ask, type Command, type Message, numberOf, tradeIdOf } from './command.ts';

/** `/order 3`: the orders of a trade, oldest first. */
export const order: Command = {
  name: 'order',
  aliases: [],
  usage: '<no. …>',
  group: 'state',
  role: METHODS['trades.get'].role,
  needsArgs: true,
  refresh: true,
  run: async (ask) => {
    if (ask.args.length === 0) return chooseTrade(ask, 'order');
    const trades = await Promise.all(ask.args.slice(0, 10).map((id) => ask.call('trades.get', { id: tradeIdOf(id) })));
    return ordersMessage(ask, trades);
  },
};

function ordersMessage(ask: Pick<Ask, 'texts' | 'figures'>, trades: ReadonlyArray<Result<'trades.get'>>): Message {
  return {
    text: lines(
      trades.flatMap((trade) => [
        html`<b>${ask.texts.titles.orders(numberOf(trade.id))}</b> ${trade.pair}`,
        ...(trade.orders.length === 0 ? [html`${ask.texts.noOrders}`] : trade.orders.map((one) => orderText(ask, one))),
      ]),
    ),
  };
}

function orderText({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, one: Order): Html {
  const price = one.average ?? one.price;
  return lines([
    html`• <code>${one.id}</code> ${figures.word(one.side)} ${figures.word(one.type)}, ${figures.word(one.state)}`,
    html`   ${texts.labels.filled}: <code>${figures.exact(one.filled)}</code> / <code>${figures.exact(one.amount)}</code>, ${texts.labels.price}: <code>${price === null ? texts.atMarket : figures.exact(price)}</code>`,
    html`   ${figures.time(one.createdAt)}`,
    one.reason !== null && html`   ${texts.labels.reason}: ${figures.word(one.reason)}`,
  ]);
}
