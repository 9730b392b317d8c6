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
  /**
   * Inside the transaction that queued messages for `target`: takes the first one on, if the target is idle.
   *
   * @returns starts the sending; called after the commit
   */
  claim(target: string): (() => void) | undefined;
}

interface Collaborators {
  readonly store: Store;
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly outbox: Outbox;
  readonly records: ChannelRecords;
  readonly log: Log;
  readonly clock: Clock;
}

/** Events looked at in one go, before the event loop is let through. */
const CHUNK = 200;
/** A cursor that only passed unwanted events is saved this often: reading them again after a crash does no harm. */
const SAVE_EVERY = 2000;
const RETRY_MS = 1000;
/** Chunks still routed when the daemon stops; the rest is found in the journal at the next start. */
const LAST_CHUNKS = 10;

/**
 * Turns journal events into messages in the outbox. The messages and the place in the journal commit together, so a
 * crash neither loses nor doubles an event. It runs after the event's own commit, in chunks, off the caller's turn.
 */
export class Router {
  readonly #with: Collaborators;
  readonly #routes = new Map<string, Route>();
  #pending: NodeJS.Immediate | undefined;
  #cancelRetry: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(collaborators: Collaborators) {
    this.#with = collaborators;
  }

  start(): void {
    this.#unsubscribe = this.#with.bus.subscribe('channels', (events) => {
      if (events.at(-1)?.seq !== undefined) this.#schedule();
    });
    this.#schedule();
  }

  /** Queues what has happened up to now, as far as that goes quickly, and ends. */
  stop(): void {
    if (!this.#unsubscribe) return;
    try {
      for (let chunks = 0; chunks < LAST_CHUNKS && this.#pass(); chunks++);
    } catch (error) {
      this.#with.log.error('The last messages could not be queued; they are at the next start', { error });
    }
    this.#unsubscribe();
    this.#unsubscribe = undefined;
    this.#cancelRetry?.();
    clearImmediate(this.#pending);
    this.#pending = undefined;
    this.#with.store.transaction(() => {
      for (const route of this.#routes.values()) this.#save(route);
    });
  }

  set(route: Route): void {
    this.#routes.set(route.id, route);
    if (this.#unsubscribe) this.#schedule();
  }

  /** The channel's place is kept and saved; its events wait. */
  remove(id: string): void {
    const route = this.#routes.get(id);
    if (route) this.#save(route);
    this.#routes.delete(id);
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

  #attempt(): void {
    try {
      if (this.#pass()) this.#schedule();
    } catch (error) {
      this.#with.log.error('Messages could not be queued; trying again', { error });
      this.#cancelRetry?.();
      this.#cancelRetry = this.#with.clock.after(RETRY_MS, () => this.#schedule());
    }
  }

  /** One chunk for every channel that is behind. Returns whether some still are. */
  #pass(): boolean {
    const { journal, store, outbox } = this.#with;
    const end = journal.lastSeq;
    const chunks = new Map<number, readonly StoredEvent[]>();
    const parsed = new Map<number, ChannelEvent>();
    const plan: Array<{ route: Route; cursor: number; rows: NewRow[] }> = [];
    for (const route of this.#routes.values()) {
      if (route.cursor >= end) continue;
      const chunk = chunks.get(route.cursor) ?? journal.read({ since: route.cursor, upTo: end, limit: CHUNK });
      chunks.set(route.cursor, chunk);
      const rows = chunk.filter((stored) => route.mayMatch(stored.topic)).flatMap((stored) => route.rowsFor(parse(stored, parsed)));
      plan.push({ route, cursor: chunk.at(-1)?.seq ?? end, rows });
    }
    const starts: Array<() => void> = [];
    if (plan.some(({ route, cursor, rows }) => rows.length > 0 || cursor - route.savedCursor >= SAVE_EVERY)) {
      store.transaction(() => {
        for (const { route, cursor, rows } of plan) {
          for (const row of rows) outbox.insert(row);
          this.#with.records.setCursor(route.id, cursor);
          for (const target of new Set(rows.map((row) => row.target))) {
            const start = route.claim(target);
            if (start) starts.push(start);
          }
        }
      });
      for (const { route, cursor } of plan) route.savedCursor = cursor;
    }
    for (const { route, cursor } of plan) route.cursor = cursor;
    for (const start of starts) start();
    return plan.some(({ cursor }) => cursor < end);
  }

  #save(route: Route): void {
    if (route.savedCursor === route.cursor) return;
    this.#with.records.setCursor(route.id, route.cursor);
    route.savedCursor = route.cursor;
  }
}

function parse(stored: StoredEvent, parsed: Map<number, ChannelEvent>): ChannelEvent {
  const seq = stored.seq ?? 0;
  const known = parsed.get(seq);
  if (known) return known;
  const event = channelEvent(stored);
  parsed.set(seq, event);
  return event;
}
