import type { Coded } from '../protocol/codes.ts';
import type { RiskLimits } from '../protocol/methods/risk.ts';
import { type Said, say } from '../protocol/texts/english.ts';
import { type Big, ratio, text } from './money.ts';

/** The account as the limits see it; money in the stake currency. */
export interface Exposure {
  readonly equity: Big;
  readonly peakEquity: Big;
  /** Equity at midnight UTC, or when the account began. */
  readonly dayEquity: Big;
  readonly openTrades: number;
  /** Value of coins held and of entries that can still fill. */
  readonly committed: Big;
  committedIn(pair: string): Big;
  /** Largest value committed in any one pair. */
  readonly committedMost: Big;
  /** Orders placed within the last minute. */
  readonly ordersLastMinute: number;
}

export interface ProposedOrder {
  readonly pair: string;
  readonly side: 'buy' | 'sell';
  readonly purpose: 'entry' | 'exit';
  readonly type: 'market' | 'limit' | 'stop';
  /** Price the order is expected to fill at. */
  readonly price: Big;
  /** Last price of the pair. */
  readonly last: Big;
  readonly cost: Big;
  /** Whether it opens a trade of its own. */
  readonly newTrade: boolean;
  /** Whether a person placed it. */
  readonly byHand: boolean;
}

export type LimitName = keyof RiskLimits;

export interface Refusal extends Said {
  readonly limit: LimitName;
}

/** A limit that forbids something, in words. */
const refuse = <const C extends Coded>(limit: LimitName, is: C): Refusal => ({ limit, ...say(is) });

export interface LimitUse {
  readonly limit: LimitName;
  readonly description: string;
  readonly value: number | string | null;
  readonly used: number | string;
  readonly share: number | null;
  readonly breached: boolean;
}

/** Loss since midnight UTC as a share of the day's first equity; 0 in profit. */
const dailyLoss = ({ equity, dayEquity }: Exposure): number => Math.max(0, ratio(dayEquity.minus(equity), dayEquity));
/** Fall below the highest equity ever, as a share of it. */
export const drawdown = ({ equity, peakEquity }: Exposure): number => Math.max(0, ratio(peakEquity.minus(equity), peakEquity));

/**
 * The one gate between whoever wants an order and the exchange. Exits pass every limit but the one against mistyped
 * prices, which only meets orders placed by hand: a limit must never keep a loss open.
 *
 * @returns the first limit that forbids the order
 */
export function checkOrder(order: ProposedOrder, limits: RiskLimits, exposure: Exposure): Refusal | undefined {
  if (order.purpose === 'exit') return order.byHand ? checkPrice(order, limits) : undefined;
  return checkAccount(limits, exposure) ?? checkRoom(order, limits, exposure) ?? checkPrice(order, limits);
}

/** Limits on the account as a whole: reached, no entry passes, whatever it is. */
export function checkAccount(limits: RiskLimits, exposure: Exposure): Refusal | undefined {
  const lost = dailyLoss(exposure);
  if (limits.maxDailyLoss !== null && lost >= limits.maxDailyLoss) {
    return refuse('maxDailyLoss', { code: 'max_daily_loss', params: { lost, limit: limits.maxDailyLoss } });
  }
  const fall = drawdown(exposure);
  if (limits.maxDrawdown !== null && fall >= limits.maxDrawdown) {
    return refuse('maxDrawdown', { code: 'max_drawdown', params: { fall, limit: limits.maxDrawdown } });
  }
  return undefined;
}

