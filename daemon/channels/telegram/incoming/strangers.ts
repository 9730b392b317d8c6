import type { Audit } from '../../../rpc/audit.ts';
import type { Incoming } from './update.ts';

const AGAIN_MS = 3600_000;
/** Entries an hour for all strangers together: the log is no place for them to fill. */
const MOST_AN_HOUR = 30;

/** Those who are not linked get no answer, and an entry in the audit log: one an hour for each, and not too many in all. */
export class Strangers {
  readonly #audit: Pick<Audit, 'record'>;
  readonly #now: () => number;
  readonly #told = new Map<string, number>();
  #hour = 0;
  #inHour = 0;

  constructor(options: { audit: Pick<Audit, 'record'>; now: () => number }) {
    this.#audit = options.audit;
    this.#now = options.now;
  }

  /** @param method what was tried, such as `telegram.command` */
  refused(channel: string, from: Incoming, method: string, params: object, reason: string): void {
    const now = this.#now();
    const hour = Math.floor(now / AGAIN_MS);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#inHour = 0;
      for (const [key, at] of this.#told) if (now - at >= AGAIN_MS) this.#told.delete(key);
    }
    const key = `${channel} ${from.userId} ${from.chat} ${method}`;
    if (this.#inHour >= MOST_AN_HOUR || now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    this.#told.set(key, now);
    this.#inHour += 1;
    this.#audit.record({
      ts: now,
      who: `telegram:${from.userId}`,
      role: 'none',
      via: 'telegram',
      method,
      params: { channel, chat: from.chat, ...(from.username !== undefined && { username: from.username }), ...params },
      outcome: 'refused',
      error: `forbidden: ${reason}`,
      elapsedMs: 0,
    });
  }
}
