export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

const BACKOFF: Backoff = { baseMs: 100, maxMs: 5_000 };

/**
 * Exponential back-off with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/):
 * many clients of a restarted daemon do not come back in step.
 *
 * @param attempt failures so far, from 1
 * @returns milliseconds to wait
 */
export function backoffMs(attempt: number, random: () => number, { baseMs, maxMs }: Backoff = BACKOFF): number {
  return Math.round(random() * Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30)));
}
