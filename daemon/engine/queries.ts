import { RpcError } from '../protocol/errors.ts';
import type { ParsedParams, Result } from '../protocol/methods/index.ts';
import type { Lock } from '../protocol/schemas/locks.ts';
import type { Fill, Order, Trade } from '../protocol/schemas/trading.ts';
import type { Row, Statement, Store } from '../store/store.ts';
import { ACTIVE_STATES, fillId, OPEN_TRADE_STATES, orderId, parseId, type TradeState, toLock, toOrder, toTrade } from './books/records.ts';
import { lockOf, orderOf, quoted, tradeOf } from './books/rows.ts';
import { Big, ratio, text } from './money.ts';
import type { ClosedTrade, EquitySample } from './performance/input.ts';

const PAGE = 100;

type OrderFilter = Omit<ParsedParams<'orders.list'>, 'account'>;
export type LockFilter = Omit<ParsedParams<'markets.locks.list'>, 'account'>;
type TradePage = Omit<ParsedParams<'trades.list'>, 'account'>;
export type TradeFilter = Omit<TradePage, 'limit' | 'cursor'>;
export interface Page {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** A `WHERE` in the making. */
class Conditions {
  readonly values: unknown[] = [];
  readonly #texts: string[] = [];

  add(text: string, ...values: unknown[]): this {
    this.#texts.push(text);
    this.values.push(...values);
    return this;
  }

  get text(): string {
    return this.#texts.join(' AND ');
  }
}

/** Reads the books of any account, also of one that is no longer at work. Lists are paged by id, newest first. */
export class BookQueries {
  readonly #store: Pick<Store, 'prepare'>;
  readonly #statements = new Map<string, Statement>();

  constructor(store: Pick<Store, 'prepare'>) {
    this.#store = store;
  }

  orders(account: string, { state, pair, limit, cursor }: OrderFilter): { items: Order[]; nextCursor?: string } {
    const where = new Conditions().add('account = ?', account);
    if (state === 'active') where.add(`state IN (${quoted(ACTIVE_STATES)})`);
    else if (state === 'done') where.add(`state NOT IN (${quoted(ACTIVE_STATES)})`);
    else if (state !== undefined) where.add('state = ?', state);
    if (pair !== undefined) where.add('pair = ?', pair);
    return this.#page('orders', where, { limit, cursor }, (row) => toOrder(orderOf(row)));
  }

  /** By order id or clientOrderId. @throws RpcError `not_found` */
  order(id: string): Result<'orders.get'> {
    const own = parseId('o', id);
    const byId = own === undefined ? undefined : this.#all('SELECT * FROM orders WHERE id = ?', own)[0];
    const row = byId ?? this.#all('SELECT * FROM orders WHERE client_order_id = ?', id)[0];
    if (!row) throw new RpcError('not_found', `There is no order ${id}`, { field: 'id', hint: 'orders.list shows the orders' });
    return this.#withFills(row);
  }

  trades(account: string, { limit, cursor, ...filter }: TradePage): { items: Trade[]; nextCursor?: string } {
    return this.#page('trades', tradeConditions(account, filter), { limit, cursor }, (row) => toTrade(tradeOf(row)));
  }

