import type { Audit } from './audit.ts';

const AGAIN_MS = 3600_000;
/** Entries an hour for all strangers of a way in together: the log is no place for them to fill. */
const MOST_AN_HOUR = 30;

/** Somebody who showed no credential, and what was tried. */
export interface Try {
  readonly who: string;
  readonly via: string;
  /** Such as `telegram.command`. */
  readonly method: string;
  readonly params: object;
  readonly reason: string;
}

/** Tries of strangers on their way into the audit log: one an hour for each, and not too many in all. */
export class StrangerLog {
  readonly #audit: Pick<Audit, 'record'>;
  readonly #now: () => number;
  readonly #told = new Map<string, number>();
  #hour = 0;
  #inHour = 0;

  constructor(options: { audit: Pick<Audit, 'record'>; now: () => number }) {
    this.#audit = options.audit;
    this.#now = options.now;
  }

  /** @param key tells one stranger's try from another's */
  refused(key: string, { reason, ...entry }: Try): void {
    const now = this.#now();
    const hour = Math.floor(now / AGAIN_MS);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#inHour = 0;
      for (const [old, at] of this.#told) if (now - at >= AGAIN_MS) this.#told.delete(old);
    }
    if (this.#inHour >= MOST_AN_HOUR || now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    this.#told.set(key, now);
    this.#inHour += 1;
    this.#audit.record({ ...entry, ts: now, role: 'none', outcome: 'refused', error: `forbidden: ${reason}`, elapsedMs: 0 });
  }
}
