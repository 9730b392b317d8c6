import type { Update } from 'grammy/types';
import type { Log } from '../../../log/log.ts';
import { RpcError } from '../../../protocol/index.ts';
import type { Clock } from '../../ports.ts';
import { LANGUAGES, type Language } from '../../texts/catalogue.ts';
import { looksLikeCode } from '../codes.ts';
import { type Ask, type Command, type Confirm, type Message, UsageProblem } from '../commands/command.ts';
import { Figures } from '../commands/figures.ts';
import { commandNamed } from '../commands/index.ts';
import { html } from '../html.ts';
import type { Linking } from '../linking.ts';
import type { Chat, Links, Person } from '../links.ts';
import type { Painter } from '../pictures/painter.ts';
import type { TelegramSettings } from '../settings.ts';
import { targetOf } from '../target.ts';
import { type TelegramTexts, textsOf } from '../texts/texts.ts';
import { buttonsOf, readPress } from './buttons.ts';
import { callsOf, prepare, type Receiver, sessionOf } from './calls.ts';
import { type LateCommand, lateText } from './late.ts';
import { CONFIRM_MS, PendingConfirmations } from './pending.ts';
import type { InlineButton, Replies } from './replies.ts';
import type { Strangers } from './strangers.ts';
import { type Incoming, type Line, readLine, readUpdate } from './update.ts';

export interface InboxOptions {
  readonly channel: string;
  readonly settings: TelegramSettings & { readonly timeZone: string; readonly language: Language };
  readonly links: Links;
  readonly linking: Linking;
  readonly strangers: Strangers;
  readonly dispatcher: Receiver;
  readonly replies: Replies;
  readonly painter: Painter;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when somebody was linked. */
  readonly onLinked: (chat: Chat, person: Person) => void;
}

/** Somebody who may speak, where they may speak. */
interface Speaker {
  readonly incoming: Incoming;
  readonly person: Person;
  readonly chat: Chat;
  readonly texts: TelegramTexts;
  readonly figures: Figures;
}

/** Where an answer goes: a new message, or one that is there. */
interface Showing {
  readonly editing: number | undefined;
  readonly fromHome: boolean;
}

/** A message to show; with a `question`, its buttons say yes and no to that. */
type Shown = Message & { readonly question?: string };

const NEW: Showing = { editing: undefined, fromHome: false };
const LINK_COMMANDS: ReadonlySet<string> = new Set(['start', 'link']);
const YES = 'CONFIRM';

/** Takes what people write and press: decides who may speak, reads commands, shows answers. What is done, the dispatcher does. */
export class Inbox {
  readonly #with: InboxOptions;
  readonly #pending: PendingConfirmations;
  /** Name of the bot in small letters, once known. */
  username: string | undefined;

  constructor(options: InboxOptions) {
    this.#with = options;
    this.#pending = new PendingConfirmations(() => options.clock.now());
  }

