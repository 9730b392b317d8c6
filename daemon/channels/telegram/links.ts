import { RpcError } from '../../protocol/errors.ts';
import type { Role } from '../../protocol/schemas/common.ts';
import type { Row, Statement, Store } from '../../store/store.ts';
import type { Language } from '../texts/catalogue.ts';
import { type NotifyMode, NotifyRules, type NotifyTopic } from './notify.ts';
import { type Place, targetOf } from './target.ts';

/** Somebody who may give commands. */
export interface Person {
  readonly userId: number;
  /** Unique, and for good: the audit log and idempotency keys go by it. */
  readonly name: string;
  /** As Telegram showed it when they were linked. */
  readonly title: string;
  readonly role: Role;
  readonly linkedAt: number;
  readonly linkedBy: string;
}

/** Where alerts go and commands are taken. */
export interface Chat extends Place {
  readonly chat: number;
  readonly kind: string;
  readonly title: string;
  readonly language: Language;
  readonly notify: NotifyRules;
  /** Who linked it. */
  readonly linkedBy: number;
}

interface Places {
  readonly chats: readonly Chat[];
  /** Targets that take nothing, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

interface PersonRow {
  user_id: number;
  name: string;
  title: string;
  role: Role;
  linked_at: number;
  linked_by: string;
}
interface ChatRow {
  chat_id: number;
  thread_id: number;
  kind: string;
  title: string;
  language: Language;
  notify: string;
  linked_by: number;
}

/** Who is linked to which bot and from where, kept in the store; and how far each bot's updates were read. */
export class Links {
  readonly #store: Store;
  readonly #person: Statement<[string, number], PersonRow>;
  readonly #chat: Statement<[string, number, number], ChatRow>;
  readonly #chats: Statement<[string], ChatRow>;
  readonly #refused: Statement<[string], { target: string; reason: string }>;
  readonly #nextUpdate: Statement<[number, string]>;
  /** Where each channel's alerts go, asked for with every one of them; emptied by each change. */
  readonly #places = new Map<string, Places>();

  constructor(store: Store) {
    this.#store = store;
    this.#person = store.prepare('SELECT * FROM telegram_person WHERE channel = ? AND user_id = ?');
    this.#chat = store.prepare('SELECT * FROM telegram_chat WHERE channel = ? AND chat_id = ? AND thread_id = ?');
    this.#chats = store.prepare('SELECT * FROM telegram_chat WHERE channel = ? ORDER BY linked_at, chat_id, thread_id');
    this.#refused = store.prepare('SELECT target, reason FROM telegram_refusal WHERE channel = ?');
    this.#nextUpdate = store.prepare('UPDATE telegram_bot SET next_update = ? WHERE channel = ?');
  }

  person(channel: string, userId: number): Person | undefined {
    const row = this.#person.get(channel, userId);
    return row && personOf(row);
  }

  people(channel: string): Person[] {
    return this.#store.prepare<[string], PersonRow>('SELECT * FROM telegram_person WHERE channel = ? ORDER BY linked_at, user_id').all(channel).map(personOf);
  }

  /** Links a person, or gives one who was linked another role. */
  addPerson(channel: string, person: { userId: number; username: string | undefined; title: string; role: Role; by: string }, now: number): Person {
    const name = this.#nameFor(person.userId, person.username ?? person.title);
    this.#store
      .prepare<Row[]>(
        `INSERT INTO telegram_person (channel, user_id, name, title, role, linked_at, linked_by) VALUES (@channel, @userId, @name, @title, @role, @now, @by)
         ON CONFLICT (channel, user_id) DO UPDATE SET title = excluded.title, role = excluded.role, linked_at = excluded.linked_at, linked_by = excluded.linked_by`,
      )
      .run({ channel, name, now, userId: person.userId, title: person.title, role: person.role, by: person.by });
    return this.person(channel, person.userId) as Person;
  }

