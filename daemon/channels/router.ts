import type { EventBus } from '../journal/bus.ts';
import type { StoredEvent } from '../journal/event.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import { type ChannelEvent, channelEvent } from './event.ts';
import type { NewRow, Outbox } from './outbox/outbox.ts';
import type { ChannelRecords } from './outbox/records.ts';
import type { Clock } from './ports.ts';

/** A channel as the router sees it. */
export interface Route {
  readonly id: string;
  /** Number of the last event looked at. The store may lag behind it by events that were not wanted. */
  cursor: number;
  /** Place the store knows. */
  savedCursor: number;
  mayMatch(topic: string): boolean;
  /** Messages for an event; none when it is not wanted. Never throws. */
  rowsFor(event: ChannelEvent): readonly NewRow[];
  /** Inside the transaction that queues them: the messages, held back where a rule says so. */
  admit(event: ChannelEvent, rows: readonly NewRow[]): readonly NewRow[];
  /**
   * Inside the transaction that queued messages for `target`: takes the first one on, if the target is idle.
   *
   * @returns starts the sending; called after the commit
   */
  claim(target: string): (() => void) | undefined;
}

/** What a chunk of events means for a channel. */
interface Step {
  readonly route: Route;
  /** Where it has read to afterwards. */
  readonly cursor: number;
  readonly messages: ReadonlyArray<{ readonly event: ChannelEvent; readonly rows: readonly NewRow[] }>;
}

interface Collaborators {
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly outbox: Outbox;
  readonly records: ChannelRecords;
  readonly log: Log;
  readonly clock: Clock;
  /** Called whenever no channel is behind the journal. */
  readonly onCaughtUp: () => void;
}

/** Events looked at in one go, before the event loop is let through. */
const CHUNK = 200;
/** A cursor that only passed unwanted events is saved this often: reading them again after a crash does no harm. */
const SAVE_EVERY = 2000;
const RETRY_MS = 1000;
/** Chunks still routed when routing ends: enough for all but a daemon that has just come back to a long backlog. */
const LAST_CHUNKS = 10;

/**
 * Turns journal events into messages in the outbox. The messages and the place in the journal commit together, so a
 * crash neither loses nor doubles an event. The disk is not waited for: what a loss of power takes is routed again, to
 * the same messages. It runs after the event's own commit, in chunks, off the caller's turn.
 */
