import type { Session } from './session.ts';

/** A token bucket: `burst` may be spent at once, `perSecond` flows back. The unit is a method's `cost`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** The local socket belongs to one user, its owner: only a runaway script meets this. */
const LOCAL: Rate = { perSecond: 1_000_000, burst: 5_000_000 };
const MAX_BUCKETS = 1000;

class Bucket {
  level: number;
  at: number;

  constructor(level: number, at: number) {
    this.level = level;
    this.at = at;
  }
}

/** One bucket per principal and way in, so that more connections do not buy more calls. */
export class RateLimits {
  readonly #rate: () => Rate;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /**
   * @param options.rate for everybody but the local socket; read at every call, so that a change takes effect at once
   * @param options.clock monotonic milliseconds
   */
  constructor(options: { rate: () => Rate; clock?: () => number }) {
    this.#rate = options.rate;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /** Takes `cost` from the caller's bucket. Answers 0, or the milliseconds to wait when there is not enough. */
  take(session: Session, cost: number): number {
    const local = session.via === 'socket' && session.role === 'owner';
    const rate = local ? LOCAL : this.#rate();
    const now = this.#clock();
    const key = local ? 'socket' : session.who;
    const bucket = this.#buckets.get(key) ?? this.#add(key, rate, now);
    bucket.level = Math.min(rate.burst, bucket.level + ((now - bucket.at) / 1000) * rate.perSecond);
    bucket.at = now;
    if (bucket.level >= Math.min(cost, rate.burst)) {
      bucket.level -= cost;
      return 0;
    }
    return Math.ceil(((Math.min(cost, rate.burst) - bucket.level) / rate.perSecond) * 1000);
  }

  #add(key: string, rate: Rate, now: number): Bucket {
    if (this.#buckets.size >= MAX_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value ?? '');
    const bucket = new Bucket(rate.burst, now);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
