import type { DataHealth } from '../../exchange/port.ts';
import type { BotStatus, Reason } from '../../protocol/schemas/bot.ts';
import type { Balance, Position } from '../../protocol/schemas/trading.ts';
import type { MarketRules } from '../market-rules.ts';
import { type Big, text } from '../money.ts';
import { checkAccount, type LimitUse, limitUse } from '../risk.ts';
import type { DeskSettings } from '../settings.ts';
import { why } from '../why.ts';
import type { Books } from './books.ts';
import type { StrategyHost } from './strategy-host.ts';
import { toBalance, toPosition } from './views.ts';

/** How long an answer is good for when nothing happened; prices and ages move on meanwhile. Milliseconds. */
const FRESH_MS = 250;

/** What a desk tells of itself. */
export class DeskStatus {
  readonly #books: () => Books;
  readonly #settings: () => DeskSettings;
  readonly #host: StrategyHost;
  readonly #rules: (pair: string) => MarketRules;
  readonly #health: () => DataHealth;
  readonly #marketTime: () => number;
  readonly #now: () => number;
  #kept: { value: BotStatus; at: number } | undefined;

  /** @param options.now wall clock */
  constructor(options: {
    books: () => Books;
    settings: () => DeskSettings;
    host: StrategyHost;
    rules: (pair: string) => MarketRules;
    health: () => DataHealth;
    marketTime: () => number;
    now: () => number;
  }) {
    this.#books = options.books;
    this.#settings = options.settings;
    this.#host = options.host;
    this.#rules = options.rules;
    this.#health = options.health;
    this.#marketTime = options.marketTime;
    this.#now = options.now;
  }

  /** Something happened: the next answer is made anew. */
  invalidate(): void {
    this.#kept = undefined;
  }

  /** The same frozen object until something happens, or for a quarter of a second. */
  status(): BotStatus {
    const at = this.#now();
    if (!this.#kept || at - this.#kept.at >= FRESH_MS || at < this.#kept.at) this.#kept = { value: Object.freeze(this.#make()), at };
    return this.#kept.value;
  }

  #make(): BotStatus {
    const { record, portfolio, ledger, valuation } = this.#books();
    return {
      account: record.account,
      state: record.state,
      mode: 'paper',
      strategies: this.#host.enabled,
      openTrades: portfolio.openTradeCount,
      maxOpenTrades: this.#settings().limits.maxOpenTrades,
      openOrders: ledger.activeCount,
      profitToday: text(valuation.profitToday),
      equity: text(valuation.equity),
      stakeCurrency: record.currency,
      since: record.stateSince,
      reasons: this.why().reasons,
      data: this.#health(),
    };
  }

  why(): { trading: boolean; reasons: Reason[] } {
    const { record, portfolio, exposure, dealer, locks } = this.#books();
    const settings = this.#settings();
    const free = exposure.free(record.currency);
    const runs = Map.groupBy(this.#host.runs, (run) => run.strategy);
    return why({
      state: record.state,
      stateSince: record.stateSince,
      stateReason: record.stateReason,
      data: this.#health(),
      pairs: settings.pairs,
      blacklist: settings.blacklist,
      maxOpenTrades: settings.limits.maxOpenTrades,
      openTrades: portfolio.openTradeCount,
      positions: [...portfolio.openTrades].filter((trade) => trade.held.gt(0)).length,
      strategies: this.#host.enabled.map((id) => {
        const own = runs.get(id) ?? [];
        const slowest = own.reduce((least, run) => Math.min(least, run.seen), own[0]?.seen ?? 0);
        const signals = own.map((run) => run.lastSignalAt ?? 0);
        const last = Math.max(0, ...signals);
        return { id, seen: slowest, warmup: own[0]?.warmup ?? 0, lastSignalAt: last === 0 ? null : last };
      }),
      failed: [...this.#host.failed].map(([id, reason]) => ({ id, reason })),
      accountLimit: checkAccount(settings.limits, exposure),
      refused: [...dealer.refused],
      locks: locks.active,
      currency: record.currency,
      free: text(free.round(8)),
      broke: settings.pairs.every((pair) => free.lt(this.#rules(pair).minCost)),
    });
  }

  positions(): Position[] {
    const { portfolio, valuation } = this.#books();
    return [...portfolio.openTrades].filter((trade) => trade.held.gt(0)).map((trade) => toPosition(trade, valuation, this.#rules(trade.pair)));
  }

  /** Of these currencies, or of all that are held; the stake currency first. */
  balances(currencies?: readonly string[]): Balance[] {
    const { record, portfolio, exposure, valuation } = this.#books();
    const isShown = ([currency, total]: [string, Big]) => currency === record.currency || !total.eq(0);
    const shown = currencies ?? [...portfolio.balances].filter(isShown).map(([currency]) => currency);
    const place = (currency: string) => (currency === record.currency ? '' : currency);
    const sorted = shown.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
    return sorted.map((currency) => toBalance(currency, portfolio, exposure, valuation));
  }

  /** What changes with every price. */
  equity(): { ts: number; equity: string; profitToday: string; drawdown: number; currency: string } {
    const { valuation, record } = this.#books();
    return {
      ts: this.#marketTime(),
      equity: text(valuation.equity),
      profitToday: text(valuation.profitToday),
      drawdown: Math.max(0, valuation.drawdown),
      currency: record.currency,
    };
  }

  limits(): LimitUse[] {
    return limitUse(this.#settings().limits, this.#books().exposure);
  }
}
