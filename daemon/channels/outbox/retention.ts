import type { Log } from '../../log/log.ts';
import { Upkeep } from '../../store/upkeep.ts';
import type { Clock } from '../ports.ts';
import type { Outbox } from './outbox.ts';

interface RetentionOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  /** Channels and how long each keeps what it delivered, ms. */
  readonly keep: () => ReadonlyMap<string, number>;
}

const CHUNK = 500;
const ORPHANS_KEEP_MS = 30 * 24 * 3600_000;

/** Deletes delivered messages past their time, and what is left of channels that were taken out of the configuration. */
export class Retention {
  readonly #with: RetentionOptions;
  readonly #upkeep: Upkeep;

  constructor(options: RetentionOptions) {
    this.#with = options;
    this.#upkeep = new Upkeep({
      piece: () => this.#chunk(),
      onFault: (error) => options.log.error('Old messages could not be deleted', { error }),
      after: (ms, work) => options.clock.after(ms, work),
    });
  }

  start(): void {
    this.#upkeep.start();
  }

  stop(): void {
    this.#upkeep.stop();
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