  /** @throws RpcError `not_found` */
  trade(id: string): Result<'trades.get'> {
    const row = this.#all('SELECT * FROM trades WHERE id = ?', parseId('t', id) ?? 0)[0];
    if (!row) throw new RpcError('not_found', `There is no trade ${id}`, { field: 'id', hint: 'trades.list shows the trades' });
    const orders = this.#all('SELECT * FROM orders WHERE trade_id = ? ORDER BY id', row.id);
    return { ...toTrade(tradeOf(row)), orders: orders.map((order) => this.#withFills(order)) };
  }

  /** @param now market time: locks that ended by then are not active */
  locks(account: string, { state = 'active', pair, limit, cursor }: LockFilter, now: number): { items: Lock[]; nextCursor?: string } {
    const where = new Conditions().add('account = ?', account);
    if (state === 'active') where.add('until > ? AND lifted_at IS NULL', now);
    if (pair !== undefined) where.add('pair = ?', pair);
    return this.#page('locks', where, { limit, cursor }, (row) => toLock(lockOf(row)));
  }

  /** The last locks that a protection set, newest first. */
  locksOf(account: string, protection: string, limit: number): Lock[] {
    const sql = 'SELECT * FROM locks WHERE account = ? AND protection = ? ORDER BY id DESC LIMIT ?';
    return this.#all(sql, account, protection, limit).map((row) => toLock(lockOf(row)));
  }

  /** Every trade that was entered, oldest first. */
  allTrades(account: string): Trade[] {
    return [...this.enteredTrades(account, {}, {})];
  }

  /** Trades that were entered, oldest first, one after the other; all of them without `limit`. The cursor is the number of the last one before. */
  *enteredTrades(account: string, filter: TradeFilter, { limit, cursor }: Page): Generator<Trade> {
    const where = tradeConditions(account, filter).add("state <> 'cancelled'");
    if (cursor !== undefined) where.add('id > ?', readCursor(cursor));
    const rows = this.#statement(`SELECT * FROM trades WHERE ${where.text} ORDER BY id LIMIT ?`).iterate(...where.values, limit ?? -1);
    for (const row of rows) yield toTrade(tradeOf(row));
  }

  /** Closed trades that closed at or after `since`. */
  closedTrades(account: string, since = 0): ClosedTrade[] {
    const sql = `SELECT ${CLOSED_COLUMNS} FROM trades WHERE account = ? AND closed_at >= ? AND state = 'closed' ORDER BY closed_at, id`;
    return this.#all(sql, account, since).map((row) => closedTradeOf(row as unknown as ClosedRow));
  }

  /** Samples at or after `since` with the one before it, oldest first; all when absent. */
  equity(account: string, since?: number): EquitySample[] {
    if (since === undefined) return this.#samples('SELECT ts, equity FROM equity WHERE account = ? ORDER BY ts', account);
    const before = this.#samples('SELECT ts, equity FROM equity WHERE account = ? AND ts < ? ORDER BY ts DESC LIMIT 1', account, since);
    return [...before, ...this.#samples('SELECT ts, equity FROM equity WHERE account = ? AND ts >= ? ORDER BY ts', account, since)];
  }

  #samples(sql: string, ...values: unknown[]): EquitySample[] {
    return this.#all(sql, ...values) as unknown as EquitySample[];
  }

  #withFills(row: Row): Order & { fills: Fill[] } {
    const fills = this.#all('SELECT * FROM fills WHERE order_id = ? ORDER BY id', row.id);
    return { ...toOrder(orderOf(row)), fills: fills.map(fillOf) };
  }

  #page<T>(table: 'orders' | 'trades' | 'locks', where: Conditions, page: Page, view: (row: Row) => T) {
    const limit = page.limit ?? PAGE;
    if (page.cursor !== undefined) where.add('id < ?', readCursor(page.cursor));
    const rows = this.#all(`SELECT * FROM ${table} WHERE ${where.text} ORDER BY id DESC LIMIT ?`, ...where.values, limit + 1);
    const items = rows.slice(0, limit).map(view);
    // One row more than asked for tells that there is a next page.
    return rows.length > limit ? { items, nextCursor: String(rows[limit - 1]?.id) } : { items };
  }

  #all(sql: string, ...values: unknown[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#store.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function tradeConditions(account: string, { state, pair, strategy, since, until, text }: TradeFilter): Conditions {
  const where = new Conditions().add('account = ?', account);
  if (state === 'open') where.add(`state IN (${quoted(OPEN_TRADE_STATES)})`);
  else if (state !== undefined) where.add('state = ?', state);
  else where.add("state <> 'deleted'");
  if (pair !== undefined) where.add('pair = ?', pair);
  if (strategy === '') where.add('strategy IS NULL');
  else if (strategy !== undefined) where.add('strategy = ?', strategy);
  if (since !== undefined) where.add('opened_at >= ?', since);
  if (until !== undefined) where.add('opened_at < ?', until);
  if (text !== undefined) {
    const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    where.add(`('t_' || id LIKE ? ESCAPE '\\' OR entry_tag LIKE ? ESCAPE '\\' OR exit_reason LIKE ? ESCAPE '\\')`, like, like, like);
  }
  return where;
}

function readCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new RpcError('invalid', 'This is no cursor of this list', { field: 'cursor', hint: 'Hand back nextCursor as it was given' });
  return Number(cursor);
}

function fillOf(row: Row): Fill {
  return {
    id: fillId(row.id as number),
    orderId: orderId(row.order_id as number),
    ts: row.ts as number,
    price: row.price as string,
    amount: row.amount as string,
    fee: row.fee as string,
    feeCurrency: row.fee_currency as string,
    liquidity: row.liquidity as Fill['liquidity'],
  };
}

/** All that a closed trade is told by: of a hundred thousand, every column more would be felt. */
export const CLOSED_COLUMNS = 'pair, strategy, state, entry_tag, exit_reason, entry_cost, entry_fees, exit_fees, realised, opened_at, closed_at';

export interface ClosedRow {
  readonly pair: string;
  readonly strategy: string | null;
  readonly state: TradeState;
  readonly entry_tag: string | null;
  readonly exit_reason: string | null;
  readonly entry_cost: string;
  readonly entry_fees: string;
  readonly exit_fees: string;
  readonly realised: string;
  readonly opened_at: number;
  readonly closed_at: number;
}

export function closedTradeOf(row: ClosedRow): ClosedTrade {
  return {
    pair: row.pair,
    strategy: row.strategy,
    entryTag: row.entry_tag,
    exitReason: row.exit_reason,
    profit: row.realised,
    profitRatio: ratio(new Big(row.realised), new Big(row.entry_cost)),
    fees: text(new Big(row.entry_fees).plus(row.exit_fees)),
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  };
}
