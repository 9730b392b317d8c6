import type { Intent, StrategyContext } from './strategy.ts';

/** Nothing held and nothing on the way in. */
export const isFlat = ({ trades, orders }: StrategyContext): boolean => trades.length === 0 && !orders.some((order) => order.purpose === 'entry');

/** Closes every trade at the market, and takes back entries that have not filled; trades already being closed are left alone. */
export function exitAll({ trades, orders }: StrategyContext, reason: string): readonly Intent[] {
  if (trades.length === 0 && orders.length === 0) return [];
  const closing = new Set(orders.filter((order) => order.purpose === 'exit').map((order) => order.tradeId));
  return [
    ...orders.filter((order) => order.purpose === 'entry').map((order): Intent => ({ kind: 'cancel', orderId: order.id })),
    ...trades.filter((trade) => !closing.has(trade.id)).map((trade): Intent => ({ kind: 'exit', tradeId: trade.id, reason })),
  ];
}
