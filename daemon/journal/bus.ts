import { type LiveTopic, TOPICS, type TopicData } from '../protocol/index.ts';
import type { StoredEvent } from './event.ts';
import { eventOf } from './event.ts';

export type Listener = (events: readonly StoredEvent[]) => void;

/** Hands events to whoever listens, in order, in the batches they were committed in. */
export class EventBus {
  readonly #listeners = new Map<Listener, string>();
  readonly #now: () => number;
  readonly #onFault: (owner: string, error: unknown) => void;
  #queue: Array<readonly StoredEvent[]> | undefined;

  /** @param onFault told when a listener throws; the others are served all the same */
  constructor(onFault: (owner: string, error: unknown) => void, now: () => number = Date.now) {
    this.#onFault = onFault;
    this.#now = now;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /**
   * Listens to every event from now on. Listeners must return at once: they run on the trading thread.
   *
   * @returns ends the listening
   */
  subscribe(owner: string, listener: Listener): () => void {
    this.#listeners.set(listener, owner);
    return () => this.#listeners.delete(listener);
  }

  /** A listener may cause further events; they follow after everybody has had these. */
  publish(events: readonly StoredEvent[]): void {
    if (events.length === 0) return;
    if (this.#queue) {
      this.#queue.push(events);
      return;
    }
    this.#queue = [events];
    try {
      for (let batch = this.#queue.shift(); batch; batch = this.#queue.shift()) this.#deliver(batch);
    } finally {
      this.#queue = undefined;
    }
  }

  #deliver(events: readonly StoredEvent[]): void {
    for (const [listener, owner] of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        this.#onFault(owner, error);
      }
    }
  }

  /** Publishes an event of a live-only topic: no number, not kept. */
  publishLive<T extends LiveTopic>(topic: T, data: TopicData<T>): void {
    if (this.#listeners.size === 0) return;
    const about = TOPICS[topic].about as ((data: TopicData<T>) => string) | undefined;
    this.publish([eventOf(undefined, this.#now(), topic, JSON.stringify(data), about?.(data))]);
  }
}