export class Router {
  readonly #with: Collaborators;
  readonly #routes = new Map<string, Route>();
  /** The events that came last, without a gap: who is up to date reads them here and not from the disk. */
  #latest: StoredEvent[] = [];
  #pending: NodeJS.Immediate | undefined;
  #cancelRetry: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(collaborators: Collaborators) {
    this.#with = collaborators;
  }

  start(): void {
    this.#unsubscribe = this.#with.bus.subscribe('channels', (events) => {
      this.#keep(events);
      if (events.at(-1)?.seq !== undefined) this.#schedule();
    });
    this.#schedule();
  }

  /** Queues what has happened up to now, as far as that goes quickly, and ends. */
  stop(): void {
    if (!this.#unsubscribe) return;
    this.#catchUp([...this.#routes.values()], true);
    this.#unsubscribe();
    this.#unsubscribe = undefined;
    this.#cancelRetry?.();
    clearImmediate(this.#pending);
    this.#pending = undefined;
    this.#with.store.relaxed(() => {
      for (const route of this.#routes.values()) this.#save(route);
    });
  }

  set(route: Route): void {
    this.#routes.set(route.id, route);
    if (this.#unsubscribe) this.#schedule();
  }

  /** Ends the routing to a channel. What has happened up to now is still queued, though not begun to be sent. */
  remove(id: string): void {
    const route = this.#routes.get(id);
    if (!route) return;
    if (this.#unsubscribe) this.#catchUp([route], false);
    this.#save(route);
    this.#routes.delete(id);
  }

  /** Has everything routed that is not yet, and `onCaughtUp` called. */
  catchUp(): void {
    if (this.#unsubscribe) this.#schedule();
  }

  /** Place of a channel in the journal. */
  cursor(id: string): number | undefined {
    return this.#routes.get(id)?.cursor;
  }

  #schedule(): void {
    this.#pending ??= setImmediate(() => {
      this.#pending = undefined;
      this.#attempt();
    });
  }

  #catchUp(routes: readonly Route[], send: boolean): void {
    try {
      for (let chunks = 0; chunks < LAST_CHUNKS && this.#pass(routes, send); chunks++);
    } catch (error) {
      this.#with.log.error('The last messages could not be queued; their events stay in the journal', { error });
    }
  }

  #attempt(): void {
    try {
      if (this.#pass([...this.#routes.values()], true)) this.#schedule();
      else this.#with.onCaughtUp();
    } catch (error) {
      this.#with.log.error('Messages could not be queued; trying again', { error });
      this.#cancelRetry?.();
      this.#cancelRetry = this.#with.clock.after(RETRY_MS, () => this.#schedule());
    }
  }

  /**
   * One chunk for every channel that is behind.
   *
   * @param send whether idle workers begin at once
   * @returns whether some channel is still behind
   */
  #pass(routes: readonly Route[], send: boolean): boolean {
    const end = this.#with.journal.lastSeq;
    const plan = this.#plan(routes, end);
    const worthSaving = plan.some(({ route, cursor, messages }) => messages.length > 0 || cursor - route.savedCursor >= SAVE_EVERY);
    const starts = worthSaving ? this.#with.store.relaxed(() => plan.flatMap((step) => this.#queue(step, send))) : [];
    for (const { route, cursor } of plan) {
      route.cursor = cursor;
      if (worthSaving) route.savedCursor = cursor;
    }
    for (const start of starts) start();
    return plan.some(({ cursor }) => cursor < end);
  }

  #keep(events: readonly StoredEvent[]): void {
    this.#latest = this.#latest.concat(events.filter(({ seq }) => seq !== undefined)).slice(-CHUNK);
  }

  /** The events after `since`, as many as one chunk holds. */
  #read(since: number, end: number): readonly StoredEvent[] {
    const next = this.#latest.findIndex(({ seq }) => seq === since + 1);
    return next >= 0 ? this.#latest.slice(next) : this.#with.journal.read({ since, upTo: end, limit: CHUNK });
  }

  /** What the next chunk means for each channel. Channels at the same place share the reading of it. */
  #plan(routes: readonly Route[], end: number): Step[] {
    const chunks = new Map<number, readonly StoredEvent[]>();
    const parsed = new Map<StoredEvent, ChannelEvent>();
    const parse = (stored: StoredEvent): ChannelEvent => {
      const event = parsed.get(stored) ?? channelEvent(stored);
      parsed.set(stored, event);
      return event;
    };
    return routes
      .filter((route) => route.cursor < end)
      .map((route) => {
        const chunk = chunks.get(route.cursor) ?? this.#read(route.cursor, end);
        chunks.set(route.cursor, chunk);
        const events = chunk.filter((stored) => route.mayMatch(stored.topic)).map(parse);
        const messages = events.map((event) => ({ event, rows: route.rowsFor(event) })).filter(({ rows }) => rows.length > 0);
        return { route, cursor: chunk.at(-1)?.seq ?? end, messages };
      });
  }

  /** Inside a transaction: messages into the outbox, and how far the channel has read. */
  #queue({ route, cursor, messages }: Step, send: boolean): Array<() => void> {
    const rows = messages.flatMap(({ event, rows }) => route.admit(event, rows));
    for (const row of rows) this.#with.outbox.insert(row);
    this.#with.records.setCursor(route.id, cursor);
    if (!send) return [];
    return [...new Set(rows.map((row) => row.target))].flatMap((target) => route.claim(target) ?? []);
  }

  #save(route: Route): void {
    if (route.savedCursor === route.cursor) return;
    this.#with.records.setCursor(route.id, route.cursor);
    route.savedCursor = route.cursor;
  }
}
