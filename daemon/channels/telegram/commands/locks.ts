import { METHODS } from '../../../protocol/index.ts';
import { Pair } from '../../../protocol/schemas/common.ts';
import { ALL_PAIRS, type Lock } from '../../../protocol/schemas/locks.ts';
import { type Html, html, lines } from '../html.ts';
import { cancelRow } from './choose.ts';
import { type Ask, type Button, type Command, type Message, UsageProblem } from './command.ts';

/** More locks than this, and nobody finds theirs. */
const MOST = 60;

const numberOf = ({ id }: Pick<Lock, 'id'>): string => id.replace(/^l_/, '');
const pairOf = ({ texts }: Pick<Ask, 'texts'>, pair: string): string => (pair === ALL_PAIRS ? texts.allPairs : pair);

function lockLines(ask: Ask, lock: Lock): Html {
  const { text: reason } = ask.figures.told({ text: lock.reason, ...lock.cause });
  const cause = [lock.protection ?? lock.who, reason].filter(Boolean).join(': ');
  const left = ask.texts.lockedFor(ask.figures.duration(Math.max(0, lock.until - ask.now)));
  return html`<code>${numberOf(lock)}</code> <b>${pairOf(ask, lock.pair)}</b> → ${ask.figures.time(lock.until)} (${left})\n${cause}`;
}

/** Lifts a lock from the list, and shows the list anew. */
const liftButton = (ask: Ask, lock: Lock): Button[] => [
  { text: `🔓 ${numberOf(lock)} · ${pairOf(ask, lock.pair)}`, line: `unlock ${numberOf(lock)}`, here: true },
];

const locks: Command = {
  name: 'locks',
  aliases: [],
  usage: '',
  group: 'state',
  role: METHODS['markets.locks.list'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('markets.locks.list', { limit: MOST });
    if (items.length === 0) return { text: html`${ask.texts.noLocks}` };
    return { text: lines([html`<b>${ask.texts.titles.locks(items.length)}</b>`, ...items.map((lock) => lockLines(ask, lock))]) };
  },
};

const unlock: Command = {
  name: 'unlock',
  aliases: ['delete_locks'],
  usage: '<pair|id>',
  group: 'control',
  role: METHODS['markets.locks.remove'].role,
  needsArgs: true,
  run: async (ask) => {
    const [word] = ask.args;
    if (word === undefined) return choose(ask);
    const { items } = await ask.call('markets.locks.remove', meant(ask, word));
    return { text: html`🔓 ${ask.texts.lifted(items.map((lock) => `${pairOf(ask, lock.pair)} (${numberOf(lock)})`).join(', '))}` };
  },
};

async function choose(ask: Ask): Promise<Message> {
  const { items } = await ask.call('markets.locks.list', { limit: MOST });
  if (items.length === 0) return { text: html`${ask.texts.noLocks}` };
  return { text: html`${ask.texts.chooseLock}`, buttons: [...items.map((lock) => liftButton(ask, lock)), cancelRow(ask)] };
}

/** `12` and `l_12` are the same lock. @throws UsageProblem */
function meant({ texts }: Ask, word: string): { id: string } | { pair: string } {
  const number = /^(?:l_)?(\d{1,15})$/i.exec(word)?.[1];
  if (number !== undefined) return { id: `l_${number}` };
  const pair = word.toUpperCase();
  if (pair !== ALL_PAIRS && !Pair.safeParse(pair).success) throw new UsageProblem(texts.lockMeant(word));
  return { pair };
}

export const lockCommands: readonly Command[] = [locks, unlock];
