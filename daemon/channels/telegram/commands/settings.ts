import { METHODS } from '../../../protocol/index.ts';
import { LANGUAGES, type Language } from '../../texts/catalogue.ts';
import { html, lines } from '../html.ts';
import type { Chat } from '../links.ts';
import { NOTIFY_MODES, NOTIFY_TOPICS, type NotifyMode, type NotifyTopic } from '../notify.ts';
import { targetOf } from '../target.ts';
import { type TelegramTexts, textsOf } from '../texts/texts.ts';
import { rowsOf } from './choose.ts';
import { type Ask, type Command, type Message, UsageProblem } from './command.ts';

const isTopic = (word: string): word is NotifyTopic => (NOTIFY_TOPICS as readonly string[]).includes(word);
const isMode = (word: string): word is NotifyMode => (NOTIFY_MODES as readonly string[]).includes(word);
const isLanguage = (word: string): word is Language => (LANGUAGES as readonly string[]).includes(word);

/** `/settings`: what this chat is told. Buttons change it in place; `/settings entry silent` does the same. */
export const settings: Command = {
  name: 'settings',
  aliases: [],
  usage: '[what on|silent|off]',
  group: 'other',
  role: METHODS['channels.chat'].role,
  run: async (ask): Promise<Message> => {
    const change = changeOf(ask);
    if (!change) return settingsMessage(ask.texts, ask.chat);
    const { language, notify } = await ask.call('channels.chat', { id: ask.channel, chat: targetOf(ask.chat), ...change });
    const chat: Chat = {
      ...ask.chat,
      language: isLanguage(language) ? language : ask.chat.language,
      notify: { ...ask.chat.notify, ...notify } as Chat['notify'],
    };
    return settingsMessage(textsOf(chat.language), chat);
  },
};

/** @throws UsageProblem */
function changeOf({ args, texts }: Ask): { language?: Language; notify?: Partial<Record<NotifyTopic, NotifyMode>> } | undefined {
  const [what, value = ''] = args.map((word) => word.toLowerCase());
  if (what === undefined) return undefined;
  if (what === 'language' && isLanguage(value)) return { language: value };
  if (isTopic(what) && isMode(value)) return { notify: { [what]: value } };
  throw new UsageProblem(texts.settingsUsage(NOTIFY_TOPICS.join(', ')));
}

const MARKS: Record<NotifyMode, string> = { on: '🔔', silent: '🔕', off: '⛔' };
const next = (mode: NotifyMode): NotifyMode => NOTIFY_MODES[(NOTIFY_MODES.indexOf(mode) + 1) % NOTIFY_MODES.length] as NotifyMode;

function settingsMessage(texts: TelegramTexts, chat: Chat): Message {
  const modes = NOTIFY_TOPICS.map((topic) => ({ topic, mode: chat.notify[topic] ?? 'on' }));
  const buttons = modes.map(({ topic, mode }) => ({ text: `${MARKS[mode]} ${texts.notify[topic]}`, line: `settings ${topic} ${next(mode)}`, here: true }));
  const languages = LANGUAGES.filter((language) => language !== chat.language).map((language) => ({
    text: textsOf(language).language,
    line: `settings language ${language}`,
    here: true,
  }));
  return {
    text: lines([
      html`<b>${texts.titles.settings}</b>`,
      ...modes.map(({ topic, mode }) => html`${MARKS[mode]} ${texts.notify[topic]}: ${texts.modes[mode]}`),
      html`${texts.labels.language}: ${texts.language}`,
    ]),
    buttons: [...rowsOf(buttons, 2), languages],
  };
}
