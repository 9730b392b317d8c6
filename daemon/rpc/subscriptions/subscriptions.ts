import type { EventBus } from '../../journal/bus.ts';
import type { Journal } from '../../journal/journal.ts';
import { RpcError } from '../../protocol/index.ts';
import type { Peer, Session } from '../session.ts';
import { Feed, lines, type Subscriber } from './feed.ts';

/** Bytes a connection may owe before events wait in the journal instead of in memory. */
const MAX_BACKLOG = 1024 * 1024;
/** A connection that takes nothing for this long, with that much waiting, is told that it lags and closed. */
const STALL_MS = 5_000;
const POLL_MS = 20;
/** Journal rows looked at in one go, so that a long replay leaves room for others. */
const CHUNK = 1_000;

interface Options {
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly maxBacklog?: number;
  readonly stallMs?: number;
}

interface Wanted {
  readonly topics: ReadonlySet<string>;
  /** Number of the last event already seen; from now on when absent. */
  readonly since?: number | undefined;
  /** Milliseconds between two times that something is sent, at least. */
  readonly pace?: number | undefined;
}

/**
 * Streams of events to connections, each event once and in order. A stream starts in the journal and goes over to the
 * live feed at an exact number; a connection that reads slowly falls back to the journal and is paced there, so that
 * what waits for it takes no memory. Only a connection that reads nothing at all is given up.
 */
export class Subscriptions {
  readonly #journal: Journal;
  readonly #bus: EventBus;
  readonly #maxBacklog: number;
  readonly #stallMs: number;
  readonly #feeds = new Map<string, Feed>();
  readonly #subscribers = new Map<Session, Subscriber>();
  readonly #watched = new WeakSet<Session>();
  #unlisten: (() => void) | undefined;

  constructor(options: Options) {
    this.#journal = options.journal;
    this.#bus = options.bus;
    this.#maxBacklog = options.maxBacklog ?? MAX_BACKLOG;
    this.#stallMs = options.stallMs ?? STALL_MS;
  }

  /** Streams under way. */
  get size(): number {
    return this.#subscribers.size;
  }

  /** Number after which somebody is still being sent events from the journal; its last where everybody has come up to it. */
  get reading(): number {
    let lowest = this.#journal.lastSeq;
    for (const subscriber of this.#subscribers.values()) if (!subscriber.feed.members.has(subscriber)) lowest = Math.min(lowest, subscriber.position);
    return lowest;
  }

  start(): void {
    this.#unlisten = this.#bus.subscribe('subscriptions', (events) => {
      for (const feed of this.#feeds.values()) feed.take(events);
    });
  }

  /** Sends what is still gathered and ends every stream. */
  stop(): void {
    this.#unlisten?.();
    for (const feed of this.#feeds.values()) feed.flush();
    for (const session of [...this.#subscribers.keys()]) this.#end(session);
  }

  /**
   * Prepares a stream of the session's connection; it replaces the one before.
   *
   * @returns the position of this moment, and what starts the stream once the answer is on its way
   * @throws RpcError `conflict` when the number is not in the journal yet, or what followed it no longer is, or nothing can
   * be sent on this way in
   */
  subscribe(session: Session, { topics, since, pace }: Wanted): { seq: number; begin: () => void } {
    const { peer } = session;
    if (peer === undefined) {
      throw new RpcError('conflict', 'a single HTTP request cannot be sent events', { hint: 'subscribe over the socket or the WebSocket at /ws' });
    }
    const seq = this.#journal.lastSeq;
    if (since !== undefined && since > seq) {
      throw new RpcError('conflict', `the journal ends at ${seq}, it has no event ${since}`, {
        field: 'since',
        hint: 'the number comes from another store: compare `storeId` of session.hello, and start from a snapshot',
      });
    }
    const { firstSeq } = this.#journal;
    if (since !== undefined && since < firstSeq - 1) {
      throw new RpcError('conflict', `the journal begins at ${firstSeq}, it no longer has all that came after ${since}`, {
        field: 'since',
        hint: `begin anew, with \`snapshot\` and without \`since\`; or take what is left, with \`since\` ${firstSeq - 1}`,
      });
    }
    // Who names no number has had all up to now: what was gathered for it goes out first.
    if (since === undefined) this.#subscribers.get(session)?.feed.flush();
    this.#end(session);
    const subscriber: Subscriber = { peer, feed: this.#feed(topics, pace), position: since ?? seq, ended: false };
    this.#subscribers.set(session, subscriber);
    if (!this.#watched.has(session)) {
      this.#watched.add(session);
      peer.onClose(() => this.#end(session));
    }
    return { seq, begin: () => this.#catchUp(subscriber) };
  }

  /** Ends the session's stream and answers the position up to which it was sent. */
  unsubscribe(session: Session): number {
    const subscriber = this.#subscribers.get(session);
    if (subscriber === undefined) return this.#journal.lastSeq;
    subscriber.feed.flush();
    this.#end(session);
    return subscriber.position;
  }

  #feed(topics: ReadonlySet<string>, pace = 0): Feed {
    const key = `${pace} ${[...topics].sort().join(' ')}`;
    const known = this.#feeds.get(key);
    if (known) return known;
    const feed = new Feed({
      topics,
      pace,
      isSlow: (peer) => peer.backlog > this.#maxBacklog,
      onSlow: (subscriber) => this.#catchUp(subscriber),
    });
    this.#feeds.set(key, feed);
    return feed;
  }

  #end(session: Session): void {
    const subscriber = this.#subscribers.get(session);
    if (subscriber === undefined) return;
    subscriber.ended = true;
    subscriber.feed.members.delete(subscriber);
    this.#subscribers.delete(session);
    for (const [key, feed] of this.#feeds) {
      if (feed === subscriber.feed && !this.#used(feed)) this.#feeds.delete(key);
    }
  }

  #used(feed: Feed): boolean {
    for (const subscriber of this.#subscribers.values()) if (subscriber.feed === feed) return true;
    return false;
  }

  /** Sends from the journal, a chunk each turn, until the live feed can take over. */
  #catchUp(subscriber: Subscriber, wait: { backlog: number; since: number } | undefined = undefined): void {
    const { peer, feed } = subscriber;
    if (subscriber.ended) return;
    const { backlog } = peer;
    if (backlog > this.#maxBacklog) {
      this.#await(subscriber, backlog, wait);
      return;
    }
    const { lastSeq } = this.#journal;
    if (subscriber.position >= lastSeq) {
      feed.join(subscriber);
      return;
    }
    const upTo = Math.min(subscriber.position + CHUNK, lastSeq);
    const events = this.#journal.read({ since: subscriber.position, upTo, topics: (topic) => feed.topics.has(topic), limit: CHUNK });
    subscriber.position = upTo;
    if (events.length > 0) peer.send(lines(events));
    setImmediate(() => this.#catchUp(subscriber));
  }

  #await(subscriber: Subscriber, backlog: number, wait: { backlog: number; since: number } | undefined): void {
    const now = performance.now();
    const progress = wait === undefined || backlog < wait.backlog;
    if (!progress && now - wait.since > this.#stallMs) {
      this.#giveUp(subscriber.peer, subscriber.position);
      return;
    }
    const next = progress ? { backlog, since: now } : wait;
    setTimeout(() => this.#catchUp(subscriber, next), POLL_MS).unref();
  }

  #giveUp(peer: Peer, lastSeq: number): void {
    peer.send(`{"jsonrpc":"2.0","method":"lagged","params":{"lastSeq":${lastSeq}}}`);
    peer.close();
  }
}
