import type { Log } from '../../log/log.ts';
import type { BotState } from '../../protocol/schemas/bot.ts';
import { type Said, say } from '../../protocol/texts/english.ts';
import type { MarketRules } from '../market-rules.ts';
import { type Big, text, ZERO } from '../money.ts';
import type { Books } from './books.ts';
import type { BotControl } from './control.ts';
import type { LocalExchange } from './exchange.ts';

export interface ReconcilerOptions {
  readonly account: string;
  readonly books: () => Books;
  readonly control: BotControl;
  /** Undefined where the exchange is outside the process. */
  readonly local: LocalExchange | undefined;
  readonly rules: (pair: string) => MarketRules;
  /** State at every start but after a panic; as it was left when absent. */
  readonly startState: 'running' | 'paused' | 'stopped' | undefined;
  readonly log: Log;
  /** Market time. */
  readonly now: () => number;
}

/** Holds the books against the exchange. Where they differ nothing more is entered before a person had a look. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  #mismatch: Said | undefined;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** At a start: the working orders of books and exchange must be the same. Call inside a write. */
  reconcile(): void {
    const { books, local, control } = this.#options;
    const { ledger, record } = books();
    if (local) this.giveBack();
    else for (const order of ledger.active) if (order.state === 'pending') ledger.doubt(order);
    const problem = this.examine();
    if (problem !== undefined && record.state !== 'panicked') control.enter('needs_attention', problem);
    else if (problem === undefined) control.enter(this.#stateAtStart(record.state), null);
  }

  /**
   * Gives an exchange inside the process its working orders back. An order placed at this very moment of market time has
   * met no price yet: it arrives anew, where the others rest. So a recording that stood still in between fills both as if
   * nothing had happened.
   */
  giveBack(): void {
    const { books, local, now } = this.#options;
    if (!local) return;
    const { ledger } = books();
    const fresh = new Set([...ledger.active].filter((order) => order.createdAt >= now()).map((order) => order.clientOrderId));
    local.restore(ledger.requests.filter((request) => !fresh.has(request.clientOrderId)));
    for (const request of ledger.requests) if (fresh.has(request.clientOrderId)) local.place(request);
  }

  /** What is wrong with the books: an order nobody knows of, or a trade that holds what the account does not. */
  examine(): Said | undefined {
    const { books, local, rules } = this.#options;
    const { ledger, portfolio } = books();
    if (this.#mismatch !== undefined) return this.#mismatch;
    const atExchange = local && new Set(local.openOrders());
    for (const order of ledger.active) {
      if (order.state === 'unknown') return say({ code: 'order_unknown', params: { order: order.clientOrderId } });
      if (atExchange && !atExchange.has(order.clientOrderId)) return say({ code: 'order_unheard_of', params: { order: order.clientOrderId } });
    }
    const held = new Map<string, Big>();
    for (const trade of portfolio.openTrades) {
      const { base } = rules(trade.pair);
      held.set(base, (held.get(base) ?? ZERO).plus(trade.held));
    }
    for (const [currency, amount] of held) {
      const balance = portfolio.balance(currency);
      if (amount.gt(balance)) return say({ code: 'account_holds_less', params: { held: text(amount), currency, balance: text(balance) } });
    }
    return undefined;
  }

  /** The exchange says something was filled that the books cannot take. Call inside a write. */
  onMismatch(problem: Said): void {
    const { account, books, control, log } = this.#options;
    this.#mismatch = problem;
    const { text: words, ...said } = say({ code: 'books_disagree', params: { reason: problem.text }, cause: problem.is });
    log.error(words, { account, ...said });
    if (books().record.state !== 'panicked') control.enter('needs_attention', problem);
  }

  #stateAtStart(state: BotState): BotState {
    const { startState } = this.#options;
    return startState === undefined || state === 'panicked' || state === 'needs_attention' ? state : startState;
  }
}
