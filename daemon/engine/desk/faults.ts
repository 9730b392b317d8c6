import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import type { DeskSettings } from '../settings.ts';

const MINUTE = 60_000;

/** Tells of what failed at a desk without ending it. */
export class DeskFaults {
  readonly #account: string;
  readonly #log: Log;
  readonly #journal: Journal;
  readonly #settings: () => DeskSettings;
  /** When a fault of the feed was last logged, wall clock. */
  #feedAt = 0;

  constructor(options: { account: string; log: Log; journal: Journal; settings: () => DeskSettings }) {
    this.#account = options.account;
    this.#log = options.log;
    this.#journal = options.journal;
    this.#settings = options.settings;
  }

  /** A price could not be taken in: told once a minute, since prices come by the second. */
  ofFeed(error: unknown): void {
    const now = Date.now();
    if (now - this.#feedAt < MINUTE) return;
    this.#feedAt = now;
    this.#log.error(`Prices could not be taken in: ${reasonOf(error)}`, {
      error,
      account: this.#account,
      remedy: 'Look at the disk and the log',
      is: { code: 'prices_not_taken', params: { reason: reasonOf(error) } },
    });
  }

  /** A strategy threw and was switched off. */
  ofStrategy(strategy: string, error: unknown): void {
    const reason = reasonOf(error);
    this.#log.error(`Strategy ${strategy} failed and was switched off: ${reason}`, {
      error,
      account: this.#account,
      remedy: 'Mend it, then enable it again',
      is: { code: 'strategy_failed', params: { strategy, reason } },
    });
    this.#journal.append('strategy.state', { strategy, enabled: false, params: { ...this.#settings().strategies[strategy]?.params }, reason });
  }

  /** A strategy begins without the past it asked for. */
  ofPast(strategy: string, pair: string, error: unknown): void {
    this.#log.warn(`${strategy} starts without the past of ${pair}: ${reasonOf(error)}`, {
      account: this.#account,
      is: { code: 'strategy_without_past', params: { strategy, pair, reason: reasonOf(error) } },
    });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
