import type { MarketRules } from '../market-rules.ts';
import { type Big, ZERO } from '../money.ts';
import type { BookStore } from './book-store.ts';
import type { FillRecord, OrderRecord, TradeRecord } from './records.ts';

/**
 * What an account holds and the trades it is in. Long only, spot; fees are in the quote currency.
 *
 * The books balance exactly at every moment and every set of prices, in the stake currency:
 *
 *     cash + Σ coins × price = start + Σ realised + Σ (held × price − basis) + Σ leftover × price
 *
 * over all trades ever made for `realised`, over open and deleted trades for the bracket, with all fees inside `realised`
 * and `basis`. A leftover is dust that a closed trade could not sell; its cost is in that trade's `realised`. A deleted
 * trade keeps what it held and what that had cost: its coins stay in the account, and so it still explains them.
 */
export class Portfolio {
  readonly #account: string;
  readonly #store: BookStore;
  readonly #onClosed: (trade: TradeRecord) => void;
  readonly #balances: Map<string, Big>;
  readonly #trades = new Map<number, TradeRecord>();
  readonly #deleted = new Map<number, TradeRecord>();
  readonly #byPair = new Map<string, TradeRecord[]>();
  readonly #touched = new Set<string>();
  #version = 0;

  /** @param onClosed told of each trade that was entered and is over */
  constructor(account: string, store: BookStore, onClosed: (trade: TradeRecord) => void) {
    this.#account = account;
    this.#store = store;
    this.#onClosed = onClosed;
    this.#balances = store.balances(account);
    for (const trade of store.openTrades(account)) this.#keep(trade);
    for (const trade of store.deletedTrades(account)) this.#deleted.set(trade.id, trade);
  }

  /** Rises with every movement of a balance. */
  get version(): number {
    return this.#version;
  }

  /** Trades not yet closed, oldest first. */
  get openTrades(): Iterable<TradeRecord> {
    return this.#trades.values();
  }

  get openTradeCount(): number {
    return this.#trades.size;
  }

  /** Trades that were taken out of the books. What they held is in the balances still, and may not be in any pair traded now. */
  get deletedTrades(): Iterable<TradeRecord> {
    return this.#deleted.values();
  }

  get balances(): ReadonlyMap<string, Big> {
    return this.#balances;
  }

  balance(currency: string): Big {
    return this.#balances.get(currency) ?? ZERO;
  }

  trade(id: number): TradeRecord | undefined {
    return this.#trades.get(id);
  }

  /** Trades of a pair not yet closed, oldest first. */
  tradesIn(pair: string): readonly TradeRecord[] {
    return this.#byPair.get(pair) ?? NONE;
  }

  /** Writes the balances that moved since the last call. @returns their currencies */
  saveBalances(): string[] {
    if (this.#touched.size === 0) return [];
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const currency of touched) this.#store.saveBalance(this.#account, currency, this.balance(currency));
    return touched;
  }

