import type { SignalOutcome } from '../protocol/schemas/signals.ts';
import type { Order } from '../protocol/schemas/trading.ts';
import { type StoredSignal, signalId } from './store.ts';

/** Ends of a signal, as HTTP status. */
export const STATUS = { placed: 200, ignored: 200, unknown: 202, conflict: 409, expired: 410, refused: 422, rate: 429, failed: 500, later: 503 } as const;

/** What the sender is answered. */
export interface Reply {
  readonly status: number;
  readonly body: {
    readonly outcome: SignalOutcome;
    /** Id of the signal on record. */
    readonly signal: string;
    readonly orderId?: string;
    readonly orders?: readonly string[];
    readonly reason?: string;
    /** It came before, and this is the answer of then. */
    readonly duplicate?: true;
  };
}

export function replyTo({ id, outcome, status, reason, orders }: StoredSignal, duplicate: boolean): Reply {
  const [orderId] = orders;
  return {
    status,
    body: {
      outcome,
      signal: signalId(id),
      ...(orderId !== undefined && { orderId }),
      ...(orders.length > 1 && { orders }),
      ...(reason !== null && { reason }),
      ...(duplicate && { duplicate: true }),
    },
  };
}

/** What the states of its orders make of a signal. */
export function endOf(orders: readonly Order[]): { outcome: SignalOutcome; status: number; reason: string | null } {
  const rejected = orders.find((order) => order.state === 'rejected');
  if (rejected) return { outcome: 'refused', status: STATUS.refused, reason: `the exchange refused the order: ${rejected.reason}` };
  if (orders.some((order) => order.state === 'pending' || order.state === 'unknown')) {
    return { outcome: 'unknown', status: STATUS.unknown, reason: 'the exchange has not answered yet' };
  }
  return { outcome: 'placed', status: STATUS.placed, reason: null };
}
