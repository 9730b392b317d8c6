import Big from 'big.js';
import type { Market, OrderRequest, Ticker } from '../port.ts';
import { Step } from '../steps.ts';
import type { Occasion } from './occasion.ts';

/** An order that can still fill. */
export interface PaperOrder {
  readonly id: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop';
  /** Limit or trigger price; null for a market order. */
  readonly price: Big | null;
  remaining: Big;
  /** Order of arrival. */
  readonly sequence: number;
  /** A limit order that the market has met once and passed by: it rests, and is a maker from now on. */
  rests: boolean;
  /** Takes what it gets: a market order, or a stop whose trigger was reached. */
  triggered: boolean;
  open: boolean;
}

/** A market's rules in decimals. */
export interface Rules {
  readonly market: Market;
  readonly price: Step;
  readonly amount: Step;
  readonly minAmount: Big;
  readonly minCost: Big;
  readonly makerFee: Big;
  readonly takerFee: Big;
}

/** The open orders of one pair, in the order in which the market serves them. */
export class PaperBook {
  readonly rules: Rules;
  /** Market orders, and stops whose trigger was reached, by arrival. */
  readonly takers: PaperOrder[] = [];
  /** Stops that wait, by arrival. */
  readonly stops: PaperOrder[] = [];
  /** Limit orders: the best price first, then by arrival. */
  readonly limits: PaperOrder[] = [];
  size = 0;
  /** The newest price, as the source gave it. */
  lastPrice: string | undefined;
  ticker: Ticker | undefined;
  /** What the newest ticker still has to give; made when the first order asks for it. */
  quote: Occasion | undefined;

  constructor(market: Market) {
    this.rules = {
      market,
      price: new Step(market.priceStep),
      amount: new Step(market.amountStep),
      minAmount: new Big(market.minAmount),
      minCost: new Big(market.minCost),
      makerFee: new Big(market.makerFee),
      takerFee: new Big(market.takerFee),
    };
  }

  add(order: PaperOrder): void {
    const list = this.#list(order);
    const behind = list === this.limits ? list.findIndex((other) => before(order, other)) : -1;
    list.splice(behind < 0 ? list.length : behind, 0, order);
    this.size++;
  }

  remove(order: PaperOrder): void {
    const list = this.#list(order);
    list.splice(list.indexOf(order), 1);
    order.open = false;
    this.size--;
  }

  /** The trigger of a stop was reached: it goes on as a market order. */
  trigger(stop: PaperOrder): void {
    this.stops.splice(this.stops.indexOf(stop), 1);
    stop.triggered = true;
    this.takers.push(stop);
  }

  #list(order: PaperOrder): PaperOrder[] {
    return order.triggered ? this.takers : order.type === 'stop' ? this.stops : this.limits;
  }
}

/** @param order its `filled` is taken off; a stop that was filled in part had been triggered */
export function paperOrder(order: OrderRequest, sequence: number): PaperOrder {
  return {
    id: order.clientOrderId,
    side: order.side,
    type: order.type,
    price: order.price === null ? null : new Big(order.price),
    remaining: new Big(order.amount).minus(order.filled),
    sequence,
    rests: false,
    triggered: order.type === 'market' || (order.type === 'stop' && new Big(order.filled).gt(0)),
    open: true,
  };
}

function before(order: PaperOrder, other: PaperOrder): boolean {
  if (order.side !== other.side) return order.side === 'buy';
  return order.side === 'buy' ? order.price!.gt(other.price!) : order.price!.lt(other.price!);
}
