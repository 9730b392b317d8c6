import type { Params, TypedEvent } from '../protocol/index.ts';
import { RpcError } from '../protocol/rpc-error.ts';
import type { Outcome } from './calls.ts';
import type { Hello, StreamStart, SubscribeRequest, Subscription, SubscriptionHandlers } from './connection.ts';
import type { Timers } from './timers.ts';

interface Stream {
  readonly request: SubscribeRequest;
  readonly handlers: SubscriptionHandlers;
  readonly matches: (topic: string) => boolean;
  position: number | undefined;
  /** What the application is told when the stream stands; undefined while it does. */
  due: 'onStart' | 'onResume' | 'onReset' | undefined;
  /** Refused together with others; it is asked for alone, to find out which one was meant. */
  suspect: boolean;
}

interface Options {
  /** Sends a call on the connection as it is now; its outcome comes in the order of the lines. */
  readonly send: (method: 'events.subscribe' | 'events.unsubscribe', params: Params<'events.subscribe'> | object, outcome: Outcome) => void;
  /** Told what a handler of the application threw. */
  readonly onFault: (error: unknown) => void;
  readonly timers: Timers;
  /** Milliseconds between two times that events come, at least; as they happen when absent. */
  readonly pace?: number | undefined;
}

const RETRY_MS = 1_000;

/**
 * The application's subscriptions, carried by the one stream that the daemon gives a connection: its topics are the union, it
 * begins at the earliest position, and each subscription takes from it what it has not had yet.
 */
export class Streams {
  readonly #options: Options;
  readonly #streams = new Set<Stream>();
  #storeId: string | undefined;
  #connected = false;
  #asking = false;
  #stale = false;
  /** Asked to come back later. */
  #paused = false;

  constructor(options: Options) {
    this.#options = options;
  }

  add(request: SubscribeRequest, handlers: SubscriptionHandlers): Subscription {
    const stream: Stream = { request, handlers, matches: matcher(request.topics), position: request.since, due: 'onStart', suspect: false };
    this.#streams.add(stream);
    this.#refresh();
    return {
      get position() {
        return stream.due === undefined ? stream.position : undefined;
      },
      close: () => {
        if (this.#streams.delete(stream)) this.#refresh();
      },
    };
  }

  /** A connection stands. Numbers count only in the store they come from, which may also have been put back to an older state. */
  connected({ storeId, lastSeq }: Pick<Hello, 'storeId' | 'lastSeq'>): void {
    const moved = this.#storeId !== undefined && this.#storeId !== storeId;
    const back = [...this.#streams].some(({ due, position = 0 }) => due === 'onResume' && position > lastSeq);
    this.#storeId = storeId;
    this.#connected = true;
    if (moved || back) this.#restart();
    if (this.#streams.size > 0) this.#ask();
  }

  disconnected(): void {
    this.#connected = false;
    this.#asking = false;
    this.#stale = false;
    for (const stream of this.#streams) stream.due ??= 'onResume';
  }

  event(event: TypedEvent): void {
    const { seq, topic } = event;
    for (const stream of [...this.#streams]) {
      if (stream.due !== undefined) continue;
      if (seq !== undefined) {
        if (seq <= (stream.position ?? 0)) continue;
        stream.position = seq;
      }
      if (stream.matches(topic)) this.#tell(() => stream.handlers.onEvent(event));
    }
  }

  /** Those that begin in one turn are asked for in one call. */
  #refresh(): void {
    if (!this.#connected || this.#stale) return;
    this.#stale = true;
    queueMicrotask(() => {
      if (this.#stale && this.#connected && !this.#asking && !this.#paused) this.#ask();
    });
  }

  #ask(): void {
    this.#stale = false;
    this.#asking = true;
    const streams = this.#next();
    const outcome = (settle: () => void) => {
      this.#asking = false;
      settle();
      const suspects = [...this.#streams].some((stream) => stream.suspect);
      if (!this.#paused && (this.#stale || suspects)) this.#ask();
    };
    if (streams.length === 0) {
      const done = () => outcome(() => {});
      this.#options.send('events.unsubscribe', {}, { resolve: done, reject: done });
      return;
    }
    this.#options.send('events.subscribe', requestFor(streams, this.#options.pace), {
      resolve: (start) => outcome(() => this.#begin(streams, start as StreamStart)),
      reject: (error) => {
        // With the connection gone this is no refusal; the next connection asks again.
        if (this.#connected && error instanceof RpcError) outcome(() => this.#refused(streams, error));
      },
    });
  }

  /** All of them; with suspects about, those that are accepted and one suspect. */
  #next(): Stream[] {
    const all = [...this.#streams];
    const suspect = all.find((stream) => stream.suspect);
    return suspect ? all.filter((stream) => stream === suspect || stream.due !== 'onStart') : all;
  }

  #begin(streams: readonly Stream[], start: StreamStart): void {
    for (const stream of streams) {
      const { due, request, handlers } = stream;
      if (due === undefined || !this.#streams.has(stream)) continue;
      if ((stream.position ?? 0) > start.seq) {
        this.#drop(stream, new RpcError('conflict', `the journal ends at ${start.seq}, it has no event ${stream.position}`, { field: 'since' }));
        continue;
      }
      stream.position ??= start.seq;
      stream.due = undefined;
      stream.suspect = false;
      this.#tell(() => handlers[due]?.(request.snapshot ? start : { seq: start.seq }));
    }
  }

  /** A number the daemon does not have: begin anew. Anything else concerns those that were never accepted. */
  #refused(streams: readonly Stream[], error: RpcError): void {
    if (error.data.retryable) {
      this.#paused = true;
      this.#options.timers.after(error.data.retryAfterMs ?? RETRY_MS, () => {
        this.#paused = false;
        this.#stale = false;
        this.#refresh();
      });
      return;
    }
    this.#stale = true;
    if (error.data.field === 'since' && streams.some((stream) => stream.position !== undefined && stream.due !== 'onStart')) {
      this.#restart();
      return;
    }
    const strangers = streams.filter((stream) => stream.due === 'onStart');
    if (strangers.length > 1) {
      for (const stranger of strangers) stranger.suspect = true;
      return;
    }
    for (const stream of strangers.length > 0 ? strangers : streams) this.#drop(stream, error);
  }

  #drop(stream: Stream, error: RpcError): void {
    if (this.#streams.delete(stream)) this.#tell(() => stream.handlers.onError?.(error));
  }

  #restart(): void {
    for (const stream of this.#streams) {
      if (stream.due === 'onStart' && stream.request.since === undefined) continue;
      stream.position = undefined;
      stream.due = 'onReset';
    }
  }

  #tell(handler: () => void): void {
    try {
      handler();
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}

function requestFor(streams: readonly Stream[], pace: number | undefined): Params<'events.subscribe'> {
  const topics = [...new Set(streams.flatMap((stream) => stream.request.topics))];
  const positions = streams.flatMap(({ position }) => (position === undefined ? [] : [position]));
  const snapshot = streams.some(({ request, due }) => request.snapshot && due !== undefined);
  return { topics, ...(positions.length > 0 && { since: Math.min(...positions) }), ...(snapshot && { snapshot }), ...(pace !== undefined && { pace }) };
}

/** By the words alone: a topic this client has not heard of matches its pattern too. */
function matcher(patterns: readonly string[]): (topic: string) => boolean {
  const names = new Set(patterns);
  const prefixes = patterns.filter((pattern) => pattern.endsWith('.*')).map((pattern) => pattern.slice(0, -1));
  if (names.has('*')) return () => true;
  return (topic) => names.has(topic) || prefixes.some((prefix) => topic.startsWith(prefix));
}
