import type { BotCommandScope } from 'grammy/types';
import type { Log } from '../../log/log.ts';
import { levelOf } from '../../rpc/roles.ts';
import { COMMANDS } from './commands/index.ts';
import type { Chat, Links, Person } from './links.ts';
import type { BotApis } from './outgoing/api.ts';
import { readFailure } from './outgoing/failure.ts';
import { textsOf } from './texts/texts.ts';

interface MenuOptions {
  readonly channel: string;
  readonly apis: BotApis;
  readonly host: string;
  readonly links: Links;
  readonly log: Log;
  readonly stopping: AbortSignal;
}

/** Longest description of a command in a menu. */
const MAX_DESCRIPTION = 256;

/** What Telegram offers when somebody types a slash: to each linked person what their role allows, to others nothing. */
export class Menu {
  readonly #with: MenuOptions;

  constructor(options: MenuOptions) {
    this.#with = options;
  }

  /** Registers the menus of everybody. */
  async publish(): Promise<void> {
    const { links, channel } = this.#with;
    const people = links.people(channel);
    const chats = new Map(links.chats(channel).map((chat) => [chat.chat, chat]));
    await this.#attempt((signal) => this.#with.apis.plain.raw.deleteMyCommands({}, signal));
    for (const chat of chats.values())
      for (const person of people) if (chat.kind !== 'private' || chat.chat === person.userId) await this.publishFor(chat, person);
  }

  /** Registers the menu of one person in one chat. */
  async publishFor(chat: Chat, person: Person): Promise<void> {
    const scope: BotCommandScope =
      chat.kind === 'private' ? { type: 'chat', chat_id: chat.chat } : { type: 'chat_member', chat_id: chat.chat, user_id: person.userId };
    const { help } = textsOf(chat.language);
    const commands = COMMANDS.filter((command) => levelOf(person.role) >= levelOf(command.role)).map(({ name }) => ({
      command: name,
      description: help[name as keyof typeof help].slice(0, MAX_DESCRIPTION),
    }));
    await this.#attempt((signal) => this.#with.apis.plain.raw.setMyCommands({ commands, scope }, signal));
  }

  /** Takes the menu of somebody who is no longer linked away. */
  async withdraw(chat: number): Promise<void> {
    await this.#attempt((signal) => this.#with.apis.plain.raw.deleteMyCommands({ scope: { type: 'chat', chat_id: chat } }, signal));
  }

  /** A menu is a convenience: without it commands work all the same. */
  async #attempt(call: (signal: never) => Promise<unknown>): Promise<void> {
    const { stopping, host, log } = this.#with;
    try {
      await call(AbortSignal.any([stopping, AbortSignal.timeout(20_000)]) as never);
    } catch (error) {
      if (!stopping.aborted) log.debug('A menu could not be registered', { reason: readFailure(error, host).error });
    }
  }
}
