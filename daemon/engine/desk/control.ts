import type { Journal } from '../../journal/journal.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { RiskLimits } from '../../protocol/methods/risk.ts';
import type { BotState, BotStatus } from '../../protocol/schemas/bot.ts';
import type { Said } from '../../protocol/texts/english.ts';
import type { BookStore } from '../books/book-store.ts';
import type { Because } from '../books/records.ts';
import { nextState, type Verb } from '../bot.ts';
import { type Big, ZERO } from '../money.ts';
import { Breaches, checkAccount, type LimitName } from '../risk.ts';
import type { DeskSettings } from '../settings.ts';
import type { Books } from './books.ts';
import type { DeskStatus } from './status.ts';

export interface ControlOptions {
  readonly books: () => Books;
  readonly store: BookStore;
  readonly journal: Journal;
  readonly status: DeskStatus;
  readonly settings: () => DeskSettings;
  /** Market time. */
  readonly now: () => number;
  /** What is wrong with the books; undefined when they are in order. */
  readonly examine: () => Said | undefined;
}

/** The bot's state, its verbs, and the limits that change it by themselves. Everything here runs inside a write. */
export class BotControl {
  readonly #options: ControlOptions;
  readonly #breaches = new Breaches();
  #watched: { dayEquity: Big; peakEquity: Big; limits: RiskLimits; floor: Big } | undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /**
   * @param flatten with `panic`: sells every position at the market
   * @throws RpcError `conflict` when the state forbids the verb
   */
  command(verb: Verb, flatten = false): void {
    const { books, examine } = this.#options;
    const { record, dealer, manual, portfolio } = books();
    const next = nextState(record.state, verb);
    if (next === 'running' && record.state !== 'running') this.#allowRunning(examine());
    this.enter(next, null);
    if (verb === 'stop') dealer.cancelWhere((order) => order.purpose === 'entry');
    if (verb === 'panic') dealer.cancelWhere(() => true);
    if (verb === 'panic' && flatten) manual.closeAll(portfolio.openTrades, 'panic');
  }

  #allowRunning(problem: Said | undefined): void {
    if (problem !== undefined) {
      throw new RpcError('conflict', `The books are not in order: ${problem.text}`, { hint: 'Compare orders and balances with the exchange first' });
    }
    const { exposure, valuation } = this.#options.books();
    if (checkAccount(this.#options.settings().limits, exposure)?.limit === 'maxDrawdown') valuation.resetPeak();
  }

  /** Takes a state up and tells of it; nothing when it is the present one. */
  enter(state: BotState, reason: Because | null): void {
    const { record } = this.#options.books();
    const previous = record.state;
    if (state === previous) return;
    record.state = state;
    record.stateSince = this.#options.now();
    record.stateReason = reason;
    this.#options.store.updateAccount(record);
    this.tell(previous);
  }

  tell(previous: BotState | null): void {
    const { record } = this.#options.books();
    this.#options.status.invalidate();
    const status: BotStatus = this.#options.status.status();
    const { account, state, stateReason } = record;
    const why = { reason: stateReason?.text ?? null, ...(stateReason?.is && { cause: stateReason.is }) };
    this.#options.journal.append('bot.state', { account, state, previous, ...why, status });
  }

  /** Tells when a limit on the whole account is reached, and pauses the bot when its drawdown is. */
  watchLimits(): void {
    const { books, settings } = this.#options;
    const { dayEquity, peakEquity } = books().exposure;
    const { limits } = settings();
    if (this.#watched?.dayEquity !== dayEquity || this.#watched.peakEquity !== peakEquity || this.#watched.limits !== limits) {
      this.#watched = { dayEquity, peakEquity, limits, floor: floorOf(limits, dayEquity, peakEquity) };
    }
    if (books().valuation.isAbove(this.#watched.floor)) {
      this.#breaches.endAll(ACCOUNT);
      return;
    }
    const reached = checkAccount(limits, books().exposure);
    for (const limit of ACCOUNT_LIMITS) if (reached?.limit !== limit) this.#breaches.end(ACCOUNT, limit);
    if (!reached || !this.#breaches.begin(ACCOUNT, reached.limit)) return;
    this.#options.journal.append('risk.breach', { account: books().record.account, limit: reached.limit, text: reached.text, strategy: null, ...reached.is });
    if (reached.limit === 'maxDrawdown' && books().record.state === 'running') this.enter('paused', reached);
  }
}

/** Equity above which no limit on the account can be reached. A little high, since shares are rounded. */
function floorOf({ maxDailyLoss, maxDrawdown }: RiskLimits, dayEquity: Big, peakEquity: Big): Big {
  const daily = maxDailyLoss === null ? ZERO : dayEquity.times(1 + ROUNDING - maxDailyLoss);
  const drawdown = maxDrawdown === null ? ZERO : peakEquity.times(1 + ROUNDING - maxDrawdown);
  return daily.gt(drawdown) ? daily : drawdown;
}

const ROUNDING = 1e-7;
const ACCOUNT = 'account';
const ACCOUNT_LIMITS: readonly LimitName[] = ['maxDailyLoss', 'maxDrawdown'];
