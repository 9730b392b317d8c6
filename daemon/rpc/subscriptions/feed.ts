import type { StoredEvent } from '../../journal/event.ts';
import type { Peer } from '../session.ts';

/** One stream of events to one connection. */
export interface Subscriber {
  readonly peer: Peer;
  readonly feed: Feed;
  /** Every event up to this number was sent, or is of no interest. */
  position: number;
  ended: boolean;
}

/** Characters gathered before they are written without waiting for the end of the turn. */
const WRITE_SIZE = 256 * 1024;

const line = (event: StoredEvent): string => `{"jsonrpc":"2.0","method":"event","params":${event.text}}`;

/** Events as notifications, one to a line. */
export const lines = (events: readonly StoredEvent[]): string => events.map(line).join('\n');

/**
 * All live subscribers that want the same topics. What happens in one turn of the event loop is put into text once and
 * goes out as one write, the same text to each.
 */
export class Feed {
  readonly topics: ReadonlySet<string>;
  readonly members = new Set<Subscriber>();
  readonly #onSlow: (subscriber: Subscriber) => void;
  readonly #isSlow: (peer: Peer) => boolean;
  #pending: StoredEvent[] = [];
  #size = 0;
  #scheduled = false;
  /** The last number the feed looked at. */
  #seen = 0;

  /** @param options.onSlow gets a member that was taken out because it does not keep up */
  constructor(options: { topics: ReadonlySet<string>; isSlow: (peer: Peer) => boolean; onSlow: (subscriber: Subscriber) => void }) {
    this.topics = options.topics;
    this.#isSlow = options.isSlow;
    this.#onSlow = options.onSlow;
  }

  /**
   * Takes in a subscriber that has had every event up to the journal's last. What is gathered is older than that and
   * goes to the others first. Not to be called while the bus delivers: what is committed then is not published yet.
   */
  join(subscriber: Subscriber): void {
    this.flush();
    this.members.add(subscriber);
  }

  take(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (event.seq !== undefined) this.#seen = event.seq;
      if (!this.topics.has(event.topic)) continue;
      this.#pending.push(event);
      this.#size += event.text.length;
    }
    if (this.#size > WRITE_SIZE) this.flush();
    else if (this.#pending.length > 0 && !this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.flush();
      });
    }
  }

  /** Sends what is gathered. */
  flush(): void {
    const events = this.#pending;
    if (events.length === 0) return;
    this.#pending = [];
    this.#size = 0;
    let shared: string | undefined;
    for (const member of this.members) {
      if (this.#isSlow(member.peer)) {
        this.members.delete(member);
        this.#onSlow(member);
        continue;
      }
      shared ??= lines(events);
      member.peer.send(shared);
      member.position = Math.max(member.position, this.#seen);
    }
  }
}
