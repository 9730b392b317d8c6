/** Bytes of unread answers past which nothing more is carried out. */
const MAX_UNREAD = 1024 * 1024;
const POLL_MS = 20;

interface Source {
  pause(): void;
  resume(): void;
}

/**
 * Messages of one connection on their way in. Whoever asks much and reads little waits until it has read: short calls
 * may have long answers, and one packet holds many calls.
 */
export class Inbox<T> {
  readonly #source: Source;
  readonly #backlog: () => number;
  readonly #handle: (message: T) => void;
  readonly #held: T[] = [];
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param options.source what is paused meanwhile
   * @param options.backlog bytes of answers that the other side has not taken
   */
  constructor(options: { source: Source; backlog: () => number; handle: (message: T) => void }) {
    this.#source = options.source;
    this.#backlog = options.backlog;
    this.#handle = options.handle;
  }

  take(message: T): void {
    this.#held.push(message);
    if (this.#timer === undefined) this.#work();
  }

  /** The connection is gone, and what it still asked for with it. */
  end(): void {
    clearTimeout(this.#timer);
    this.#held.length = 0;
  }

  #work(): void {
    const waited = this.#timer !== undefined;
    this.#timer = undefined;
    while (this.#held.length > 0 && this.#backlog() <= MAX_UNREAD) this.#handle(this.#held.shift() as T);
    if (this.#backlog() <= MAX_UNREAD) {
      if (waited) this.#source.resume();
      return;
    }
    if (!waited) this.#source.pause();
    this.#timer = setTimeout(() => this.#work(), POLL_MS).unref();
  }
}
