import type { Log } from '../../log/log.ts';
import type { Clock } from '../ports.ts';
import type { Outbox } from './outbox.ts';

interface RetentionOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  /** Channels and how long each keeps what it delivered, ms. */
  readonly keep: () => ReadonlyMap<string, number>;
}

const EVERY_MS = 3600_000;
const CHUNK = 500;
/** Between two chunks, so that trading is let through. */
const PAUSE_MS = 20;
const ORPHANS_KEEP_MS = 30 * 24 * 3600_000;

/** Deletes delivered messages past their time, and what is left of channels that were taken out of the configuration. */
export class Retention {
  readonly #with: RetentionOptions;
  #cancel: (() => void) | undefined;

  constructor(options: RetentionOptions) {
    this.#with = options;
  }

  start(): void {
    this.#next(PAUSE_MS);
  }

  stop(): void {
    this.#cancel?.();
  }

  #next(ms: number): void {
    this.#cancel = this.#with.clock.after(ms, () => {
      let more = false;
      try {
        more = this.#chunk();
      } catch (error) {
        this.#with.log.error('Old messages could not be deleted', { error });
      }
      this.#next(more ? PAUSE_MS : EVERY_MS);
    });
  }

  /** Returns whether there may be more to delete. */
  #chunk(): boolean {
    const { outbox, clock, keep } = this.#with;
    const now = clock.now();
    const known = keep();
    const gone = outbox.channels().map((channel) => {
      const keepMs = known.get(channel);
      return keepMs === undefined ? outbox.purgeAll(channel, now - ORPHANS_KEEP_MS, CHUNK) : outbox.purge(channel, now - keepMs, CHUNK);
    });
    return gone.includes(CHUNK);
  }
}
