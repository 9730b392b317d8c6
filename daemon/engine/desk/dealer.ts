import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import { type Said, say } from '../../protocol/texts/english.ts';
import type { Intent } from '../../strategies/strategy.ts';
import type { OrderLedger } from '../books/orders.ts';
import type { Portfolio } from '../books/portfolio.ts';
import { type AccountRecord, isActive, type OrderRecord, orderId, type TradeRecord, tradeId } from '../books/records.ts';
import { PERMISSIONS } from '../bot.ts';
import type { ExitSignal } from '../exits.ts';
import type { MarketRules } from '../market-rules.ts';
import { Big, text } from '../money.ts';
import { Breaches, checkOrder, type Refusal } from '../risk.ts';
import type { DeskSettings } from '../settings.ts';
import { entryAmount } from '../sizing.ts';
import type { AccountExposure } from './exposure.ts';
import { type PairLocks, saidOf } from './locks.ts';
import type { Valuation } from './valuation.ts';

/** Why a strategy's entry was not placed. */
export interface RefusedEntry extends Said {
  readonly pair: string;
  readonly strategy: string;
  readonly since: number;
}

export interface DealerParts {
  readonly record: AccountRecord;
  readonly portfolio: Portfolio;
  readonly ledger: OrderLedger;
  readonly valuation: Valuation;
  readonly exposure: AccountExposure;
  readonly locks: PairLocks;
  readonly journal: Journal;
  readonly log: Log;
  readonly rules: (pair: string) => MarketRules;
  readonly settings: () => DeskSettings;
  readonly now: () => number;
  readonly nextClientOrderId: () => string;
}

interface WantedExit {
  readonly reason: string;
  readonly type: ExitSignal['type'];
  readonly price: Big | null;
}

/** Refusals of strategies that are no event: a busy desk lives at the first three, and the desk itself tells of the last two. */
const QUIET: readonly string[] = ['maxOpenTrades', 'maxExposure', 'maxPairExposure', 'maxDailyLoss', 'maxDrawdown'];

/** Turns what strategies, exit rules and people want into orders. Everything here runs inside a write. */
export class Dealer {
  readonly #parts: DealerParts;
  readonly #breaches = new Breaches();
  readonly #refused = new Map<string, RefusedEntry>();
  readonly #wanted = new Map<number, WantedExit>();

  constructor(parts: DealerParts) {
    this.#parts = parts;
  }

  /** Entries of strategies that were refused when last asked for. */
  get refused(): Iterable<RefusedEntry> {
    return this.#refused.values();
  }

  /** Carries out what a strategy wants on a pair, as far as the bot's state allows. */
  carryOut(strategy: string, pair: string, intents: readonly Intent[]): void {
    const permissions = PERMISSIONS[this.#parts.record.state];
    if (this.#refused.size > 0) this.#forget(strategy, pair);
    for (const intent of intents) {
      if (intent.kind === 'message') this.#parts.journal.append('strategy.message', { account: this.#parts.record.account, strategy, pair, text: intent.text });
      else if (intent.kind === 'enter' && permissions.entries) this.#enter(strategy, pair, intent);
      else if (intent.kind === 'exit' && permissions.strategyExits) this.#exitByStrategy(strategy, pair, intent);
      else if (intent.kind === 'cancel' && permissions.strategyExits) this.#cancelByStrategy(strategy, pair, intent.orderId);
    }
  }

  #enter(strategy: string, pair: string, intent: Extract<Intent, { kind: 'enter' }>): void {
    const { valuation, exposure, record, portfolio, settings } = this.#parts;
    const rules = this.#parts.rules(pair);
    const last = valuation.price(pair);
    if (!last) return;
    const type = intent.price === undefined ? 'market' : 'limit';
    const price = intent.price === undefined ? last : rules.priceStep.down(new Big(intent.price));
    const obstacle = this.#obstacle(pair, rules) ?? (type === 'limit' ? this.#waitingEntries(strategy) : undefined);
    if (obstacle) {
      this.#refuse(strategy, pair, obstacle);
      return;
    }
    const amount = entryAmount({
      stake: settings().stake,
      share: intent.share ?? 1,
      equity: exposure.equity,
      free: exposure.free(record.currency),
      reserve: exposure.reserve(type, rules),
      price,
      rules,
    });
    if (amount.eq(0)) {
      const free = text(exposure.free(record.currency).round(8));
      this.#refuse(strategy, pair, say({ code: 'insufficient_funds', params: { free, currency: record.currency, pair } }));
      return;
    }
    const cost = amount.times(price);
    const refusal = checkOrder({ pair, side: 'buy', purpose: 'entry', type, price, last, cost, newTrade: true, byHand: false }, settings().limits, exposure);
    if (refusal) {
      this.#refuse(strategy, pair, refusal);
      this.breach(refusal, { pair, strategy });
      return;
    }
    this.#breaches.endAll(`${strategy} ${pair}`);
    const trade = portfolio.openTrade({ pair, strategy, entryTag: intent.tag, openedAt: this.#parts.now() });
    this.place({ trade, side: 'buy', type, amount, price: type === 'limit' ? price : null, purpose: 'entry', strategy, tag: intent.tag });
  }

  #obstacle(pair: string, { quote }: MarketRules): Said | undefined {
    const { settings, record, locks } = this.#parts;
    const lock = locks.on(pair);
    if (lock) return saidOf(lock);
    if (settings().blacklist.includes(pair)) return say({ code: 'blacklisted', params: { pair } });
    if (quote !== record.currency) return say({ code: 'wrong_currency', params: { pair, quote, currency: record.currency } });
    return undefined;
  }

  /** Entries that wait at a limit take no more than their strategy's fair share of the open trades: others need room too. */
  #waitingEntries(strategy: string): Said | undefined {
    const { strategies, limits } = this.#parts.settings();
    const enabled = Object.values(strategies).filter((one) => one.enabled).length;
    const share = Math.max(1, Math.floor(limits.maxOpenTrades / Math.max(1, enabled)));
    let waiting = 0;
    for (const trade of this.#parts.portfolio.openTrades) if (trade.strategy === strategy && trade.state === 'opening') waiting += 1;
    if (waiting < share) return undefined;
    return say({ code: 'fair_share', params: { strategy, waiting, trades: limits.maxOpenTrades } });
  }

  #exitByStrategy(strategy: string, pair: string, intent: Extract<Intent, { kind: 'exit' }>): void {
    const trade = this.#parts.portfolio.tradesIn(pair).find((candidate) => candidate.strategy === strategy && tradeId(candidate.id) === intent.tradeId);
    if (!trade) return;
    const price = intent.price === undefined ? null : this.#parts.rules(pair).priceStep.up(new Big(intent.price));
    this.exit(trade, { reason: intent.reason, type: price ? 'limit' : 'market', price });
  }

  #cancelByStrategy(strategy: string, pair: string, id: string): void {
    const order = this.#parts.ledger.activeIn(pair).find((candidate) => candidate.strategy === strategy && orderId(candidate.id) === id);
    if (order) this.#parts.ledger.cancel(order);
  }

