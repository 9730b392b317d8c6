import type { Order, Position, Trade } from '../../../daemon/protocol/schemas/trading.ts';

/** An entry or an exit of a trade, at its place on the time axis. */
export interface TradeMark {
  readonly ts: number;
  readonly kind: 'entry' | 'exit';
  /** Realised, for its colour. */
  readonly mood: 'gain' | 'loss' | 'flat';
  readonly trade: Trade;
}

/** A price that something waits at. */
export interface Level {
  readonly id: string;
  readonly price: number;
  readonly kind: 'buy' | 'sell' | 'stop' | 'mark';
  readonly title: string;
}

export function tradeMarks(trades: readonly Trade[]): TradeMark[] {
  return trades
    .flatMap((trade): TradeMark[] => [
      ...(trade.openRate === null ? [] : [{ ts: trade.openedAt, kind: 'entry' as const, mood: 'flat' as const, trade }]),
      ...(trade.closedAt === null || trade.closeRate === null
        ? []
        : [{ ts: trade.closedAt, kind: 'exit' as const, mood: trade.profit.startsWith('-') ? ('loss' as const) : ('gain' as const), trade }]),
    ])
    .sort((a, b) => a.ts - b.ts);
}

interface Words {
  readonly order: (order: Order) => string;
  readonly stop: string;
}

/** Waiting orders and stop prices of a pair. */
export function tradeLevels(pair: string, orders: readonly Order[], positions: readonly Position[], words: Words): Level[] {
  return [
    ...orders
      .filter((order) => order.pair === pair && order.price !== null)
      .map((order): Level => ({ id: order.id, price: Number(order.price), kind: order.type === 'stop' ? 'stop' : order.side, title: words.order(order) })),
    ...positions
      .filter((position) => position.pair === pair && position.stopPrice !== null)
      .map((position): Level => ({ id: `stop ${position.tradeId}`, price: Number(position.stopPrice), kind: 'stop', title: words.stop })),
  ];
}
