import type { BookStore } from '../books/book-store.ts';
import { Big, text, ZERO } from '../money.ts';
import { type Books, type BooksOptions, openBooks } from './books.ts';
import { DAY, type Marks } from './valuation.ts';

/** How a new account begins. */
export interface Founding {
  readonly currency: string;
  readonly startBalance: string;
  readonly initialState: 'running' | 'stopped';
}

export interface BookKeeperOptions extends Omit<BooksOptions, 'nextClientOrderId' | 'marks' | 'placedAt'> {
  readonly founding: Founding;
}

const MINUTE = 60_000;

/** Holds the books of a desk: founds the account where there is none, and makes the books anew after a write that failed. */
export class BookKeeper {
  readonly #options: BookKeeperOptions;
  readonly #marks: Marks = new Map();
  readonly #placedAt: number[] = [];
  #orderCount = 0;
  #books: Books | undefined;

  constructor(options: BookKeeperOptions) {
    this.#options = options;
  }

  /** What stands in the store, as of the last change. Only once it is open. */
  get books(): Books {
    if (!this.#books) throw new Error(`the books of ${this.#options.account} are not open`);
    return this.#books;
  }

  /**
   * Opens the books.
   *
   * @param onFounded runs in the write that founds the account, when there was none
   */
  open(onFounded: () => void): void {
    const { account, store, now, journal } = this.#options;
    this.#placedAt.push(...store.orderTimes(account, now() - MINUTE));
    if (store.account(account) !== undefined) {
      this.#open();
      return;
    }
    journal.write(() => {
      this.#found(store);
      this.#open();
      onFounded();
    });
  }

  /** Makes the books anew from the store; what was not written is forgotten. */
  reload(): void {
    this.#options.store.discard();
    this.#open();
  }

  #open(): void {
    this.#orderCount = this.#options.store.orderCount(this.#options.account);
    this.#books = openBooks({
      ...this.#options,
      nextClientOrderId: () => this.#nextClientOrderId(),
      marks: this.#marks,
      placedAt: this.#placedAt,
    });
  }

  #found(store: BookStore): void {
    const { account, founding } = this.#options;
    const { currency, initialState } = founding;
    const now = this.#options.now();
    const start = new Big(founding.startBalance);
    store.insertAccount({
      account,
      currency,
      startBalance: start,
      createdAt: now,
      state: initialState,
      stateSince: now,
      stateReason: null,
      peakEquity: start,
      maxDrawdown: ZERO,
      maxDrawdownRatio: 0,
      day: Math.floor(now / DAY) * DAY,
      dayEquity: start,
    });
    store.saveBalance(account, currency, start);
    store.saveEquity(account, now, text(start));
  }

  #nextClientOrderId(): string {
    for (;;) {
      this.#orderCount += 1;
      const id = `${this.#options.account}-${this.#orderCount}`;
      if (!this.#options.store.hasClientId(id)) return id;
    }
  }
}
