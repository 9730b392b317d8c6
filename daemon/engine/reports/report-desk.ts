import { SideThread } from '../../lifecycle/side-thread.ts';
import type { Result } from '../../protocol/methods/index.ts';
import type { Statement, Store } from '../../store/store.ts';
import type { Book } from '../performance/input.ts';
import { makeReport, type ReportMethod, type ReportOrder, type ReportSource } from './reports.ts';
import { reportSource } from './source.ts';

interface Options {
  readonly store: Store;
  readonly book: (account: string) => Book;
}

/** What is made at once; of more, trading would notice. */
const SMALL = { trades: 500, samples: 20_000 };
const PATIENCE_MS = 120_000;
const IDLE_MS = 60_000;

/**
 * Makes reports: at once where an account did little so far, in a thread of its own where it did much. That thread makes one
 * after the other; whoever asks what somebody else already waits for gets the same answer.
 */
export class ReportDesk {
  readonly #options: Options;
  readonly #source: ReportSource;
  readonly #thread: SideThread<ReportOrder, string>;
  readonly #manyTrades: Statement<[string, number], { many: number }>;
  readonly #manySamples: Statement<[string, number], { many: number }>;
  /** Accounts never shrink. */
  readonly #large = new Set<string>();
  /** Asked for and not begun, by what was asked. */
  readonly #waiting = new Map<string, Promise<string>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    const { store } = options;
    this.#options = options;
    this.#source = reportSource(store);
    this.#thread = new SideThread({
      source: 'daemon/engine/reports/worker.ts',
      built: 'reports.js',
      data: { file: store.file },
      patienceMs: PATIENCE_MS,
      idleMs: IDLE_MS,
    });
    this.#manyTrades = store.prepare('SELECT 1 AS many FROM trades WHERE account = ? AND closed_at IS NOT NULL LIMIT 1 OFFSET ?');
    this.#manySamples = store.prepare('SELECT 1 AS many FROM equity WHERE account = ? LIMIT 1 OFFSET ?');
  }

  /**
   * Makes a report of an account.
   *
   * @returns the report, or, when it takes time, a promise of its JSON text
   * @throws RpcError what `makeReport` does
   */
  make<M extends ReportMethod>(method: M, account: string, params: ReportOrder<M>['params']): Result<M> | Promise<string> {
    const order = (): ReportOrder<M> => ({ method, account, params, book: this.#options.book(account) });
    if (!this.#isLarge(account)) return makeReport(this.#source, order());
    const key = JSON.stringify([method, account, params]);
    let answer = this.#waiting.get(key);
    if (answer === undefined) {
      answer = this.#last.then(() => {
        this.#waiting.delete(key);
        return this.#thread.ask(order());
      });
      this.#waiting.set(key, answer);
      this.#last = answer.catch(() => {});
    }
    return answer;
  }

  /** What is under way fails. To be called before the store is closed. */
  stop(): Promise<void> {
    return this.#thread.stop();
  }

  #isLarge(account: string): boolean {
    if (this.#large.has(account)) return true;
    const large = this.#manyTrades.get(account, SMALL.trades) !== undefined || this.#manySamples.get(account, SMALL.samples) !== undefined;
    // Another thread cannot look into a store that is nowhere but in this one's memory.
    if (!large || this.#options.store.file === ':memory:') return false;
    this.#large.add(account);
    return true;
  }
}
