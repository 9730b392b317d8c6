export interface Backoff {
  /** Upper bound of the first wait, ms. */
  readonly baseMs: number;
  /** Upper bound of any wait, ms. */
  readonly maxMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { baseMs: 1_000, maxMs: 60_000 };

/** A longer `Retry-After` than this is taken for a mistake of the other side. */
const LONGEST_RETRY_AFTER_MS = 24 * 3600_000;

/**
 * Wait before the next attempt: exponential with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/),
 * and never sooner than the other side asked for.
 *
 * @param attempts made so far, at least 1
 * @param random in [0, 1)
 * @returns milliseconds
 */
export function nextDelay(attempts: number, { baseMs, maxMs }: Backoff, random: () => number, retryAfterMs = 0): number {
  const bound = Math.min(maxMs, baseMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(Math.max(random() * bound, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS)));
}
