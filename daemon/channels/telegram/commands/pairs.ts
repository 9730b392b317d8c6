import { METHODS } from '../../../protocol/index.ts';
import { Pair } from '../../../protocol/schemas/common.ts';
import { html, lines } from '../html.ts';
import { type Ask, type Command, type Message, UsageProblem } from './command.ts';

/** Reads the arguments as pairs. @throws UsageProblem naming those that are none */
function pairsOf({ args, texts }: Ask): string[] {
  const pairs = args.map((word) => word.toUpperCase());
  const wrong = args.filter((_word, index) => !Pair.safeParse(pairs[index]).success);
  if (wrong.length > 0) throw new UsageProblem(texts.pairsMeant(wrong.join(', ')));
  return pairs;
}

const listMessage = ({ texts }: Pick<Ask, 'texts'>, title: string, items: readonly string[]): Message => ({
  text: lines([html`<b>${title}</b>`, items.length === 0 ? html`${texts.emptyList}` : html`<code>${items.join(', ')}</code>`]),
});

const whitelist: Command = {
  name: 'whitelist',
  aliases: [],
  usage: '[sorted] [baseonly]',
  group: 'state',
  role: METHODS['markets.whitelist'].role,
  run: async (ask) => {
    const wishes = new Set(ask.args.map((word) => word.toLowerCase()));
    const { items } = await ask.call('markets.whitelist', {});
    const named = wishes.has('baseonly') ? items.map((pair) => pair.split('/')[0] ?? pair) : items;
    return listMessage(ask, ask.texts.titles.whitelist(items.length), wishes.has('sorted') ? named.toSorted() : named);
  },
};

const blacklist: Command = {
  name: 'blacklist',
  aliases: [],
  usage: '[pair …]',
  group: 'control',
  role: METHODS['markets.blacklist.get'].role,
  run: async (ask) => {
    const pairs = pairsOf(ask);
    const { items } = pairs.length === 0 ? await ask.call('markets.blacklist.get', {}) : await ask.call('markets.blacklist.add', { pairs });
    return listMessage(ask, ask.texts.titles.blacklist(items.length), items);
  },
};

const blacklistDelete: Command = {
  name: 'blacklist_delete',
  aliases: ['bl_delete'],
  usage: '<pair …>',
  group: 'control',
  role: METHODS['markets.blacklist.remove'].role,
  needsArgs: true,
  run: async (ask) => {
    const pairs = pairsOf(ask);
    if (pairs.length > 0) {
      const { items } = await ask.call('markets.blacklist.remove', { pairs });
      return listMessage(ask, ask.texts.titles.blacklist(items.length), items);
    }
    const { items } = await ask.call('markets.blacklist.get', {});
    if (items.length === 0) return listMessage(ask, ask.texts.titles.blacklist(0), items);
    const buttons = items.slice(0, 60).map((pair) => [{ text: `✖️ ${pair}`, line: `blacklist_delete ${pair}`, here: true }]);
    return { text: html`${ask.texts.choosePair}`, buttons };
  },
};

export const pairCommands: readonly Command[] = [whitelist, blacklist, blacklistDelete];
