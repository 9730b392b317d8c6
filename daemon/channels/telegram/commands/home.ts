import { METHODS } from '../../../protocol/index.ts';
import type { BotStatus } from '../../../protocol/schemas/bot.ts';
import { html, lines } from '../html.ts';
import { stateIcon } from './bot.ts';
import type { Ask, Button, Command, Message } from './command.ts';

/** `/home`: how it stands and what one can do about it, kept up to date in one message. */
export const home: Command = {
  name: 'home',
  aliases: [],
  usage: '',
  group: 'state',
  role: METHODS['bot.status'].role,
  refresh: true,
  run: async (ask) => homeMessage(ask, await ask.call('bot.status', {})),
};

/** What would change something in each state. */
const VERBS: Record<BotStatus['state'], ReadonlyArray<'start' | 'pause' | 'resume' | 'stop' | 'panic'>> = {
  running: ['pause', 'stop', 'panic'],
  paused: ['resume', 'stop', 'panic'],
  stopped: ['start', 'panic'],
  panicked: [],
  needs_attention: ['stop', 'panic'],
};

function homeMessage({ texts, figures }: Pick<Ask, 'texts' | 'figures'>, status: BotStatus): Message {
  const { labels, buttons } = texts;
  const { stakeCurrency: currency, data } = status;
  const worst = status.reasons.find(({ severity }) => severity !== 'info');
  const here = (name: 'positions' | 'profit' | 'wallet' | 'daily' | 'settings' | 'why'): Button => ({ text: buttons[name], line: name, here: true });
  return {
    text: lines([
      html`${stateIcon(status.state)} <b>${texts.titles.home}</b> ${texts.mode[status.mode]}, ${figures.word(status.state)}`,
      html`${labels.equity}: <code>${figures.money(status.equity, currency)}</code>`,
      html`${labels.today}: <code>${figures.gain(status.profitToday, currency)}</code>`,
      html`${labels.openTrades}: <code>${status.openTrades} / ${status.maxOpenTrades}</code>, ${labels.openOrders}: <code>${status.openOrders}</code>`,
      html`${labels.data}: ${data.label}${data.ageMs === null ? '' : ` (${figures.duration(data.ageMs)})`}`,
      worst && html`⚠️ ${figures.told(worst).text}`,
    ]),
    buttons: [
      [here('positions'), here('profit'), here('wallet')],
      [here('daily'), here('why'), here('settings')],
      ...(VERBS[status.state].length > 0 ? [VERBS[status.state].map((verb) => ({ text: buttons[verb], line: verb }))] : []),
    ],
  };
}
