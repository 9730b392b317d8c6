const FREE_TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const MAX_ENTRIES = 10_000;

interface Failures {
  count: number;
  until: number;
}

/** Makes guessing slow: after five wrong tries each further one doubles the wait, from a second up to a quarter of an hour. */
export class Lockout {
  readonly #now: () => number;
  readonly #failures = new Map<string, Failures>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds until `key` may try again; 0 when it may now. */
  wait(key: string): number {
    return Math.max(0, (this.#failures.get(key)?.until ?? 0) - this.#now());
  }

  failed(key: string): void {
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    const over = count - FREE_TRIES;
    const wait = over <= 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (over - 1));
    this.#failures.delete(key);
    if (this.#failures.size >= MAX_ENTRIES) this.#failures.delete(this.#failures.keys().next().value ?? '');
    this.#failures.set(key, { count, until: this.#now() + wait });
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}
