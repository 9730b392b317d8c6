import type { Journal } from '../../journal/journal.ts';
import type { Role } from '../../protocol/schemas/common.ts';
import type { Audit } from '../../rpc/audit.ts';
import type { Language } from '../texts/catalogue.ts';
import { Codes } from './codes.ts';
import type { Incoming } from './incoming/update.ts';
import type { Chat, Links, Person } from './links.ts';

interface LinkingOptions {
  readonly links: Links;
  readonly audit: Pick<Audit, 'record'>;
  readonly journal: Pick<Journal, 'write'>;
  readonly now: () => number;
}

/** Links people and chats by one-time codes, and writes down who let whom in. */
export class Linking {
  readonly #with: LinkingOptions;
  readonly #codes: Codes;

  constructor(options: LinkingOptions) {
    this.#with = options;
    this.#codes = new Codes(options.now);
  }

  invite(channel: string, role: Role, by: string): { code: string; expiresAt: number } {
    return this.#codes.make({ channel, role, by });
  }

  /** Links whoever shows a code that holds, and the chat they show it in; undefined when it does not hold. */
  accept(channel: string, code: string, from: Incoming, language: Language): { person: Person; chat: Chat } | undefined {
    const invitation = this.#codes.take(channel, code, from.userId);
    if (!invitation) return undefined;
    const { links, audit, journal, now } = this.#with;
    const ts = now();
    return journal.write(() => {
      const { userId, username, title } = from;
      const person = links.addPerson(channel, { userId, username, title, role: invitation.role, by: invitation.by }, ts);
      const chat = links.addChat(channel, { chat: from.chat, thread: from.thread, kind: from.chatKind, title: from.chatTitle, language, linkedBy: userId }, ts);
      audit.record({
        ts,
        who: `telegram:${person.name}`,
        role: person.role,
        via: 'telegram',
        method: 'telegram.link',
        params: { channel, chat: from.chat, user: userId, invitedBy: invitation.by },
        outcome: 'done',
        error: null,
        elapsedMs: 0,
      });
      return { person, chat };
    });
  }
}
