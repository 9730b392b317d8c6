import { METHODS } from '../../../protocol/index.ts';
import type { BotStatus } from '../../../protocol/schemas/bot.ts';
import { html, lines } from '../html.ts';
import type { Ask, Command, Message } from './command.ts';

/** The sections that decide on trades. */
const SECTIONS = ['stake', 'maxOpenTrades'] as const;

/** `/show_config`: what decides on trades, as it is in force. */
export const showConfig: Command = {
  name: 'show_config',
  aliases: ['show_conf'],
  usage: '',
  group: 'state',
  role: METHODS['config.get'].role,
  run: async (ask) => {
    const [bot, exits, limits, status] = await Promise.all([
      ask.call('config.get', { path: 'bot' }),
      ask.call('config.get', { path: 'exits' }),
      ask.call('risk.limits.get', {}),
      ask.call('bot.status', {}),
    ]);
    return configMessage(ask, { bot: bot.value, exits: exits.value, limits, status });
  },
};

function configMessage(
  { texts, figures }: Pick<Ask, 'texts' | 'figures'>,
  { bot, exits, limits, status }: { bot: unknown; exits: unknown; limits: object; status: BotStatus },
): Message {
  const { labels } = texts;
  const settings = bot as Record<(typeof SECTIONS)[number], unknown>;
  const code = (value: unknown) => html`<code>${JSON.stringify(value)}</code>`;
  return {
    text: lines([
      html`<b>${texts.titles.config}</b>`,
      html`${labels.mode}: ${texts.mode[status.mode]}, ${figures.word(status.state)}`,
      html`${labels.data}: ${status.data.label}, ${labels.timeframe} ${status.data.timeframe}`,
      html`${labels.strategies}: ${status.strategies.join(', ') || '—'}`,
      html`${labels.stake}: ${code(settings.stake)}`,
      html`${labels.openTrades}: ${status.openTrades} / ${status.maxOpenTrades}`,
      html`${labels.exits}: ${code(exits)}`,
      html`${labels.limits}: ${code(limits)}`,
    ]),
  };
}