  /**
   * Carries out what an update asks for. Never throws.
   *
   * @param lateBefore what was written before this time, UTC ms, is not carried out any more
   * @returns a command that came too late; all of a chat are answered together
   */
  async handle(update: Update, lateBefore = Number.NEGATIVE_INFINITY): Promise<(LateCommand & { chat: Chat }) | undefined> {
    try {
      const incoming = readUpdate(update);
      return incoming && (await this.#handle(incoming, lateBefore));
    } catch (error) {
      this.#with.log.error('A message to the bot could not be handled', { error });
      return undefined;
    }
  }

  /** Answers, once for each chat, what came too late. */
  async answerLate(commands: ReadonlyArray<LateCommand & { chat: Chat }>): Promise<void> {
    const now = this.#with.clock.now();
    for (const group of Map.groupBy(commands, ({ chat }) => targetOf(chat)).values()) {
      const chat = group[0]?.chat;
      if (!chat) continue;
      const text = lateText(group, textsOf(chat.language), this.#figures(chat), now);
      await this.#with.replies.send(chat, { html: text.source });
    }
  }

  async #handle(incoming: Incoming, lateBefore: number): Promise<(LateCommand & { chat: Chat }) | undefined> {
    const line = readLine(incoming.text);
    if (line?.bot !== undefined && line.bot !== this.username) return undefined;
    if (line && LINK_COMMANDS.has(line.name) && line.args.length === 1 && (await this.#link(incoming, line))) return undefined;
    const speaker = this.#speaker(incoming);
    if (!speaker) {
      this.#refuse(incoming, line);
      return undefined;
    }
    if (incoming.date !== null && incoming.date < lateBefore) {
      return line || incoming.text === YES ? { text: incoming.text, sentAt: incoming.date, chat: speaker.chat } : undefined;
    }
    if (incoming.press) await this.#pressed(speaker, incoming.press);
    else if (incoming.text.trim() === YES) await this.#confirmByWord(speaker);
    else if (line) await this.#command(speaker, line, NEW);
    return undefined;
  }

  /** Linked, and in a chat that is linked. */
  #speaker(incoming: Incoming): Speaker | undefined {
    const { links, channel } = this.#with;
    const person = links.person(channel, incoming.userId);
    const chat = person && links.chat(channel, incoming);
    if (!person || !chat) return undefined;
    links.takesAgain(channel, targetOf(chat));
    return { incoming, person, chat, texts: textsOf(chat.language), figures: this.#figures(chat) };
  }

  #figures({ language }: Chat): Figures {
    return new Figures(language, this.#with.settings.timeZone);
  }

  /** Silence, and a note. Talk in a group that is no command is none of the bot's business. */
  #refuse(incoming: Incoming, line: Line | undefined): void {
    const { strangers, channel, links } = this.#with;
    if (!incoming.press && !line && incoming.chatKind !== 'private') return;
    const reason = links.person(channel, incoming.userId) ? 'this chat is not linked' : 'nobody linked them';
    const [method, params] = incoming.press ? ['telegram.button', {}] : line ? ['telegram.command', { command: line.name }] : ['telegram.message', {}];
    strangers.refused(channel, incoming, method, params, reason);
  }

  /** @returns whether the message was about a code */
  async #link(incoming: Incoming, { args: [code = ''] }: Line): Promise<boolean> {
    if (!looksLikeCode(code)) return false;
    const { linking, links, channel, replies, settings, strangers } = this.#with;
    const linked = linking.accept(channel, code, incoming, languageOf(incoming.languageCode, settings.language));
    if (!linked) {
      strangers.refused(channel, incoming, 'telegram.link', {}, 'the code is unknown, used or expired, or there were too many wrong ones');
      const known = links.chat(channel, incoming);
      if (links.person(channel, incoming.userId) && known) await replies.send(incoming, { html: html`${textsOf(known.language).codeRefused}`.source });
      return true;
    }
    const { chat, person } = linked;
    const texts = textsOf(chat.language);
    const welcome = chat.kind === 'private' ? texts.linkedPrivate(person.title, person.role) : texts.linkedGroup(person.title, person.role);
    await replies.send(chat, { html: html`🔗 ${welcome}`.source, keyboard: settings.keyboard });
    this.#with.onLinked(chat, person);
    return true;
  }

  async #pressed(speaker: Speaker, { id, data, messageId }: NonNullable<Incoming['press']>): Promise<void> {
    const { replies } = this.#with;
    const press = readPress(data);
    if (!press) return replies.pressed(id);
    if (press.kind === 'line') {
      await replies.pressed(id);
      const line = readLine(`/${press.line}`);
      if (press.line === 'cancel') return replies.edit(speaker.chat, messageId, { html: html`${speaker.texts.cancelled}`.source });
      if (line) await this.#command(speaker, line, { editing: press.here ? messageId : undefined, fromHome: press.fromHome });
      return;
    }
    const taken = this.#pending.take(press.id, speaker.person.userId);
    if ('problem' in taken) {
      await replies.pressed(id, taken.problem === 'foreign' ? speaker.texts.confirmForeign : speaker.texts.confirmGone);
      if (taken.problem === 'gone') await replies.edit(speaker.chat, messageId, { html: html`${speaker.texts.confirmGone}`.source });
      return;
    }
    await replies.pressed(id);
    if (press.kind === 'no') return replies.edit(speaker.chat, messageId, { html: html`${speaker.texts.cancelled}`.source });
    const message = await this.#outcome(speaker, taken.pending.carryOut);
    await replies.edit(speaker.chat, messageId, { html: message.text.source });
  }

