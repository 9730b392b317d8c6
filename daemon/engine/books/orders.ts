import type { Exchange, ExecutionReport, OrderRequest } from '../../exchange/port.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import { type Said, say } from '../../protocol/texts/english.ts';
import type { MarketRules } from '../market-rules.ts';
import { Big, text, ZERO } from '../money.ts';
import type { BookStore } from './book-store.ts';
import type { Portfolio } from './portfolio.ts';
import { isActive, type OrderRecord, type OrderState, remaining, type TradeRecord, toOrder, toTrade } from './records.ts';

/** Which states may follow which. What is not here is refused: the report is logged and changes nothing. */
const NEXT: Readonly<Record<OrderState, readonly OrderState[]>> = {
  pending: ['open', 'unknown', 'rejected', 'cancelled', 'expired'],
  open: ['partially_filled', 'filled', 'cancelled', 'expired', 'unknown'],
  partially_filled: ['partially_filled', 'filled', 'cancelled', 'expired', 'unknown'],
  unknown: ['open', 'partially_filled', 'filled', 'cancelled', 'expired', 'rejected'],
  filled: [],
  cancelled: [],
  expired: [],
  rejected: [],
};

export interface OrderDraft {
  readonly trade: TradeRecord;
  readonly side: OrderRecord['side'];
  readonly type: OrderRecord['type'];
  readonly amount: Big;
  readonly price: Big | null;
  readonly purpose: OrderRecord['purpose'];
  readonly strategy: string | null;
  readonly tag: string | null;
  readonly clientOrderId: string;
}

/**
 * The account's orders. An order is on disk before the exchange hears of it; whatever the exchange reports is booked
 * in the transaction that tells of it. A report that was seen before, or that an order's state does not allow, changes
 * nothing.
 */
export class OrderLedger {
  readonly #account: string;
  readonly #store: BookStore;
  readonly #journal: Journal;
  readonly #portfolio: Portfolio;
  readonly #exchange: Exchange;
  readonly #rules: (pair: string) => MarketRules;
  readonly #now: () => number;
  readonly #log: Log;
  readonly #protect: (trade: TradeRecord) => void;
  readonly #onMismatch: (problem: Said) => void;
  readonly #active = new Map<string, OrderRecord>();
  readonly #byPair = new Map<string, OrderRecord[]>();

  constructor(options: {
    account: string;
    store: BookStore;
    journal: Journal;
    portfolio: Portfolio;
    exchange: Exchange;
    rules: (pair: string) => MarketRules;
    now: () => number;
    log: Log;
    /** Sets the stop of a trade whose entry was filled, before anybody is told of it. */
    protect: (trade: TradeRecord) => void;
    /** Told when the exchange says something was filled that the books cannot take. */
    onMismatch: (problem: Said) => void;
  }) {
    this.#account = options.account;
    this.#store = options.store;
    this.#journal = options.journal;
    this.#portfolio = options.portfolio;
    this.#exchange = options.exchange;
    this.#rules = options.rules;
    this.#now = options.now;
    this.#log = options.log;
    this.#protect = options.protect;
    this.#onMismatch = options.onMismatch;
    for (const order of this.#store.activeOrders(this.#account)) this.#keep(order);
  }

  /** Orders that can still change, oldest first. */
  get active(): Iterable<OrderRecord> {
    return this.#active.values();
  }

  get activeCount(): number {
    return this.#active.size;
  }

  /** Orders of a pair that can still change, oldest first. */
  activeIn(pair: string): readonly OrderRecord[] {
    return this.#byPair.get(pair) ?? NONE;
  }

  find(clientOrderId: string): OrderRecord | undefined {
    return this.#active.get(clientOrderId) ?? this.#store.orderByClientId(clientOrderId);
  }

  /** The newest exit order of a trade, working or done. */
  lastExitOf(tradeId: number): OrderRecord | undefined {
    return this.#store.lastExitOf(tradeId);
  }

  workingFor(trade: TradeRecord): { entries: number; exits: number } {
    const working = { entries: 0, exits: 0 };
    for (const order of this.activeIn(trade.pair)) {
      if (order.tradeId === trade.id) working[order.purpose === 'entry' ? 'entries' : 'exits'] += 1;
    }
    return working;
  }

  /**
   * Writes an order down and hands it to the exchange: inside the transaction where that has no effect outside the
   * process, else once the order is durable.
   */
  place(draft: OrderDraft): OrderRecord {
    const ts = this.#now();
    const { trade, ...rest } = draft;
    const order = this.#store.insertOrder({
      ...rest,
      account: this.#account,
      pair: trade.pair,
      tradeId: trade.id,
      state: 'pending',
      filled: ZERO,
      cost: ZERO,
      fee: ZERO,
      feeCurrency: this.#rules(trade.pair).quote,
      reason: null,
      createdAt: ts,
      updatedAt: ts,
    });
    this.#keep(order);
    this.#settle(order);
    const request = requestOf(order);
    if (this.#exchange.local) this.#exchange.place(request);
    else this.#journal.afterCommit(() => this.#exchange.place(request));
    return order;
  }

  /** Whether an order is done once `cancel` has returned; otherwise once the exchange has answered. */
  get cancelsAtOnce(): boolean {
    return this.#exchange.local;
  }