  /** Ends a link, and with it the private chat. @returns false when nobody of that name is linked */
  removePerson(channel: string, name: string): boolean {
    const row = this.#store.prepare<[string, string], PersonRow>('SELECT * FROM telegram_person WHERE channel = ? AND name = ?').get(channel, name);
    if (!row) return false;
    this.#places.clear();
    this.#store.transaction(() => {
      this.#store.prepare('DELETE FROM telegram_person WHERE channel = ? AND user_id = ?').run(channel, row.user_id);
      this.#store.prepare('DELETE FROM telegram_chat WHERE channel = ? AND chat_id = ?').run(channel, row.user_id);
      // A group that only they were linked in would go on hearing what nobody there may ask.
      this.#store
        .prepare(
          `DELETE FROM telegram_chat WHERE channel = @channel AND linked_by = @user
           AND NOT EXISTS (SELECT 1 FROM telegram_person WHERE channel = @channel)`,
        )
        .run({ channel, user: row.user_id });
    });
    return true;
  }

  chat(channel: string, place: { chat: number; thread: number }): Chat | undefined {
    const row = this.#chat.get(channel, place.chat, place.thread);
    return row && chatOf(row);
  }

  chats(channel: string): readonly Chat[] {
    return this.#placesOf(channel).chats;
  }

  /** What a transaction under way has changed may yet be taken back, so that it is not remembered. */
  #placesOf(channel: string): Places {
    const known = this.#places.get(channel);
    if (known) return known;
    const chats = this.#chats.all(channel).map(chatOf);
    const refused = new Map(this.#refused.all(channel).map(({ target, reason }) => [target, reason]));
    if (!this.#store.inTransaction) this.#places.set(channel, { chats, refused });
    return { chats, refused };
  }

  /** Links a chat; one that was linked keeps its settings. */
  addChat(channel: string, chat: Pick<Chat, 'chat' | 'thread' | 'kind' | 'title' | 'language' | 'linkedBy'>, now: number): Chat {
    this.#places.clear();
    this.#store
      .prepare<Row[]>(
        `INSERT INTO telegram_chat (channel, chat_id, thread_id, kind, title, language, notify, linked_by, linked_at)
         VALUES (@channel, @chat, @thread, @kind, @title, @language, '{}', @linkedBy, @now)
         ON CONFLICT DO UPDATE SET title = excluded.title, kind = excluded.kind`,
      )
      .run({ ...chat, channel, now });
    return this.chat(channel, chat) as Chat;
  }

  /** @returns false when it was not linked */
  removeChat(channel: string, { chat, thread }: { chat: number; thread: number }): boolean {
    this.#places.clear();
    return this.#store.prepare('DELETE FROM telegram_chat WHERE channel = ? AND chat_id = ? AND thread_id = ?').run(channel, chat, thread).changes > 0;
  }

  /** Changes how a chat is told. @throws RpcError `not_found` */
  setChat(channel: string, place: { chat: number; thread: number }, change: { language?: Language; notify?: Partial<Record<NotifyTopic, NotifyMode>> }): Chat {
    const present = this.chat(channel, place);
    if (!present) throw new RpcError('not_found', `there is no linked chat "${targetOf(place)}"`, { field: 'chat', hint: 'channels.people lists them' });
    const notify = { ...present.notify, ...change.notify };
    this.#places.clear();
    this.#store
      .prepare('UPDATE telegram_chat SET language = ?, notify = ? WHERE channel = ? AND chat_id = ? AND thread_id = ?')
      .run(change.language ?? present.language, JSON.stringify(notify), channel, place.chat, place.thread);
    return this.chat(channel, place) as Chat;
  }

  /** A group that became a supergroup has another number since. */
  moveChat(channel: string, from: number, to: number): void {
    this.#places.clear();
    this.#store.prepare('UPDATE OR REPLACE telegram_chat SET chat_id = ? WHERE channel = ? AND chat_id = ?').run(to, channel, from);
  }

  /** Targets that refuse messages, with the reason: nothing more is written for them until they are heard of again. */
  refused(channel: string): ReadonlyMap<string, string> {
    return this.#placesOf(channel).refused;
  }

  refuse(channel: string, target: string, reason: string, now: number): void {
    this.#places.clear();
    this.#store.prepare('INSERT OR REPLACE INTO telegram_refusal (channel, target, reason, at) VALUES (?, ?, ?, ?)').run(channel, target, reason, now);
  }

  takesAgain(channel: string, target: string): void {
    this.#places.clear();
    this.#store.prepare('DELETE FROM telegram_refusal WHERE channel = ? AND target = ?').run(channel, target);
  }

  /** Name of the bot and the number of the first update not yet handled. */
  bot(channel: string): { username: string | null; nextUpdate: number } {
    const row = this.#store
      .prepare<[string], { username: string | null; next_update: number }>('SELECT username, next_update FROM telegram_bot WHERE channel = ?')
      .get(channel);
    return { username: row?.username ?? null, nextUpdate: row?.next_update ?? 0 };
  }

  /** Notes which bot the token is of; another one counts its updates anew. */
  setBot(channel: string, username: string): void {
    if (this.bot(channel).username === username) return;
    this.#store.prepare('INSERT OR REPLACE INTO telegram_bot (channel, username, next_update) VALUES (?, ?, 0)').run(channel, username);
  }

  setNextUpdate(channel: string, next: number): void {
    this.#nextUpdate.run(next, channel);
  }

  /** Forgets everything of a channel. */
  forget(channel: string): void {
    this.#places.clear();
    this.#store.transaction(() => {
      for (const table of ['bot', 'person', 'chat', 'refusal']) this.#store.prepare(`DELETE FROM telegram_${table} WHERE channel = ?`).run(channel);
    });
  }

  /** The same human keeps one name through all bots; two never share one. */
  #nameFor(userId: number, wished: string): string {
    const known = this.#store.prepare<[number], { name: string }>('SELECT name FROM telegram_person WHERE user_id = ?').get(userId);
    if (known) return known.name;
    const plain =
      wished
        .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 32) || String(userId);
    const taken = this.#store.prepare<[string], { name: string }>('SELECT name FROM telegram_person WHERE name = ?').get(plain);
    return taken ? `${plain}-${userId}` : plain;
  }
}

const personOf = (row: PersonRow): Person => ({
  userId: row.user_id,
  name: row.name,
  title: row.title,
  role: row.role,
  linkedAt: row.linked_at,
  linkedBy: row.linked_by,
});

const chatOf = (row: ChatRow): Chat => ({
  chat: row.chat_id,
  thread: row.thread_id,
  kind: row.kind,
  title: row.title,
  language: row.language,
  notify: NotifyRules.parse(JSON.parse(row.notify)),
  linkedBy: row.linked_by,
});
