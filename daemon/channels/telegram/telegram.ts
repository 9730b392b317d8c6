import type { Journal } from '../../journal/journal.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { Audit } from '../../rpc/audit.ts';
import type { Store } from '../../store/store.ts';
import { type ChannelContext, ChannelFault, type ChannelKind, type People } from '../descriptor.ts';
import type { WordingSettings } from '../texts/settings.ts';
import { renderAlert } from './alert.ts';
import type { TelegramBot } from './bot.ts';
import type { Receiver } from './incoming/calls.ts';
import { Strangers } from './incoming/strangers.ts';
import { Linking } from './linking.ts';
import { Links } from './links.ts';
import { NotifyRules } from './notify.ts';
import { TelegramSettings } from './settings.ts';
import { readTarget, targetOf } from './target.ts';

export interface TelegramOptions {
  readonly store: Store;
  readonly journal: Pick<Journal, 'write'>;
  readonly audit: Pick<Audit, 'record'>;
  /** Carries out what people ask for. */
  readonly dispatcher: Receiver;
  readonly now?: () => number;
}

export type TelegramContext = ChannelContext<TelegramSettings & WordingSettings>;

/** Form of a token, as @BotFather gives it. */
const TOKEN = /^\d{6,12}:[A-Za-z0-9_-]{30,}$/;
/** How long a link waits for the name of a bot that has just been set up. */
const NAME_PATIENCE_MS = 3000;

/** Telegram: tells linked chats, and takes commands of linked people. */
export function telegramKind({ now = Date.now, ...options }: TelegramOptions): ChannelKind<typeof TelegramSettings> {
  const links = new Links(options.store);
  const linking = new Linking({ ...options, links, now });
  const strangers = new Strangers({ audit: options.audit, now });
  const bots = new Map<string, TelegramBot>();
  return {
    kind: 'telegram',
    title: 'Telegram',
    description: 'Tells chats, groups and topics of a bot of your own, and takes commands of people you linked to it.',
    settings: TelegramSettings,
    secrets: [{ name: 'token', required: true, description: 'Token of the bot, as @BotFather gives it' }],
    render: (event, settings, channel) =>
      renderAlert(event, settings as TelegramSettings & WordingSettings, { chats: links.chats(channel), refused: links.refused(channel) }),
    async create(context) {
      const token = tokenOf(context);
      // Loaded when a channel uses it: it is large.
      const { TelegramBot: Bot } = await import('./bot.ts');
      const bot = new Bot({ ...options, context: context as TelegramContext, token, links, linking, strangers });
      bots.set(context.id, bot);
      return bot;
    },
    people: peopleOf(links, linking, bots),
    refused(channel, { chats }) {
      const told = new Set([...chats, ...links.chats(channel).map(targetOf)]);
      return new Map([...links.refused(channel)].filter(([target]) => told.has(target)));
    },
    forget: (channel) => links.forget(channel),
  };
}

function tokenOf({ id, secret }: ChannelContext<unknown>): string {
  const token = secret('token')?.trim() ?? '';
  if (TOKEN.test(token)) return token;
  throw new ChannelFault(
    'The secret "token" is not a token of a bot: expected digits, a colon, and letters',
    `Get it from @BotFather, then: nightdesk secret set channels.${id}.token`,
  );
}

function peopleOf(links: Links, linking: Linking, bots: ReadonlyMap<string, TelegramBot>): People {
  const chatOf = (text: string) => {
    const place = readTarget(text);
    if (typeof place?.chat !== 'number') throw new RpcError('invalid', `"${text}" is no chat`, { field: 'chat', hint: 'channels.people lists them' });
    return { chat: place.chat, thread: place.thread };
  };
  const ownerOf = (channel: string, chat: number) => {
    const person = links.person(channel, chat);
    return person && `telegram:${person.name}`;
  };
  return {
    async invite(channel, role, by) {
      const made = linking.invite(channel, role, by);
      const name = links.bot(channel).username ?? (await bots.get(channel)?.named(NAME_PATIENCE_MS)) ?? null;
      return { ...made, link: name === null ? null : `https://t.me/${name}?start=${made.code}` };
    },
    list: (channel) => ({
      people: links.people(channel).map(({ name, title, role, linkedAt, linkedBy }) => ({ person: name, title, role, linkedAt, linkedBy })),
      chats: links.chats(channel).map((chat) => ({
        chat: targetOf(chat),
        kind: chat.kind,
        title: chat.title,
        language: chat.language,
        notify: { ...chat.notify },
        refused: links.refused(channel).get(targetOf(chat)) ?? null,
      })),
    }),
    unlink(channel, person) {
      const present = links.people(channel).find(({ name }) => name === person);
      if (present) void bots.get(channel)?.withdraw(present.userId);
      return links.removePerson(channel, person);
    },
    unlinkChat: (channel, chat) => links.removeChat(channel, chatOf(chat)),
    ownerOf: (channel, chat) => ownerOf(channel, chatOf(chat).chat),
    setChat(channel, chat, { language, notify }) {
      const rules = NotifyRules.safeParse(notify ?? {});
      if (!rules.success) {
        const issue = rules.error.issues[0];
        throw new RpcError('invalid', `notify: ${issue?.message ?? 'invalid'}`, { field: ['notify', ...(issue?.path ?? [])].join('.') });
      }
      const changed = links.setChat(channel, chatOf(chat), { ...(language !== undefined && { language }), notify: rules.data });
      return { chat: targetOf(changed), language: changed.language, notify: { ...changed.notify } };
    },
  };
}