  cancel(order: OrderRecord): void {
    if (!isActive(order)) return;
    if (this.#exchange.local) this.#exchange.cancel(order.clientOrderId);
    else this.#journal.afterCommit(() => this.#exchange.cancel(order.clientOrderId));
  }

  /** An order that was written down but never answered for: it may or may not have reached the exchange. */
  doubt(order: OrderRecord): void {
    this.#move(order, 'unknown', this.#now(), 'the daemon ended before the exchange had answered');
  }

  /** The orders that can still change, as the exchange knows them, oldest first. */
  get requests(): OrderRequest[] {
    return [...this.active].map(requestOf);
  }

  /** Books a report. Call inside a write. */
  report(report: ExecutionReport): void {
    const order = this.#active.get(report.clientOrderId);
    if (!order) {
      this.#refuse(report, this.#store.orderByClientId(report.clientOrderId) ? 'the order is done' : 'no such order');
      return;
    }
    switch (report.kind) {
      case 'accepted':
        this.#accept(order, report.ts);
        return;
      case 'fill':
        this.#fill(order, report);
        return;
      case 'rejected':
      case 'cancelled':
      case 'expired':
        this.#end(order, report);
    }
  }

  #accept(order: OrderRecord, ts: number): void {
    if (order.state !== 'pending' && order.state !== 'unknown') return;
    const known = order.state === 'unknown' || order.filled.gt(0);
    this.#move(order, order.filled.gt(0) ? 'partially_filled' : 'open', ts);
    if (known) return;
    this.#tell(order, 'order.placed', order.purpose === 'entry' ? 'trade.entry' : 'trade.exit');
  }

  #fill(order: OrderRecord, report: Extract<ExecutionReport, { kind: 'fill' }>): void {
    const amount = new Big(report.amount);
    if (amount.lte(0) || amount.gt(remaining(order))) {
      this.#refuse(report, `only ${text(remaining(order))} of it is left to fill`);
      return;
    }
    this.#accept(order, report.ts);
    const market = this.#rules(order.pair);
    const record = {
      orderId: order.id,
      ts: report.ts,
      price: new Big(report.price),
      amount,
      fee: new Big(report.fee),
      feeCurrency: report.feeCurrency,
      liquidity: report.liquidity,
    };
    const trade = this.#portfolio.trade(order.tradeId);
    if (!trade || (order.side === 'sell' && amount.gt(trade.held))) {
      this.#refuse(report, `trade ${order.tradeId} holds ${text(trade?.held ?? ZERO)}`);
      return;
    }
    this.#portfolio.book(order, trade, record, market);
    if (order.side === 'buy') this.#protect(trade);
    order.filled = order.filled.plus(amount);
    order.cost = order.cost.plus(record.price.times(amount));
    order.fee = order.fee.plus(record.fee);
    const complete = remaining(order).eq(0);
    this.#move(order, complete ? 'filled' : 'partially_filled', report.ts);
    const fill = this.#store.insertFill(record);
    const view = toOrder(order);
    this.#journal.append(complete ? 'order.filled' : 'order.partially_filled', { account: this.#account, order: view, fill });
    this.#journal.append(order.purpose === 'entry' ? 'trade.entry_fill' : 'trade.exit_fill', {
      account: this.#account,
      trade: toTrade(trade),
      order: view,
      fill,
    });
  }

  #end(order: OrderRecord, report: Extract<ExecutionReport, { reason: string }>): void {
    const announced = order.state !== 'pending';
    if (!this.#move(order, report.kind, report.ts, report.reason)) {
      this.#refuse(report, `the order is ${order.state}`);
      return;
    }
    const cancel = order.purpose === 'entry' ? 'trade.entry_cancel' : 'trade.exit_cancel';
    this.#tell(order, `order.${report.kind}`, announced ? cancel : undefined);
  }

  /** Changes the state if that is allowed, and brings the trade in line. */
  #move(order: OrderRecord, state: OrderState, ts: number, reason: string | null = null): boolean {
    if (!NEXT[order.state].includes(state)) return false;
    order.state = state;
    order.updatedAt = ts;
    if (reason !== null) order.reason = reason;
    this.#store.updateOrder(order);
    if (!isActive(order)) this.#drop(order);
    this.#settle(order);
    return true;
  }

  #settle(order: OrderRecord): void {
    const trade = this.#portfolio.trade(order.tradeId);
    if (trade) this.#portfolio.settle(trade, this.workingFor(trade), this.#rules(order.pair), this.#now());
  }

  #tell(order: OrderRecord, topic: 'order.placed' | `order.${'rejected' | 'cancelled' | 'expired'}`, tradeTopic?: TradeTopic): void {
    const view = toOrder(order);
    this.#journal.append(topic, { account: this.#account, order: view });
    const trade = this.#portfolio.trade(order.tradeId) ?? this.#store.trade(order.tradeId);
    if (tradeTopic && trade) this.#journal.append(tradeTopic, { account: this.#account, trade: toTrade(trade), order: view });
  }

  #refuse(report: ExecutionReport, why: string): void {
    const said = say({ code: 'report_not_booked', params: { report: report.kind, order: report.clientOrderId, reason: why } });
    if (report.kind === 'fill') this.#onMismatch(said);
    else this.#log.info(said.text, { account: this.#account });
  }

  #keep(order: OrderRecord): void {
    this.#active.set(order.clientOrderId, order);
    this.#byPair.set(order.pair, [...this.activeIn(order.pair), order]);
  }

  #drop(order: OrderRecord): void {
    this.#active.delete(order.clientOrderId);
    const rest = this.activeIn(order.pair).filter((other) => other !== order);
    if (rest.length > 0) this.#byPair.set(order.pair, rest);
    else this.#byPair.delete(order.pair);
  }
}

type TradeTopic = 'trade.entry' | 'trade.exit' | 'trade.entry_cancel' | 'trade.exit_cancel';

const NONE: readonly OrderRecord[] = [];

function requestOf(order: OrderRecord): OrderRequest {
  return {
    clientOrderId: order.clientOrderId,
    pair: order.pair,
    side: order.side,
    type: order.type,
    amount: text(order.amount),
    price: order.price && text(order.price),
    filled: text(order.filled),
  };
}
