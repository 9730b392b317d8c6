import { METHODS, type Result } from '../../../protocol/index.ts';
import { html, lines } from '../html.ts';
import type { Ask, Command, Message } from './command.ts';
import { table } from './table.ts';

/** `/stats`: how trades ended by reason of exit, and how long they were held. */
export const stats: Command = {
  name: 'stats',
  aliases: [],
  usage: '',
  group: 'statistics',
  role: METHODS['performance.outcomes'].role,
  refresh: true,
  run: async (ask) => statsMessage(ask, await ask.call('performance.outcomes', {})),
};

function statsMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, { reasons, holdMs }: Result<'performance.outcomes'>): Message {
  if (reasons.length === 0) return { text: html`${texts.nothingClosed}` };
  const { labels } = texts;
  const rows = reasons.map(({ reason, wins, draws, losses }) => [
    figures.word(reason),
    String(wins + draws + losses),
    String(wins),
    String(draws),
    String(losses),
  ]);
  const held = (label: string, ms: number | null) => html`${label}: <code>${ms === null ? '—' : figures.duration(ms)}</code>`;
  return {
    text: lines([
      html`<b>${texts.titles.stats}</b>`,
      table([labels.reason, `>${labels.count}`, `>${labels.wins}`, `>${labels.draws}`, `>${labels.losses}`], rows),
      html`<b>${labels.hold}</b>`,
      held(labels.wins, holdMs.wins),
      held(labels.draws, holdMs.draws),
      held(labels.losses, holdMs.losses),
    ]),
  };
}
