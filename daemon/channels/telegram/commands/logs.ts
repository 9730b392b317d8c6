import { METHODS, type Result } from '../../../protocol/index.ts';
import { type Html, html, lines } from '../html.ts';
import { type Ask, type Command, wholeOr } from './command.ts';

/** `/logs 20`: the last lines, oldest first as logs are read. */
export const logs: Command = {
  name: 'logs',
  aliases: [],
  usage: '[n]',
  group: 'other',
  role: METHODS['logs.query'].role,
  refresh: true,
  run: async (ask) => {
    const { items } = await ask.call('logs.query', { limit: wholeOr(ask, 0, 10, 100) });
    if (items.length === 0) return { text: html`${ask.texts.noLogs}` };
    return { text: lines([html`<b>${ask.texts.titles.logs}</b>`, ...items.toReversed().map((line) => logText(ask, line))]) };
  },
};

const MARKS = { debug: '·', info: 'ℹ️', warning: '⚠️', error: '🛑' } as const;

function logText({ figures }: Ask, { ts, level, source, text }: Result<'logs.query'>['items'][number]): Html {
  return html`${MARKS[level]} <code>${figures.clock(ts)}</code> <i>${source}</i> ${text}`;
}
