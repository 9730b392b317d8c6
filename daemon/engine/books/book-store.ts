import type { Fill } from '../../protocol/schemas/trading.ts';
import type { Statement, Store } from '../../store/store.ts';
import { Big, text } from '../money.ts';
import { LockStore } from './lock-store.ts';
import {
  ACTIVE_STATES,
  type AccountRecord,
  columnsOf,
  type FillRecord,
  fillId,
  OPEN_TRADE_STATES,
  type OrderRecord,
  orderId,
  type TradeRecord,
} from './records.ts';
import { accountOf, orderOf, quoted, tradeOf } from './rows.ts';

const nullable = (value: Big | null): string | null => value && text(value);

/**
 * Reads and writes the books of all accounts; no rules live here. New rows are written at once, changed orders and trades
 * with `flush`, which must come before the transaction ends: within it most change several times.
 */
export class BookStore {
  readonly locks: LockStore;
  readonly #changedOrders = new Set<OrderRecord>();
  readonly #changedTrades = new Set<TradeRecord>();
  #changes = 0;
  readonly #insertOrder: Statement;
  readonly #updateOrder: Statement;
  readonly #activeOrders: Statement<[string]>;
  readonly #orderByClientId: Statement<[string]>;
  readonly #orderCount: Statement<[string], { count: number }>;
  readonly #orderTimes: Statement<[string, number], { created_at: number }>;
  readonly #lastExitOf: Statement<[number]>;
  readonly #insertTrade: Statement;
  readonly #updateTrade: Statement;
  readonly #trade: Statement<[number]>;
  readonly #openTrades: Statement<[string]>;
  readonly #deletedTrades: Statement<[string]>;
  readonly #closedTrades: Statement<[string, number]>;
  readonly #insertFill: Statement;
  readonly #saveBalance: Statement<[string, string, string]>;
  readonly #balances: Statement<[string], { currency: string; total: string }>;
  readonly #insertAccount: Statement;
  readonly #updateAccount: Statement;
  readonly #account: Statement<[string]>;
  readonly #saveEquity: Statement<[string, number, string]>;
  readonly #lastEquity: Statement<[string], { ts: number; equity: string }>;

