import type { Journal } from '../../journal/journal.ts';
import type { BookStore } from '../books/book-store.ts';
import type { Books } from './books.ts';
import type { DeskStatus } from './status.ts';

export interface WritesOptions {
  readonly account: string;
  readonly books: () => Books;
  readonly store: BookStore;
  readonly journal: Journal;
  readonly status: DeskStatus;
  /** Makes the books anew from the store. */
  readonly reload: () => void;
  /** Runs at the end of every write, inside it. */
  readonly beside: (() => void) | undefined;
}

/** How a desk changes its books: what follows from a change commits with it, and a write that fails leaves no trace. */
export class DeskWrites {
  readonly #options: WritesOptions;
  /** Writes within writes. */
  #depth = 0;

  constructor(options: WritesOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` in a write of the journal, with everything that follows from it: exits that waited, balances told. What
   * changed several times is written once, at the end of the outermost write. When it throws, nothing of it was, in the
   * store or in memory.
   */
  run<T>(work: () => T): T {
    const { journal, store, status, reload } = this.#options;
    const outermost = !journal.writing;
    const { changes } = store;
    this.#depth += 1;
    try {
      return journal.write(() => {
        const result = work();
        if (this.#depth === 1) this.finish();
        return result;
      });
    } catch (error) {
      if (outermost && store.changes !== changes) reload();
      throw error;
    } finally {
      this.#depth -= 1;
      status.invalidate();
    }
  }

  /** Writes down what is known by heart only. */
  finish(): void {
    const { books, store, beside } = this.#options;
    const { dealer, protector, valuation } = books();
    dealer.followUp();
    protector.followUp();
    this.#tellBalances();
    valuation.save();
    store.flush();
    beside?.();
  }

  #tellBalances(): void {
    const { account, books, journal, status } = this.#options;
    const touched = books().portfolio.saveBalances();
    if (touched.length === 0) return;
    journal.append('balance.update', { account, balances: status.balances(touched) });
  }
}
