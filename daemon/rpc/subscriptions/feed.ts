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

/** The events without those that a later one of the same key makes worthless, in their order. */
function newest(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const last = new Map(events.map((event, index) => [event.key, index]));
  return events.filter(({ key }, index) => key === undefined || last.get(key) === index);
}

/**
 * All live subscribers that want the same topics at the same pace. What happens in one turn of the event loop, or between
 * two times that something is sent, is put into text once and goes out as one write, the same text to each.
 */
export class Feed {
  readonly topics: ReadonlySet<string>;
  readonly members = new Set<Subscriber>();
  readonly #onSlow: (subscriber: Subscriber) => void;
  readonly #isSlow: (peer: Peer) => boolean;
  readonly #pace: number;
  #pending: StoredEvent[] = [];
  #size = 0;
  #scheduled = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  /** The last number the feed looked at. */
  #seen = 0;

  /**
   * @param options.pace milliseconds between two times that something is sent, at least; with 0 it goes out at the end of each turn
   * @param options.onSlow gets a member that was taken out because it does not keep up
   */
  constructor(options: { topics: ReadonlySet<string>; pace?: number; isSlow: (peer: Peer) => boolean; onSlow: (subscriber: Subscriber) => void }) {
    this.topics = options.topics;
    this.#pace = options.pace ?? 0;
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
    else if (this.#pending.length > 0 && !this.#scheduled) this.#schedule();
  }

  #schedule(): void {
    this.#scheduled = true;
    const send = () => {
      this.#scheduled = false;
      this.flush();
    };
    const wait = this.#sentAt + this.#pace - performance.now();
    if (wait > 0) setTimeout(send, wait).unref();
    else setImmediate(send);
  }

  /** Sends what is gathered. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const events = this.#pace === 0 ? this.#pending : newest(this.#pending);
    this.#pending = [];
    this.#size = 0;
    this.#sentAt = performance.now();
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