function checkRoom(order: ProposedOrder, limits: RiskLimits, exposure: Exposure): Refusal | undefined {
  if (order.newTrade && exposure.openTrades >= limits.maxOpenTrades) {
    return refuse('maxOpenTrades', { code: 'max_open_trades', params: { open: exposure.openTrades, limit: limits.maxOpenTrades } });
  }
  if (limits.maxOrderCost !== null && order.cost.gt(limits.maxOrderCost)) {
    return refuse('maxOrderCost', { code: 'max_order_cost', params: { cost: text(order.cost), limit: limits.maxOrderCost } });
  }
  const all = ratio(exposure.committed.plus(order.cost), exposure.equity);
  if (limits.maxExposure !== null && all > limits.maxExposure) {
    return refuse('maxExposure', { code: 'max_exposure', params: { share: all, limit: limits.maxExposure } });
  }
  const pair = ratio(exposure.committedIn(order.pair).plus(order.cost), exposure.equity);
  if (limits.maxPairExposure !== null && pair > limits.maxPairExposure) {
    return refuse('maxPairExposure', { code: 'max_pair_exposure', params: { share: pair, pair: order.pair, limit: limits.maxPairExposure } });
  }
  if (limits.maxOrdersPerMinute !== null && exposure.ordersLastMinute >= limits.maxOrdersPerMinute) {
    return refuse('maxOrdersPerMinute', { code: 'max_orders_per_minute', params: { orders: exposure.ordersLastMinute, limit: limits.maxOrdersPerMinute } });
  }
  return undefined;
}

/** A limit order on the wrong side of the market fills at once at a bad price: most often a slip of the finger. */
function checkPrice(order: ProposedOrder, limits: RiskLimits): Refusal | undefined {
  if (limits.maxPriceDeviation === null || order.type !== 'limit' || order.last.eq(0)) return undefined;
  const wrong = order.side === 'buy' ? order.price.minus(order.last) : order.last.minus(order.price);
  const away = ratio(wrong, order.last);
  if (away <= limits.maxPriceDeviation) return undefined;
  const side = order.side === 'buy' ? 'above' : 'below';
  return refuse('maxPriceDeviation', {
    code: `price_${side}_last`,
    params: { price: text(order.price), away, last: text(order.last), limit: limits.maxPriceDeviation },
  });
}

/** Each limit with how much of it is used, for `risk.status`. */
export function limitUse(limits: RiskLimits, exposure: Exposure): LimitUse[] {
  const use = (limit: LimitName, description: string, used: number, reached: (used: number, value: number) => boolean): LimitUse => {
    const value = limits[limit];
    const most = value === null ? null : Number(value);
    const share = most === null ? null : most === 0 ? 1 : used / most;
    return { limit, description, value, used, share, breached: most !== null && reached(used, most) };
  };
  const atLeast = (used: number, value: number) => used >= value;
  const never = () => false;
  return [
    use('maxOpenTrades', 'Trades open at once; reached, no new trade is opened', exposure.openTrades, atLeast),
    use('maxOrderCost', 'Cost of one entry; a dearer one is refused', 0, never),
    use('maxExposure', 'Share of equity in positions and waiting entries; an entry beyond it is refused', ratio(exposure.committed, exposure.equity), atLeast),
    use('maxPairExposure', 'Share of equity in the fullest pair; an entry beyond it is refused', ratio(exposure.committedMost, exposure.equity), atLeast),
    use('maxDailyLoss', 'Loss since midnight UTC; reached, entries stop until the next midnight', dailyLoss(exposure), atLeast),
    use('maxDrawdown', 'Fall from peak equity; reached, the bot pauses', drawdown(exposure), atLeast),
    use('maxOrdersPerMinute', 'Orders in the last minute; reached, entries wait', exposure.ordersLastMinute, atLeast),
    use('maxPriceDeviation', 'How far a limit price may lie on the wrong side of the last price', 0, never),
  ];
}

/** Remembers which breaches were told, so that each is told once for as long as it lasts and not with every price. */
export class Breaches {
  readonly #under = new Map<string, Set<LimitName>>();

  /** @returns true when the breach is new */
  begin(whose: string, limit: LimitName): boolean {
    const limits = this.#under.get(whose) ?? new Set();
    if (limits.has(limit)) return false;
    this.#under.set(whose, limits.add(limit));
    return true;
  }

  end(whose: string, limit: LimitName): void {
    this.#under.get(whose)?.delete(limit);
  }

  endAll(whose: string): void {
    this.#under.delete(whose);
  }
}