  async #confirmByWord(speaker: Speaker): Promise<void> {
    const { replies } = this.#with;
    const pending = this.#pending.takeLast(speaker.person.userId, speaker.chat.chat, speaker.chat.thread);
    const message = pending ? await this.#outcome(speaker, pending.carryOut) : { text: html`${speaker.texts.nothingToConfirm}` };
    await replies.send(speaker.chat, { html: message.text.source });
  }

  async #command(speaker: Speaker, line: Line, showing: Showing): Promise<void> {
    const { texts, chat } = speaker;
    const command = commandNamed(line.name);
    if (!command) {
      // In a group it may be meant for another bot.
      if (chat.kind === 'private' || line.bot !== undefined) await this.#with.replies.send(chat, { html: html`${texts.unknownCommand(line.name)}`.source });
      return;
    }
    const confirmed = line.args.at(-1) === YES;
    const args = confirmed ? line.args.slice(0, -1) : line.args;
    const ask = this.#ask(speaker, args);
    const shown = await this.#outcome(speaker, async () => {
      const reply = await command.run(ask);
      if (!('confirm' in reply)) return reply;
      const carryOut = await this.#prepared(ask, speaker, reply);
      return confirmed ? carryOut() : this.#question(speaker, reply, carryOut);
    });
    if (shown.picture) return this.#picture(speaker, shown);
    await this.#show(speaker, shown, { ...showing, command, args });
  }

  #ask({ incoming, person, chat, texts, figures }: Speaker, args: readonly string[]): Ask {
    const { dispatcher, channel, clock } = this.#with;
    const call = callsOf(dispatcher, sessionOf(channel, person), `telegram:${channel}:${incoming.updateId}`);
    return { args, call, texts, figures, person, chat, channel, now: clock.now() };
  }

  async #prepared(ask: Ask, { person }: Speaker, { method, params, done }: Confirm): Promise<() => Promise<Message>> {
    const carryOut = await prepare(ask.call, sessionOf(this.#with.channel, person), method, params);
    return async () => done((await carryOut()) as never);
  }

  #question({ incoming, chat, texts }: Speaker, { confirm }: Confirm, carryOut: () => Promise<Message>): Shown {
    const question = this.#pending.ask({ userId: incoming.userId, chat: chat.chat, thread: chat.thread, carryOut });
    return { text: html`⚠️ ${confirm}\n${texts.confirmHint(CONFIRM_MS / 1000)}`, question };
  }

  /** What a change or a question came to, also when it was refused. */
  async #outcome({ texts }: Speaker, work: () => Promise<Shown>): Promise<Shown> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UsageProblem) return { text: html`${error.message}` };
      if (error instanceof RpcError && error.kind !== 'internal') {
        const hint = error.data.hint === undefined ? '' : html`\n<i>${error.data.hint}</i>`;
        return { text: html`❗ ${texts.failed(error.message)}${hint}` };
      }
      if (!(error instanceof RpcError)) this.#with.log.error('A command of Telegram failed', { error });
      return { text: html`❗ ${texts.internal}` };
    }
  }

  async #show(speaker: Speaker, shown: Shown, { command, args, editing, fromHome }: Showing & { command: Command; args: readonly string[] }): Promise<void> {
    const { replies, settings, clock } = this.#with;
    const { chat, texts, figures } = speaker;
    const refresh = settings.refreshButtons && command.refresh ? [command.name, ...args].join(' ') : undefined;
    const buttons =
      shown.question === undefined ? buttonsOf(shown, { texts, refresh, fromHome, isHome: command.name === 'home' }) : [yesNo(texts, shown.question)];
    if (editing === undefined) await replies.send(chat, { html: shown.text.source, buttons, keyboard: settings.keyboard });
    else if (shown.question !== undefined) await replies.edit(chat, editing, { html: shown.text.source, buttons });
    else await replies.edit(chat, editing, { html: html`${shown.text}\n\n<i>${texts.updated(figures.clock(clock.now()))}</i>`.source, buttons });
  }

  async #picture({ chat, texts }: Speaker, { picture, text }: Message): Promise<void> {
    const { painter, replies, log } = this.#with;
    if (!picture) return;
    try {
      await replies.photo(chat, await painter.paint(picture), picture.title);
    } catch (error) {
      log.info('A picture could not be drawn', { error });
      await replies.send(chat, { html: html`${text}: ${texts.pictureFailed}`.source });
    }
  }
}

const yesNo = (texts: TelegramTexts, id: string): InlineButton[] => [
  { text: `✅ ${texts.yes}`, data: `y|${id}` },
  { text: `✖️ ${texts.cancel}`, data: `n|${id}` },
];

const languageOf = (code: string | undefined, otherwise: Language): Language => {
  const language = code?.split('-')[0];
  return LANGUAGES.find((known) => known === language) ?? otherwise;
};
