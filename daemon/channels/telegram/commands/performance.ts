import { METHODS } from '../../../protocol/index.ts';
import { Pair } from '../../../protocol/schemas/common.ts';
import { html, lines } from '../html.ts';
import { type Ask, type Command, type Message, UsageProblem } from './command.ts';
import { table } from './table.ts';

interface Group {
  readonly name: string;
  readonly trades: number;
  readonly profit: string;
  readonly winRate: number | null;
}

/** The pair of an argument, if any. @throws UsageProblem */
function pairOf({ args: [word], texts }: Ask): string | undefined {
  if (word === undefined) return undefined;
  const pair = word.toUpperCase();
  if (!Pair.safeParse(pair).success) throw new UsageProblem(texts.pairsMeant(word));
  return pair;
}

const performance: Command = {
  name: 'performance',
  aliases: [],
  usage: '',
  group: 'statistics',
  role: METHODS['performance.byPair'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('performance.byPair', {});
    return groupsMessage(
      ask,
      'performance',
      ask.texts.labels.pair,
      items.map((one) => ({ ...one, name: one.pair })),
    );
  },
};

const entries: Command = {
  name: 'entries',
  aliases: ['buys'],
  usage: '[pair]',
  group: 'statistics',
  role: METHODS['performance.byTag'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('performance.byTag', { pair: pairOf(ask) });
    return groupsMessage(
      ask,
      'entries',
      ask.texts.labels.tag,
      items.map((one) => ({ ...one, name: one.tag === 'untagged' ? ask.texts.labels.untagged : one.tag })),
    );
  },
};

const exits: Command = {
  name: 'exits',
  aliases: ['sells'],
  usage: '[pair]',
  group: 'statistics',
  role: METHODS['performance.byReason'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('performance.byReason', { pair: pairOf(ask) });
    return groupsMessage(
      ask,
      'exits',
      ask.texts.labels.reason,
      items.map((one) => ({ ...one, name: ask.figures.word(one.reason) })),
    );
  },
};

const mixTags: Command = {
  name: 'mix_tags',
  aliases: [],
  usage: '[pair]',
  group: 'statistics',
  role: METHODS['performance.byMix'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('performance.byMix', { pair: pairOf(ask) });
    const nameOf = (tag: string) => (tag === 'untagged' ? ask.texts.labels.untagged : tag);
    return groupsMessage(
      ask,
      'mix_tags',
      `${ask.texts.labels.tag}, ${ask.texts.labels.reason}`,
      items.map((one) => ({ ...one, name: `${nameOf(one.tag)}, ${ask.figures.word(one.reason)}` })),
    );
  },
};

function groupsMessage({ texts, figures }: Ask, title: 'performance' | 'entries' | 'exits' | 'mix_tags', head: string, groups: readonly Group[]): Message {
  if (groups.length === 0) return { text: html`${texts.nothingClosed}` };
  const { labels } = texts;
  const rows = groups.map((one) => [one.name, figures.gain(one.profit), String(one.trades), figures.percent(one.winRate, false)]);
  return { text: lines([html`<b>${texts.titles[title]}</b>`, table([head, `>${labels.profit}`, `>${labels.count}`, `>${labels.winRate}`], rows)]) };
}

export const groups: readonly Command[] = [performance, entries, exits, mixTags];