  /**
   * Sells all that a trade holds. Orders of the trade that still work are cancelled first; where the exchange takes its
   * time over that, the exit follows once it has answered.
   */
  exit(trade: TradeRecord, wanted: WantedExit): void {
    const { ledger } = this.#parts;
    for (const order of ledger.activeIn(trade.pair)) if (order.tradeId === trade.id) ledger.cancel(order);
    this.#wanted.set(trade.id, wanted);
    this.followUp();
  }

  /** Places the exits that waited for other orders of their trade to end. */
  followUp(): void {
    if (this.#wanted.size === 0) return;
    for (const [id, wanted] of this.#wanted) {
      const trade = this.#parts.portfolio.trade(id);
      const working = trade && this.#parts.ledger.workingFor(trade);
      if (working && working.entries + working.exits > 0) continue;
      this.#wanted.delete(id);
      if (trade?.held.gt(0)) this.#placeExit(trade, wanted);
    }
  }

  #placeExit(trade: TradeRecord, { reason, type, price }: WantedExit): void {
    const { portfolio, valuation, now, log, record } = this.#parts;
    const rules = this.#parts.rules(trade.pair);
    trade.exitReason = reason;
    const expected = price ?? valuation.markOf(trade).price;
    if (!rules.takes(trade.held, expected)) {
      log.warn(`${trade.pair}: ${text(trade.held)} ${rules.base} is less than the exchange takes; trade ${tradeId(trade.id)} is closed and the coins stay`, {
        account: record.account,
        is: { code: 'dust_kept', params: { pair: trade.pair, amount: text(trade.held), currency: rules.base, trade: tradeId(trade.id) } },
      });
      portfolio.writeOff(trade, now());
      return;
    }
    this.place({ trade, side: 'sell', type, amount: trade.held, price, purpose: 'exit', strategy: trade.strategy, tag: reason });
  }

  place(draft: Omit<Parameters<OrderLedger['place']>[0], 'clientOrderId'> & { clientOrderId?: string | undefined }): OrderRecord {
    this.#parts.exposure.placed();
    return this.#parts.ledger.place({ ...draft, clientOrderId: draft.clientOrderId ?? this.#parts.nextClientOrderId() });
  }

  cancelWhere(which: (order: OrderRecord) => boolean): OrderRecord[] {
    const found = [...this.#parts.ledger.active].filter((order) => isActive(order) && which(order));
    for (const order of found) this.#parts.ledger.cancel(order);
    return found;
  }

  /** Tells of a refusal by a limit, once for as long as it lasts. */
  breach(refusal: Refusal, { pair, strategy }: { pair?: string; strategy: string | null }): void {
    if (strategy !== null && QUIET.includes(refusal.limit)) return;
    if (strategy !== null && !this.#breaches.begin(`${strategy} ${pair}`, refusal.limit)) return;
    this.#parts.journal.append('risk.breach', {
      account: this.#parts.record.account,
      limit: refusal.limit,
      text: refusal.text,
      ...refusal.is,
      strategy,
      ...(pair === undefined ? {} : { pair }),
    });
  }

  #refuse(strategy: string, pair: string, said: Said): void {
    this.#refused.set(`${strategy} ${pair}`, { ...said, pair, strategy, since: this.#parts.now() });
  }

  #forget(strategy: string, pair: string): void {
    this.#refused.delete(`${strategy} ${pair}`);
  }
}
