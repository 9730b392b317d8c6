import { z } from 'zod';
import type { EventBus } from '../journal/bus.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { ParsedParams, Result } from '../protocol/index.ts';
import { levelOf } from '../rpc/roles.ts';
import type { Session } from '../rpc/session.ts';
import type { Store } from '../store/store.ts';
import type { Channel } from './channel.ts';
import { DEFAULT_TOPICS } from './config.ts';
import type { ChannelKind, People } from './descriptor.ts';
import { channelEvent } from './event.ts';
import { Fleet } from './fleet.ts';
import { KINDS } from './kinds.ts';
import { type Backoff, DEFAULT_BACKOFF } from './outbox/backoff.ts';
import { type OutboxRow, toDelivery } from './outbox/outbox.ts';
import { type ChannelConfigStore, type ChannelVault, type Clock, systemClock } from './ports.ts';
import { Routing } from './routing/schema.ts';
import type { FiguresOf } from './routing/summaries.ts';
import { type ChannelChange, editsFor, settingsSchema, withoutNull } from './setup.ts';

type ChannelInfo = Result<'channels.get'>;

export interface ChannelsOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly config: ChannelConfigStore;
  readonly vault: ChannelVault;
  readonly log: Log;
  readonly kinds?: readonly ChannelKind[];
  readonly clock?: Clock;
  /** In [0, 1); for the jitter of waits. */
  readonly random?: () => number;
  readonly backoff?: Backoff;
  /** Figures for summaries; without them there are none. */
  readonly figures?: FiguresOf;
}

/** The ways out, as operators see them: which there are, how they are set up, how they fare. Trading never waits for any. */
export class Channels {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #config: ChannelConfigStore;
  readonly #vault: ChannelVault;
  readonly #clock: Clock;
  readonly #kinds: Map<string, ChannelKind>;
  readonly #fleet: Fleet;

  /** @throws TypeError when two kinds have the same name */
  constructor({ kinds = KINDS, clock = systemClock, random = Math.random, backoff = DEFAULT_BACKOFF, ...options }: ChannelsOptions) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#config = options.config;
    this.#vault = options.vault;
    this.#clock = clock;
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    if (this.#kinds.size < kinds.length) throw new TypeError('two kinds of channel have the same name');
    this.#fleet = new Fleet({ ...options, kinds: this.#kinds, clock, random, backoff });
  }

  /** Takes up the channels of the configuration where each left off. */
  start(): Promise<void> {
    return this.#fleet.start();
  }

  /** Gives what is queued two seconds to arrive, the news of the stop itself among it; what is left waits in the store. */
  stop(): Promise<void> {
    return this.#fleet.stop();
  }