  openTrade(draft: { pair: string; strategy: string | null; entryTag: string | null; openedAt: number }): TradeRecord {
    const trade = this.#store.insertTrade({
      ...draft,
      account: this.#account,
      state: 'opening',
      held: ZERO,
      entered: ZERO,
      exited: ZERO,
      entryCost: ZERO,
      exitValue: ZERO,
      entryFees: ZERO,
      exitFees: ZERO,
      basis: ZERO,
      realised: ZERO,
      stopPrice: null,
      peakPrice: null,
      exitReason: null,
      closedAt: null,
      deletedAt: null,
    });
    this.#keep(trade);
    return trade;
  }

  /** Books a fill: coins, cash and the trade, which must hold what is sold. `settle` follows. */
  book(order: OrderRecord, trade: TradeRecord, fill: FillRecord, market: MarketRules): void {
    const value = fill.price.times(fill.amount);
    if (order.side === 'buy') {
      this.#move(market.quote, value.plus(fill.fee).neg());
      this.#move(market.base, fill.amount);
      this.#enter(trade, fill, value);
    } else {
      this.#move(market.base, fill.amount.neg());
      this.#move(market.quote, value.minus(fill.fee));
      this.#exit(trade, fill, value);
    }
    this.save(trade);
  }

  #enter(trade: TradeRecord, fill: FillRecord, value: Big): void {
    if (trade.entered.eq(0)) trade.openedAt = fill.ts;
    trade.entered = trade.entered.plus(fill.amount);
    trade.held = trade.held.plus(fill.amount);
    trade.entryCost = trade.entryCost.plus(value);
    trade.entryFees = trade.entryFees.plus(fill.fee);
    trade.basis = trade.basis.plus(value).plus(fill.fee);
  }

  #exit(trade: TradeRecord, fill: FillRecord, value: Big): void {
    const share = fill.amount.eq(trade.held) ? trade.basis : trade.basis.times(fill.amount).div(trade.held);
    trade.exited = trade.exited.plus(fill.amount);
    trade.held = trade.held.minus(fill.amount);
    trade.exitValue = trade.exitValue.plus(value);
    trade.exitFees = trade.exitFees.plus(fill.fee);
    trade.basis = trade.basis.minus(share);
    trade.realised = trade.realised.plus(value).minus(fill.fee).minus(share);
  }

  /**
   * Brings a trade's state in line with what it holds and with its working orders, and writes it.
   *
   * Dust rule: a trade that holds less than the market's least amount, with no order working, is closed; what the
   * leftover cost is realised as a loss, and the coins stay in the account.
   */
  settle(trade: TradeRecord, working: { entries: number; exits: number }, market: MarketRules, ts: number): void {
    const idle = working.entries === 0 && working.exits === 0;
    const before = trade.state;
    if (trade.entered.eq(0)) trade.state = working.entries > 0 ? 'opening' : 'cancelled';
    else if (idle && trade.held.lt(market.minAmount)) trade.state = 'closed';
    else trade.state = working.exits > 0 ? 'closing' : 'open';
    if (trade.state === 'closed' || trade.state === 'cancelled') this.#close(trade, ts);
    if (trade.state !== before) this.save(trade);
  }

  /** Closes a trade whose remainder is too small to be sold. */
  writeOff(trade: TradeRecord, ts: number): void {
    trade.state = 'closed';
    this.#close(trade, ts);
    this.save(trade);
  }

  /** Takes an open trade out of the books: no balance moves, and its sums stay as they are. */
  delete(trade: TradeRecord, ts: number): void {
    trade.state = 'deleted';
    trade.deletedAt = ts;
    this.#drop(trade);
    this.#deleted.set(trade.id, trade);
    this.save(trade);
  }

  /** Undoes `delete`. @throws TypeError for a trade that is not deleted */
  restore(id: number): TradeRecord {
    const trade = this.#deleted.get(id);
    if (!trade) throw new TypeError(`trade ${id} is not deleted`);
    trade.state = 'open';
    trade.deletedAt = null;
    this.#deleted.delete(id);
    const oldestFirst = [...this.#trades.values(), trade].sort((a, b) => a.id - b.id);
    this.#trades.clear();
    this.#byPair.clear();
    for (const one of oldestFirst) this.#keep(one);
    this.save(trade);
    return trade;
  }

  save(trade: TradeRecord): void {
    this.#store.updateTrade(trade);
  }

  #close(trade: TradeRecord, ts: number): void {
    trade.realised = trade.realised.minus(trade.basis);
    trade.basis = ZERO;
    trade.held = ZERO;
    trade.closedAt = ts;
    this.#drop(trade);
    if (trade.state === 'closed') this.#onClosed(trade);
  }

  #drop(trade: TradeRecord): void {
    this.#trades.delete(trade.id);
    const rest = this.tradesIn(trade.pair).filter((other) => other !== trade);
    if (rest.length > 0) this.#byPair.set(trade.pair, rest);
    else this.#byPair.delete(trade.pair);
  }

  #keep(trade: TradeRecord): void {
    this.#trades.set(trade.id, trade);
    this.#byPair.set(trade.pair, [...this.tradesIn(trade.pair), trade]);
  }

  #move(currency: string, change: Big): void {
    const total = this.balance(currency).plus(change);
    this.#balances.set(currency, total);
    this.#touched.add(currency);
    this.#version += 1;
  }
}

const NONE: readonly TradeRecord[] = [];
