import Big from 'big.js';
import { METHODS } from '../../../protocol/index.ts';
import type { Order } from '../../../protocol/schemas/trading.ts';
import { html } from '../html.ts';
import { cancelRow, choosePair, rowsOf } from './choose.ts';
import { type Ask, type Command, type Message, UsageProblem } from './command.ts';

const NUMBER = /^\d{1,15}(\.\d{1,12})?$/;
const MARKET = 'market';
/** What is offered besides the usual stake, as shares of the free money. */
const SHARES = [0.02, 0.05, 0.1];

/** `/forceenter BTC/USDT [price | market] [stake]`; asks for the pair and the stake where they are missing. */
export const forceenter: Command = {
  name: 'forceenter',
  aliases: ['forcelong', 'forcebuy'],
  usage: '<pair> [price | market] [stake]',
  group: 'control',
  role: METHODS['positions.open'].role,
  needsArgs: true,
  run: async (ask): Promise<Message> => {
    const [word, price, stake] = ask.args;
    if (word === undefined) return choosePair(ask, 'forceenter');
    const pair = word.toUpperCase();
    const { items } = await ask.call('markets.list', {});
    if (!items.some((market) => market.pair === pair)) throw new UsageProblem(ask.texts.noPair(word));
    if (price === undefined) return chooseStake(ask, pair);
    const limit = price.toLowerCase() === MARKET ? undefined : price;
    if (limit !== undefined && !(NUMBER.test(limit) && Number(limit) > 0)) throw new UsageProblem(ask.texts.badPrice(price));
    if (stake !== undefined && !(NUMBER.test(stake) && Number(stake) > 0)) throw new UsageProblem(ask.texts.badStake(stake));
    const placed = await ask.call('positions.open', {
      pair,
      ...(limit !== undefined && { price: limit }),
      ...(stake !== undefined && { stake }),
      tag: 'force_entry',
    });
    return placedMessage(ask, placed);
  },
};

function placedMessage({ texts, figures }: Ask, { amount, pair, price }: Order): Message {
  return { text: html`✅ ${texts.enterPlaced(figures.exact(amount), pair, price === null ? texts.atMarket : figures.exact(price))}` };
}

async function chooseStake(ask: Ask, pair: string): Promise<Message> {
  const { items, stakeCurrency } = await ask.call('balances.list', {});
  const free = items.find(({ currency }) => currency === stakeCurrency)?.free ?? '0';
  const amounts = SHARES.map((share) => Big(free).times(share).round(0, Big.roundDown)).filter((amount) => amount.gt(0));
  const usual = { text: ask.texts.stakeDefault(stakeCurrency), line: `forceenter ${pair} ${MARKET}`, here: true };
  const buttons = amounts.map((amount) => ({
    text: ask.figures.money(amount.toFixed(), stakeCurrency),
    line: `forceenter ${pair} ${MARKET} ${amount.toFixed()}`,
    here: true,
  }));
  return { text: html`${ask.texts.chooseStake(pair)}`, buttons: [[usual], ...rowsOf(buttons, 3), cancelRow(ask)] };
}
