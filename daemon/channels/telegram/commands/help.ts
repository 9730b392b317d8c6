import { levelOf } from '../../../rpc/roles.ts';
import { type Html, html, lines } from '../html.ts';
import type { TelegramTexts } from '../texts/texts.ts';
import type { Command, CommandGroup } from './command.ts';

const GROUPS: readonly CommandGroup[] = ['control', 'state', 'statistics', 'other'];

/** `/help`: what this person may do, out of the table of commands itself. */
export const helpFor = (all: () => readonly Command[]): Command => ({
  name: 'help',
  aliases: [],
  usage: '',
  group: 'other',
  role: 'viewer',
  run: ({ texts, person }) => {
    const allowed = all().filter((command) => levelOf(person.role) >= levelOf(command.role));
    const groups = GROUPS.map((group) => ({ group, commands: allowed.filter((command) => command.group === group) })).filter(
      ({ commands }) => commands.length > 0,
    );
    return {
      text: lines([
        html`${texts.helpIntro(person.role)}`,
        ...groups.flatMap(({ group, commands }) => ['', html`<b>${texts.groups[group]}</b>`, ...commands.map((command) => helpLine(texts, command))]),
      ]),
    };
  },
});

function helpLine(texts: TelegramTexts, { name, aliases, usage }: Command): Html {
  const also = aliases.length > 0 ? ` (${aliases.map((alias) => `/${alias}`).join(' ')})` : '';
  return html`/${name}${usage === '' ? '' : ` ${usage}`}${also}: ${texts.help[name as keyof TelegramTexts['help']]}`;
}

/** `/tg_info`: what one needs to name this chat in the settings. */
export const tgInfo: Command = {
  name: 'tg_info',
  aliases: [],
  usage: '',
  group: 'other',
  role: 'viewer',
  run: ({ texts, chat, person, channel }) => ({
    text: lines([
      html`${texts.labels.chat}: <code>${chat.chat}</code>`,
      chat.thread > 0 && html`${texts.labels.topic}: <code>${chat.thread}</code>`,
      html`${texts.labels.you}: <code>${person.userId}</code>`,
      html`${texts.labels.name}: ${person.name}, ${texts.labels.role}: ${person.role}`,
      html`nightdesk: <code>${channel}</code>`,
    ]),
  }),
};
