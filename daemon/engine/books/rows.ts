import type { BotState } from '../../protocol/schemas/bot.ts';
import type { Row } from '../../store/store.ts';
import { Big } from '../money.ts';
import {
  type AccountRecord,
  type Because,
  becauseOf,
  type LockRecord,
  type OrderRecord,
  type OrderState,
  type Side,
  type TradeRecord,
  type TradeState,
} from './records.ts';

const big = (value: unknown): Big => new Big(value as string);
const nullableBig = (value: unknown): Big | null => (value === null ? null : big(value));

/** States as a list in SQL. */
export const quoted = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

export function accountOf(row: Row): AccountRecord {
  return {
    account: row.account as string,
    currency: row.currency as string,
    startBalance: big(row.start_balance),
    createdAt: row.created_at as number,
    state: row.state as BotState,
    stateSince: row.state_since as number,
    stateReason: becauseOf(row.state_reason, row.state_cause),
    peakEquity: big(row.peak_equity),
    maxDrawdown: big(row.max_drawdown),
    maxDrawdownRatio: row.max_drawdown_ratio as number,
    day: row.day as number,
    dayEquity: big(row.day_equity),
  };
}

export function orderOf(row: Row): OrderRecord {
  return {
    id: row.id as number,
    clientOrderId: row.client_order_id as string,
    account: row.account as string,
    pair: row.pair as string,
    side: row.side as Side,
    type: row.type as OrderRecord['type'],
    state: row.state as OrderState,
    amount: big(row.amount),
    price: nullableBig(row.price),
    filled: big(row.filled),
    cost: big(row.cost),
    fee: big(row.fee),
    feeCurrency: row.fee_currency as string,
    purpose: row.purpose as OrderRecord['purpose'],
    tradeId: row.trade_id as number,
    strategy: row.strategy as string | null,
    tag: row.tag as string | null,
    reason: row.reason as string | null,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  };
}

export function tradeOf(row: Row): TradeRecord {
  return {
    id: row.id as number,
    account: row.account as string,
    pair: row.pair as string,
    strategy: row.strategy as string | null,
    state: row.state as TradeState,
    held: big(row.held),
    entered: big(row.entered),
    exited: big(row.exited),
    entryCost: big(row.entry_cost),
    exitValue: big(row.exit_value),
    entryFees: big(row.entry_fees),
    exitFees: big(row.exit_fees),
    basis: big(row.basis),
    realised: big(row.realised),
    stopPrice: nullableBig(row.stop_price),
    peakPrice: nullableBig(row.peak_price),
    entryTag: row.entry_tag as string | null,
    exitReason: row.exit_reason as string | null,
    openedAt: row.opened_at as number,
    closedAt: row.closed_at as number | null,
    deletedAt: row.deleted_at as number | null,
  };
}

export function lockOf(row: Row): LockRecord {
  return {
    id: row.id as number,
    account: row.account as string,
    pair: row.pair as string,
    since: row.since as number,
    until: row.until as number,
    reason: becauseOf(row.reason, row.cause) as Because,
    who: row.who as string,
    protection: row.protection as string | null,
    liftedAt: row.lifted_at as number | null,
    liftedBy: row.lifted_by as string | null,
  };
}