  /** Adds a kind while the others work; channels set up for it begin. @throws TypeError when there is one of that name */
  addKind(kind: ChannelKind): Promise<void> {
    if (this.#kinds.has(kind.kind)) throw new TypeError(`there is a kind of channel called "${kind.kind}" already`);
    this.#kinds.set(kind.kind, kind);
    return this.renewKind(kind.kind);
  }

  /** Takes a kind away; its channels keep their messages and say that it is gone. */
  removeKind(name: string): Promise<void> {
    this.#kinds.delete(name);
    return this.renewKind(name);
  }

  /** Begins the channels of a kind anew. */
  renewKind(name: string): Promise<void> {
    return this.#fleet.inTurn(() => this.#fleet.renew(name));
  }

  kinds(): Result<'channels.kinds'>['items'] {
    return [...this.#kinds.values()].map((kind) => ({
      kind: kind.kind,
      title: kind.title,
      description: kind.description,
      schema: settingsSchema(kind),
      secrets: kind.secrets.map((secret) => ({ ...secret })),
    }));
  }

  /** JSON Schema of the rules that every channel may have, for forms. */
  routingSchema(): unknown {
    return z.toJSONSchema(Routing, { io: 'input' });
  }

  list(): ChannelInfo[] {
    return this.#fleet.all().map((channel) => this.#info(channel));
  }

  /** @throws RpcError `not_found` */
  get(id: string): ChannelInfo {
    return this.#info(this.#known(id));
  }

  /** Adds a channel or changes one; a parked one is tried anew. @throws RpcError `invalid` naming the field */
  configure(change: ChannelChange, who: string): Promise<ChannelInfo> {
    return this.#fleet.inTurn(async () => {
      const edits = editsFor(change, this.#config.get().channels[change.id], this.#kinds);
      // Before the file: were the daemon killed between the two, nothing that happens after it would be missed.
      this.#fleet.records.add(change.id, this.#journal.lastSeq);
      this.#config.edit(edits, who);
      await this.#fleet.apply();
      await this.#fleet.retryNow(change.id);
      return this.get(change.id);
    });
  }

  /** Sends again: from now on, and what was queued. @throws RpcError `not_found` */
  async enable(id: string, who: string): Promise<ChannelInfo> {
    this.#known(id);
    return this.configure({ id, enabled: true }, who);
  }

  /** Keeps the queue; what happens while it is off is not told later. @throws RpcError `not_found` */
  disable(id: string, who: string): Promise<ChannelInfo> {
    return this.#fleet.inTurn(async () => {
      this.#known(id);
      this.#config.edit([{ path: `channels.${id}.enabled`, value: false }], who);
      await this.#fleet.apply();
      return this.get(id);
    });
  }

  /** Forgets a channel with its queue and its secrets. @throws RpcError `not_found` */
  remove(id: string, who: string): Promise<void> {
    return this.#fleet.inTurn(async () => {
      const { kind } = this.#known(id);
      this.#config.edit([{ path: `channels.${id}`, value: null }], who);
      await this.#fleet.apply();
      this.#fleet.forget(id);
      kind?.forget?.(id);
      for (const { name } of kind?.secrets ?? []) this.#vault.delete(`channels.${id}.${name}`);
    });
  }

  /** Sends a test message past the queue. A parked channel that passes works again. @throws RpcError `not_found` */
  async test(id: string): Promise<Result<'channels.test'>> {
    const channel = this.#known(id);
    const began = performance.now();
    const result = await channel.test();
    const elapsedMs = Math.round(performance.now() - began);
    if (result.outcome === 'delivered') {
      if (channel.health.state === 'parked') await this.#fleet.inTurn(() => this.#fleet.retryNow(id));
      return { ok: true, detail: result.detail ?? 'delivered', elapsedMs };
    }
    return { ok: false, detail: result.error, elapsedMs, ...(result.remedy !== undefined && { remedy: result.remedy }) };
  }

  /** Newest first. @throws RpcError `invalid` for a strange cursor */
  deliveries({ id, state, limit = 100, cursor }: ParsedParams<'channels.deliveries'>): Result<'channels.deliveries'> {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new RpcError('invalid', 'not a cursor of this list', { field: 'cursor' });
    const rows = this.#fleet.outbox.list({ channel: id, state, before: cursor === undefined ? undefined : Number(cursor), limit });
    const last = rows.at(-1);
    return {
      items: rows.map((row) => this.#fleet.get(row.channel)?.show(row) ?? toDelivery(row)),
      ...(rows.length === limit && last && { nextCursor: String(last.id) }),
    };
  }

  /** Queues one dead letter again, or all of a channel. Returns how many. @throws RpcError `not_found`, `conflict` */
  retry({ deliveryId, id }: ParsedParams<'channels.retry'>): number {
    if (id !== undefined) this.#known(id);
    const rows = deliveryId === undefined ? this.#fleet.outbox.dead(id ?? '') : [this.#deadLetter(deliveryId, id)];
    const revived = this.#store.transaction(() => rows.filter((row) => this.#revive(row)));
    for (const channel of new Set(revived.map((row) => row.channel))) this.#fleet.get(channel)?.wake();
    return revived.length;
  }

  metrics(): Result<'channels.metrics'>['items'] {
    return this.#fleet.all().map(({ id }) => {
      const metrics = this.#fleet.metrics(id);
      const { sent, failed, retried, dead } = metrics;
      const { queued, oldest } = this.#fleet.outbox.waiting(id);
      const oldestQueuedMs = oldest === null ? null : Math.max(0, this.#clock.now() - oldest);
      return { id, sent, failed, retried, dead, queued, oldestQueuedMs, latencyMs: metrics.latency() };
    });
  }

  /**
   * Publishes a message of a person or a script.
   *
   * @param channels the only ones that shall tell it, whatever their topics; those that tell `notify.message` when absent
   * @returns its number, and the channels that will tell it
   * @throws RpcError `not_found` or `conflict` for a channel that can't
   */
  notify({ text, level = 'info', channels }: ParsedParams<'notify.send'>, who: string): Result<'notify.send'> {
    for (const id of channels ?? []) {
      if (!this.#known(id, 'channels').enabled)
        throw new RpcError('conflict', `channel "${id}" is disabled`, { field: 'channels', hint: `channels.enable {"id":"${id}"}` });
    }
    const seq = this.#journal.append('notify.message', { text, level, who, channels: channels ?? null });
    const [stored] = this.#journal.read({ since: seq - 1, upTo: seq });
    const event = stored && channelEvent(stored);
    return { seq, channels: this.#fleet.all().flatMap((channel) => (event && channel.wording?.wants(event) ? [channel.id] : [])) };
  }

  /** Makes a code that links a person. @throws RpcError `not_found`, or `conflict` for a kind nobody can talk to, or one that is off */
  async pair({ id, role = 'operator' }: ParsedParams<'channels.pair'>, session: Pick<Session, 'who' | 'role'>): Promise<Result<'channels.pair'>> {
    const people = this.#people(id);
    if (!this.#known(id).enabled) throw new RpcError('conflict', `channel "${id}" is disabled`, { field: 'id', hint: `channels.enable {"id":"${id}"}` });
    if (levelOf(role) > levelOf(session.role)) throw new RpcError('forbidden', `you are ${session.role} and can't make anybody ${role}`, { field: 'role' });
    return people.invite(id, role, session.who);
  }

  /** Who is linked to a channel. @throws RpcError `not_found`, `conflict` */
  people(id: string): Result<'channels.people'> {
    return this.#people(id).list(id);
  }

  /** Ends the link of a person, or of a chat. @throws RpcError `not_found`, `conflict` */
  unpair({ id, person, chat }: ParsedParams<'channels.unpair'>): void {
    const people = this.#people(id);
    const [field, found] = person === undefined ? (['chat', people.unlinkChat(id, chat ?? '')] as const) : (['person', people.unlink(id, person)] as const);
    if (!found) throw new RpcError('not_found', `"${person ?? chat}" is not linked to "${id}"`, { field, hint: `channels.people {"id":"${id}"} lists who is` });
  }

  /** Changes how a linked chat is told: one's own, or any for an operator. @throws RpcError `not_found`, `forbidden`, `invalid` */
  chat({ id, chat, language, notify }: ParsedParams<'channels.chat'>, session: Pick<Session, 'who' | 'role'>): Result<'channels.chat'> {
    const people = this.#people(id);
    if (levelOf(session.role) < levelOf('operator') && people.ownerOf(id, chat) !== session.who) {
      throw new RpcError('forbidden', 'this chat belongs to more people than you', { field: 'chat', hint: 'ask an operator to change it' });
    }
    return people.setChat(id, chat, { ...(language !== undefined && { language }), ...(notify !== undefined && { notify }) });
  }

  #people(id: string): People {
    const { kind } = this.#known(id);
    if (kind?.people) return kind.people;
    throw new RpcError('conflict', `"${id}" is a ${kind?.title ?? 'channel'} that only tells; nobody can be linked to it`, { field: 'id' });
  }

  #known(id: string, field = 'id'): Channel {
    const channel = this.#fleet.get(id);
    if (channel) return channel;
    const ids = this.#fleet.all().map((known) => known.id);
    throw new RpcError('not_found', `there is no channel "${id}"`, {
      field,
      hint: ids.length > 0 ? `There are: ${ids.join(', ')}` : 'Add one: channels.configure',
    });
  }

  #deadLetter(deliveryId: string, channel: string | undefined): OutboxRow {
    const row = /^\d{1,15}$/.test(deliveryId) ? this.#fleet.outbox.get(Number(deliveryId)) : undefined;
    if (!row || (channel !== undefined && row.channel !== channel)) {
      throw new RpcError('not_found', `there is no delivery "${deliveryId}"`, {
        field: 'deliveryId',
        hint: 'channels.deliveries {"state":"dead"} lists the dead letters',
      });
    }
    if (row.state !== 'dead') throw new RpcError('conflict', `delivery ${deliveryId} is ${row.state}, not a dead letter`, { field: 'deliveryId' });
    return row;
  }

  /**
   * A dead letter that was never rendered is rendered now, and goes to the end of the queue.
   *
   * @returns false when its channel does not tell such events any more; it stays a dead letter then
   */
  #revive({ id, channel, seq, message }: OutboxRow): boolean {
    const { outbox } = this.#fleet;
    if (message !== null) {
      outbox.revive(id);
      return true;
    }
    const [stored] = this.#journal.read({ since: seq - 1, upTo: seq });
    const rows = (stored && this.#fleet.get(channel)?.wording?.rowsFor(channelEvent(stored))) ?? [];
    if (rows.length === 0) return false;
    outbox.delete(id);
    for (const row of rows) outbox.insert(row);
    return true;
  }

  #info(channel: Channel): ChannelInfo {
    const { id, entry, kind, enabled, health } = channel;
    const set = new Set(this.#vault.status().items.map((secret) => secret.name));
    return {
      id,
      kind: entry.kind,
      enabled,
      state: health.state,
      reason: health.reason,
      remedy: health.remedy,
      topics: [...(entry.topics ?? DEFAULT_TOPICS)],
      minLevel: entry.minLevel ?? 'info',
      settings: withoutNull(entry.settings),
      secrets: (kind?.secrets ?? []).map(({ name }) => ({ name, set: set.has(`channels.${id}.${name}`) })),
      queued: this.#fleet.outbox.waiting(id).queued,
      held: this.#fleet.holds.count(id),
      routing: { ...entry.routing },
      cursor: this.#fleet.cursor(id),
    };
  }
}
