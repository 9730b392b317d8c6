import type { Message, Update, User } from 'grammy/types';

/** What somebody wrote or pressed, as far as it concerns the bot. */
export interface Incoming {
  readonly updateId: number;
  readonly userId: number;
  readonly username: string | undefined;
  /** Name as Telegram shows it. */
  readonly title: string;
  readonly languageCode: string | undefined;
  readonly chat: number;
  /** Topic of the group; 0 for none. */
  readonly thread: number;
  readonly chatKind: string;
  readonly chatTitle: string;
  /** UTC milliseconds; null for a press, which has no time. */
  readonly date: number | null;
  readonly text: string;
  readonly press: { readonly id: string; readonly data: string; readonly messageId: number } | null;
}

/** Longest text looked at; commands are short. */
const MAX_TEXT = 1000;

/** Reads an update; undefined for what no person did, or what is not for a bot such as this. */
export function readUpdate(update: Update): Incoming | undefined {
  const { update_id: updateId, message, callback_query: query } = update;
  if (message?.from && !message.from.is_bot && !message.sender_chat) {
    return { updateId, ...sender(message.from), ...place(message), date: message.date * 1000, text: (message.text ?? '').slice(0, MAX_TEXT), press: null };
  }
  const pressed = query?.message;
  if (!query || !pressed || !query.from || query.from.is_bot || typeof query.data !== 'string') return undefined;
  const press = { id: query.id, data: query.data, messageId: pressed.message_id };
  return { updateId, ...sender(query.from), ...place(pressed as Message), date: null, text: '', press };
}

const sender = ({ id, username, first_name: first, last_name: last, language_code: languageCode }: User) => ({
  userId: id,
  username,
  title: [first, last].filter(Boolean).join(' ').slice(0, 64) || String(id),
  languageCode,
});

const place = ({ chat, message_thread_id: thread, is_topic_message: inTopic }: Message) => ({
  chat: chat.id,
  thread: inTopic && thread !== undefined ? thread : 0,
  chatKind: chat.type,
  chatTitle: (chat.title ?? chat.first_name ?? chat.username ?? String(chat.id)).slice(0, 128),
});

/** A command with its arguments, in words. */
export interface Line {
  readonly name: string;
  /** The bot it is for, where one is named, in small letters. */
  readonly bot: string | undefined;
  readonly args: readonly string[];
}

const COMMAND = /^\/([A-Za-z0-9_]{1,32})(?:@(\w{1,64}))?(?=\s|$)/;

/** Reads `/name@bot word word`; undefined when it is no command. */
export function readLine(text: string): Line | undefined {
  const [whole = '', name, bot] = COMMAND.exec(text) ?? [];
  if (name === undefined) return undefined;
  const args = text.slice(whole.length).trim().split(/\s+/).filter(Boolean);
  return { name: name.toLowerCase(), bot: bot?.toLowerCase(), args: args.slice(0, 50) };
}
