import type { Result } from '../../daemon/protocol/index.ts';

type Detail = Result<'trades.get'>;
type Order = Detail['orders'][number];
type Fill = Order['fills'][number];

/** Something that happened to a trade. */
export type Moment =
  | { readonly kind: 'placed' | 'ended'; readonly ts: number; readonly id: string; readonly order: Order }
  | { readonly kind: 'fill'; readonly ts: number; readonly id: string; readonly order: Order; readonly fill: Fill }
  | { readonly kind: 'closed'; readonly ts: number; readonly id: string };

const ENDED: ReadonlySet<string> = new Set(['cancelled', 'expired', 'rejected', 'unknown']);
/** Of what happened in the same millisecond, an order comes before its fills, and the end last. */
const RANK = { placed: 0, fill: 1, ended: 2, closed: 3 };

/** All that happened to a trade, in order. */
export function timelineOf(trade: Detail): Moment[] {
  const moments = trade.orders.flatMap((order): Moment[] => [
    { kind: 'placed', ts: order.createdAt, id: `${order.id} placed`, order },
    ...order.fills.map((fill): Moment => ({ kind: 'fill', ts: fill.ts, id: fill.id, order, fill })),
    ...(ENDED.has(order.state) ? [{ kind: 'ended' as const, ts: order.updatedAt, id: `${order.id} ended`, order }] : []),
  ]);
  if (trade.closedAt !== null) moments.push({ kind: 'closed', ts: trade.closedAt, id: 'closed' });
  return moments.sort((a, b) => a.ts - b.ts || RANK[a.kind] - RANK[b.kind]);
}
