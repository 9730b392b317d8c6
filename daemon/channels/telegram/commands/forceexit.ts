import { METHODS } from '../../../protocol/index.ts';
import { html } from '../html.ts';
import { cancelRow, rowsOf } from './choose.ts';
import { type Ask, type Command, confirm, type Message, numberOf, type Reply, tradeIdOf, UsageProblem } from './command.ts';

/** `/forceexit 3`, `/forceexit all`; without an argument it asks which. */
export const forceexit: Command = {
  name: 'forceexit',
  aliases: ['fx', 'forcesell'],
  usage: '<no. | all>',
  group: 'control',
  role: METHODS['positions.close'].role,
  needsArgs: true,
  run: async (ask): Promise<Reply> => {
    const { items } = await ask.call('positions.list', {});
    const [word] = ask.args;
    const { texts } = ask;
    const done = ({ orders }: { orders: readonly unknown[] }): Message => ({ text: html`${texts.exitPlaced(orders.length)}` });
    if (word === undefined)
      return choose(
        ask,
        items.map(({ tradeId, pair }) => ({ id: numberOf(tradeId), pair })),
      );
    if (word.toLowerCase() === 'all') {
      return confirm({ confirm: html`${texts.confirmExitAll(items.length)}`, method: 'positions.closeAll', params: {}, done });
    }
    const position = items.find(({ tradeId }) => tradeId === tradeIdOf(word));
    if (!position) throw new UsageProblem(texts.notHeld(word));
    const what = `${ask.figures.exact(position.amount)} ${position.pair} (${numberOf(position.tradeId)})`;
    return confirm({ confirm: html`${texts.confirmExit(what)}`, method: 'positions.close', params: { id: position.tradeId }, done });
  },
};

function choose(ask: Ask, held: ReadonlyArray<{ id: string; pair: string }>): Message {
  const { texts } = ask;
  if (held.length === 0) return { text: html`${texts.nothingOpen}` };
  const buttons = held.slice(0, 60).map(({ id, pair }) => ({ text: `${id} · ${pair}`, line: `forceexit ${id}`, here: true }));
  const all = held.length > 1 ? [[{ text: texts.all, line: 'forceexit all', here: true }]] : [];
  return { text: html`${texts.chooseExit}`, buttons: [...rowsOf(buttons, 2), ...all, cancelRow(ask)] };
}