  constructor(store: Store) {
    this.locks = new LockStore(store, () => {
      this.#changes += 1;
    });
    this.#insertOrder = store.prepare(`
      INSERT INTO orders (client_order_id, account, pair, side, type, state, amount, price, fee_currency, purpose, trade_id, strategy, tag, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#updateOrder = store.prepare('UPDATE orders SET state = ?, filled = ?, cost = ?, fee = ?, reason = ?, updated_at = ? WHERE id = ?');
    this.#activeOrders = store.prepare(`SELECT * FROM orders WHERE account = ? AND state IN (${quoted(ACTIVE_STATES)}) ORDER BY id`);
    this.#orderByClientId = store.prepare('SELECT * FROM orders WHERE client_order_id = ?');
    this.#orderCount = store.prepare('SELECT count(*) AS count FROM orders WHERE account = ?');
    this.#orderTimes = store.prepare('SELECT created_at FROM orders WHERE account = ? AND created_at > ? ORDER BY created_at');
    this.#lastExitOf = store.prepare("SELECT * FROM orders WHERE trade_id = ? AND purpose = 'exit' ORDER BY id DESC LIMIT 1");
    this.#insertTrade = store.prepare('INSERT INTO trades (account, pair, strategy, state, entry_tag, opened_at) VALUES (?, ?, ?, ?, ?, ?)');
    this.#updateTrade = store.prepare(`
      UPDATE trades SET state = ?, held = ?, entered = ?, exited = ?, entry_cost = ?, exit_value = ?, entry_fees = ?, exit_fees = ?, basis = ?,
        realised = ?, stop_price = ?, peak_price = ?, exit_reason = ?, opened_at = ?, closed_at = ?, deleted_at = ? WHERE id = ?`);
    this.#trade = store.prepare('SELECT * FROM trades WHERE id = ?');
    this.#openTrades = store.prepare(`SELECT * FROM trades WHERE account = ? AND state IN (${quoted(OPEN_TRADE_STATES)}) ORDER BY id`);
    this.#deletedTrades = store.prepare("SELECT * FROM trades WHERE account = ? AND state = 'deleted' ORDER BY id");
    this.#closedTrades = store.prepare("SELECT * FROM trades WHERE account = ? AND closed_at >= ? AND state = 'closed' ORDER BY closed_at, id");
    this.#insertFill = store.prepare('INSERT INTO fills (order_id, ts, price, amount, fee, fee_currency, liquidity) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#saveBalance = store.prepare('INSERT INTO balances VALUES (?, ?, ?) ON CONFLICT (account, currency) DO UPDATE SET total = excluded.total');
    this.#balances = store.prepare('SELECT currency, total FROM balances WHERE account = ? ORDER BY currency');
    this.#insertAccount = store.prepare(`
      INSERT INTO accounts (account, currency, start_balance, created_at, state, state_since, state_reason, state_cause, peak_equity, day, day_equity)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#updateAccount = store.prepare(`
      UPDATE accounts SET state = ?, state_since = ?, state_reason = ?, state_cause = ?, peak_equity = ?, max_drawdown = ?, max_drawdown_ratio = ?, day = ?, day_equity = ?
      WHERE account = ?`);
    this.#account = store.prepare('SELECT * FROM accounts WHERE account = ?');
    this.#saveEquity = store.prepare('INSERT OR REPLACE INTO equity VALUES (?, ?, ?)');
    this.#lastEquity = store.prepare('SELECT ts, equity FROM equity WHERE account = ? ORDER BY ts DESC LIMIT 1');
  }

  /** Rises with every change, so that a write that failed can be told from one that did nothing. */
  get changes(): number {
    return this.#changes;
  }

  insertOrder(draft: Omit<OrderRecord, 'id'>): OrderRecord {
    this.#changes += 1;
    const { lastInsertRowid } = this.#insertOrder.run(
      draft.clientOrderId,
      draft.account,
      draft.pair,
      draft.side,
      draft.type,
      draft.state,
      text(draft.amount),
      nullable(draft.price),
      draft.feeCurrency,
      draft.purpose,
      draft.tradeId,
      draft.strategy,
      draft.tag,
      draft.createdAt,
      draft.updatedAt,
    );
    return { ...draft, id: Number(lastInsertRowid) };
  }

  updateOrder(order: OrderRecord): void {
    this.#changes += 1;
    this.#changedOrders.add(order);
  }

  updateTrade(trade: TradeRecord): void {
    this.#changes += 1;
    this.#changedTrades.add(trade);
  }

  flush(): void {
    if (this.#changedOrders.size === 0 && this.#changedTrades.size === 0) return;
    for (const order of this.#changedOrders) this.#writeOrder(order);
    for (const trade of this.#changedTrades) this.#writeTrade(trade);
    this.discard();
  }

  /** Forgets what was not flushed: for when the transaction is rolled back. */
  discard(): void {
    this.#changedOrders.clear();
    this.#changedTrades.clear();
  }

  #writeOrder(order: OrderRecord): void {
    this.#updateOrder.run(order.state, text(order.filled), text(order.cost), text(order.fee), order.reason, order.updatedAt, order.id);
  }

  activeOrders(account: string): OrderRecord[] {
    this.flush();
    return this.#activeOrders.all(account).map(orderOf);
  }

  hasClientId(clientOrderId: string): boolean {
    return this.#orderByClientId.get(clientOrderId) !== undefined;
  }

  orderByClientId(clientOrderId: string): OrderRecord | undefined {
    this.flush();
    const row = this.#orderByClientId.get(clientOrderId);
    return row && orderOf(row);
  }

  orderCount(account: string): number {
    return this.#orderCount.get(account)?.count ?? 0;
  }

  /** Times of the orders placed after `since`, oldest first. */
  orderTimes(account: string, since: number): number[] {
    return this.#orderTimes.all(account, since).map((row) => row.created_at);
  }

  lastExitOf(tradeId: number): OrderRecord | undefined {
    this.flush();
    const row = this.#lastExitOf.get(tradeId);
    return row && orderOf(row);
  }

  insertTrade(draft: Omit<TradeRecord, 'id'>): TradeRecord {
    this.#changes += 1;
    const { lastInsertRowid } = this.#insertTrade.run(draft.account, draft.pair, draft.strategy, draft.state, draft.entryTag, draft.openedAt);
    return { ...draft, id: Number(lastInsertRowid) };
  }

  #writeTrade(trade: TradeRecord): void {
    this.#updateTrade.run(
      trade.state,
      text(trade.held),
      text(trade.entered),
      text(trade.exited),
      text(trade.entryCost),
      text(trade.exitValue),
      text(trade.entryFees),
      text(trade.exitFees),
      text(trade.basis),
      text(trade.realised),
      nullable(trade.stopPrice),
      nullable(trade.peakPrice),
      trade.exitReason,
      trade.openedAt,
      trade.closedAt,
      trade.deletedAt,
      trade.id,
    );
  }

  trade(id: number): TradeRecord | undefined {
    this.flush();
    const row = this.#trade.get(id);
    return row && tradeOf(row);
  }

  openTrades(account: string): TradeRecord[] {
    this.flush();
    return this.#openTrades.all(account).map(tradeOf);
  }

  deletedTrades(account: string): TradeRecord[] {
    this.flush();
    return this.#deletedTrades.all(account).map(tradeOf);
  }

  /** Trades that closed at or after `since`, in the order they closed. */
  closedTrades(account: string, since: number): TradeRecord[] {
    this.flush();
    return this.#closedTrades.all(account, since).map(tradeOf);
  }

  insertFill(fill: FillRecord): Fill {
    const wire = {
      ts: fill.ts,
      price: text(fill.price),
      amount: text(fill.amount),
      fee: text(fill.fee),
      feeCurrency: fill.feeCurrency,
      liquidity: fill.liquidity,
    };
    const { lastInsertRowid } = this.#insertFill.run(fill.orderId, wire.ts, wire.price, wire.amount, wire.fee, wire.feeCurrency, wire.liquidity);
    return { id: fillId(Number(lastInsertRowid)), orderId: orderId(fill.orderId), ...wire };
  }

  saveBalance(account: string, currency: string, total: Big): void {
    this.#saveBalance.run(account, currency, text(total));
  }

  balances(account: string): Map<string, Big> {
    return new Map(this.#balances.all(account).map(({ currency, total }) => [currency, new Big(total)]));
  }

  insertAccount(record: AccountRecord): void {
    this.#insertAccount.run(
      record.account,
      record.currency,
      text(record.startBalance),
      record.createdAt,
      record.state,
      record.stateSince,
      ...columnsOf(record.stateReason),
      text(record.peakEquity),
      record.day,
      text(record.dayEquity),
    );
  }

  updateAccount(record: AccountRecord): void {
    this.#changes += 1;
    this.#updateAccount.run(
      record.state,
      record.stateSince,
      ...columnsOf(record.stateReason),
      text(record.peakEquity),
      text(record.maxDrawdown),
      record.maxDrawdownRatio,
      record.day,
      text(record.dayEquity),
      record.account,
    );
  }

  account(account: string): AccountRecord | undefined {
    const row = this.#account.get(account);
    return row && accountOf(row);
  }

  saveEquity(account: string, ts: number, equity: string): void {
    this.#saveEquity.run(account, ts, equity);
  }

  lastEquity(account: string): { ts: number; equity: string } | undefined {
    return this.#lastEquity.get(account);
  }
}
