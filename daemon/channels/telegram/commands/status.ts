import { METHODS, type Result } from '../../../protocol/index.ts';
import type { Position } from '../../../protocol/schemas/trading.ts';
import { type Html, html, lines } from '../html.ts';
import { type Ask, type Command, type Message, numberOf, tradeIdOf } from './command.ts';
import { table } from './table.ts';

type Shown = Pick<Ask, 'texts' | 'figures' | 'now'>;

/** `/status`: each open trade; `/status table`: all in one; `/status 3 4`: those. */
export const status: Command = {
  name: 'status',
  aliases: [],
  usage: '[table | no. …]',
  group: 'state',
  role: METHODS['positions.list'].role,
  refresh: true,
  run: async (ask) => {
    const [word] = ask.args;
    const { items } = await ask.call('positions.list', {});
    if (word?.toLowerCase() === 'table') return statusTable(ask, items);
    if (word === undefined) return statusList(ask, items);
    const trades = await Promise.all(ask.args.slice(0, 10).map((id) => ask.call('trades.get', { id: tradeIdOf(id) })));
    return {
      text: lines(
        trades.flatMap((trade, index) => {
          const position = items.find((one) => one.tradeId === trade.id);
          return [index > 0 && '', position ? positionText(ask, position) : tradeText(ask, trade)];
        }),
      ),
    };
  },
};

/** `/positions`: the table of what is held, with buttons to sell. */
export const positions: Command = {
  name: 'positions',
  aliases: [],
  usage: '',
  group: 'state',
  role: METHODS['positions.list'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('positions.list', {});
    const { texts } = ask;
    const sell = items.slice(0, 20).map((position) => ({
      text: `${texts.buttons.exit} ${position.pair}`,
      line: `forceexit ${numberOf(position.tradeId)}`,
    }));
    const rows = Array.from({ length: Math.ceil(sell.length / 2) }, (_, row) => sell.slice(row * 2, row * 2 + 2));
    return { ...statusTable(ask, items), ...(rows.length > 0 && { buttons: rows }) };
  },
};

function statusTable({ texts, figures, now }: Shown, items: readonly Position[]): Message {
  if (items.length === 0) return { text: html`${texts.nothingOpen}` };
  const { labels } = texts;
  const rows = items.map((position) => [
    numberOf(position.tradeId),
    position.pair,
    figures.duration(Math.max(0, now - position.openedAt)),
    figures.percent(position.profitRatio),
    figures.gain(position.profit),
  ]);
  return {
    text: lines([html`<b>${texts.titles.status}</b>`, table([`>${labels.id}`, labels.pair, labels.since, '>%', `>${labels.profit}`], rows)]),
  };
}

function statusList(shown: Shown, items: readonly Position[]): Message {
  if (items.length === 0) return { text: html`${shown.texts.nothingOpen}` };
  return { text: lines(items.flatMap((position, index) => [index > 0 && '', positionText(shown, position)])) };
}

function positionText({ texts, figures }: Shown, position: Position): Html {
  const { labels } = texts;
  const [, quote = ''] = position.pair.split(/[/:]/);
  return lines([
    html`<b>${texts.tradeHeld(numberOf(position.tradeId), position.pair)}</b>`,
    html`${labels.strategy}: ${position.strategy ?? figures.word('by_hand')}`,
    html`${labels.opened}: ${figures.time(position.openedAt)}`,
    html`${labels.amount}: <code>${figures.exact(position.amount)}</code>`,
    html`${labels.entry}: <code>${figures.exact(position.entryPrice)}</code>`,
    html`${labels.mark}: <code>${figures.exact(position.markPrice)}</code>`,
    html`${labels.value}: <code>${figures.money(position.value, quote)}</code>`,
    html`${labels.profit}: <code>${figures.gain(position.profit, quote)}</code> (${figures.percent(position.profitRatio)})`,
    position.stopPrice !== null && html`${labels.stop}: <code>${figures.exact(position.stopPrice)}</code>`,
  ]);
}

function tradeText({ texts, figures }: Shown, trade: Result<'trades.get'>): Html {
  const { labels } = texts;
  const [, quote = ''] = trade.pair.split(/[/:]/);
  return lines([
    html`<b>${texts.tradeHeld(numberOf(trade.id), trade.pair)}</b>`,
    html`${labels.state}: ${figures.word(trade.state)}`,
    html`${labels.strategy}: ${trade.strategy ?? figures.word('by_hand')}`,
    html`${labels.opened}: ${figures.time(trade.openedAt)}`,
    trade.closedAt !== null && html`${labels.closed}: ${figures.time(trade.closedAt)}`,
    html`${labels.entry}: <code>${figures.exact(trade.openRate)}</code>`,
    trade.closeRate !== null && html`${labels.exit}: <code>${figures.exact(trade.closeRate)}</code>`,
    html`${labels.profit}: <code>${figures.gain(trade.profit, quote)}</code> (${figures.percent(trade.profitRatio)})`,
    trade.exitReason !== null && html`${labels.reason}: ${figures.word(trade.exitReason)}`,
  ]);
}
