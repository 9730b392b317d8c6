import type { Coded } from '../../protocol/codes.ts';
import type { BotState } from '../../protocol/schemas/bot.ts';
import type { Lock } from '../../protocol/schemas/locks.ts';
import type { Fill, Order, Trade } from '../../protocol/schemas/trading.ts';
import { type Big, mean, ratio, text } from '../money.ts';

export type Side = Order['side'];
export type OrderState = Order['state'];
export type TradeState = Trade['state'];

/** An account's own row: its state and the figures that limits are measured against. */
export interface AccountRecord {
  readonly account: string;
  readonly currency: string;
  readonly startBalance: Big;
  readonly createdAt: number;
  state: BotState;
  stateSince: number;
  stateReason: Because | null;
  peakEquity: Big;
  maxDrawdown: Big;
  maxDrawdownRatio: number;
  /** Midnight UTC that began the day `dayEquity` belongs to. */
  day: number;
  dayEquity: Big;
}

export interface FillRecord {
  readonly orderId: number;
  readonly ts: number;
  readonly price: Big;
  readonly amount: Big;
  readonly fee: Big;
  readonly feeCurrency: string;
  readonly liquidity: Fill['liquidity'];
}

/** An order as the books keep it. Mutable; only the ledger that owns it writes to it. */
export interface OrderRecord {
  readonly id: number;
  readonly clientOrderId: string;
  readonly account: string;
  readonly pair: string;
  readonly side: Side;
  readonly type: Order['type'];
  state: OrderState;
  readonly amount: Big;
  readonly price: Big | null;
  filled: Big;
  /** Sum of price times amount over the fills. */
  cost: Big;
  fee: Big;
  readonly feeCurrency: string;
  readonly purpose: Order['purpose'];
  readonly tradeId: number;
  readonly strategy: string | null;
  readonly tag: string | null;
  reason: string | null;
  readonly createdAt: number;
  updatedAt: number;
}

/**
 * A round trip as the books keep it: sums, never means, so that nothing is lost to rounding.
 *
 * `basis` is what the amount still held has cost, entry fees included. An exit takes its share out of `basis`
 * (the average cost method), and `realised` gains the exit's value less its fee less that share. So at any moment
 * and whatever the rounding of the shares: entry cost + entry fees = basis + all shares taken.
 */
export interface TradeRecord {
  readonly id: number;
  readonly account: string;
  readonly pair: string;
  readonly strategy: string | null;
  state: TradeState;
  /** Base amount held now. */
  held: Big;
  entered: Big;
  exited: Big;
  entryCost: Big;
  exitValue: Big;
  entryFees: Big;
  exitFees: Big;
  basis: Big;
  realised: Big;
  stopPrice: Big | null;
  /** Highest price seen since the entry; what a trailing stop trails. */
  peakPrice: Big | null;
  readonly entryTag: string | null;
  exitReason: string | null;
  /** When the first of it was filled; before that, when the entry was placed. */
  openedAt: number;
  closedAt: number | null;
  deletedAt: number | null;
}

/** Why something is as it is: in words, and by its code where it has one. */
export interface Because {
  readonly text: string;
  readonly is?: Coded;
}

/** As two columns: the words, and the code with its parameters. */
export const columnsOf = (because: Because | null): [text: string | null, is: string | null] => [
  because?.text ?? null,
  because?.is ? JSON.stringify(because.is) : null,
];
export const becauseOf = (words: unknown, is: unknown): Because | null =>
  typeof words === 'string' ? { text: words, ...(typeof is === 'string' && { is: JSON.parse(is) as Coded }) } : null;

/** A lock as the books keep it. */
export interface LockRecord extends Omit<Lock, 'id' | 'reason' | 'cause'> {
  readonly id: number;
  readonly reason: Because;
}

export const ACTIVE_STATES = ['pending', 'open', 'partially_filled', 'unknown'] as const satisfies readonly OrderState[];
export const OPEN_TRADE_STATES = ['opening', 'open', 'closing'] as const satisfies readonly TradeState[];

export const isActive = (order: OrderRecord): boolean => (ACTIVE_STATES as readonly string[]).includes(order.state);
export const remaining = (order: OrderRecord): Big => order.amount.minus(order.filled);

export const orderId = (id: number): string => `o_${id}`;
export const tradeId = (id: number): string => `t_${id}`;
export const fillId = (id: number): string => `f_${id}`;
export const lockId = (id: number): string => `l_${id}`;

/** Reads `o_12`, `t_12` or `l_12`; undefined for anything else. */
export function parseId(prefix: 'o' | 't' | 'l', id: string): number | undefined {
  const match = /^([a-z])_([1-9]\d{0,14})$/.exec(id);
  return match?.[1] === prefix ? Number(match[2]) : undefined;
}

/** The lock as clients see it. */
export const toLock = ({ id, reason, ...lock }: LockRecord): Lock => ({
  id: lockId(id),
  ...lock,
  reason: reason.text,
  ...(reason.is && { cause: reason.is }),
});

/** The order as clients see it. */
export function toOrder(order: OrderRecord): Order {
  return {
    id: orderId(order.id),
    clientOrderId: order.clientOrderId,
    account: order.account,
    pair: order.pair,
    side: order.side,
    type: order.type,
    state: order.state,
    amount: text(order.amount),
    price: order.price && text(order.price),
    filled: text(order.filled),
    average: order.filled.eq(0) ? null : text(mean(order.cost, order.filled)),
    cost: text(order.cost),
    fee: text(order.fee),
    feeCurrency: order.feeCurrency,
    purpose: order.purpose,
    tradeId: tradeId(order.tradeId),
    strategy: order.strategy,
    tag: order.tag,
    reason: order.reason,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}

/** The trade as clients see it. */
export function toTrade(trade: TradeRecord): Trade {
  const over = trade.state === 'closed' || trade.state === 'cancelled';
  return {
    id: tradeId(trade.id),
    account: trade.account,
    pair: trade.pair,
    strategy: trade.strategy,
    state: trade.state,
    amount: text(over ? trade.entered : trade.held),
    openRate: trade.entered.eq(0) ? null : text(mean(trade.entryCost, trade.entered)),
    closeRate: trade.exited.eq(0) ? null : text(mean(trade.exitValue, trade.exited)),
    stake: text(trade.entryCost),
    fees: text(trade.entryFees.plus(trade.exitFees)),
    profit: text(trade.realised),
    profitRatio: ratio(trade.realised, trade.entryCost),
    stopPrice: trade.stopPrice && text(trade.stopPrice),
    entryTag: trade.entryTag,
    exitReason: trade.exitReason,
    openedAt: trade.openedAt,
    closedAt: trade.closedAt ?? trade.deletedAt,
  };
}
