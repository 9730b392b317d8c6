import { RpcError } from '../../protocol/errors.ts';
import type { Result } from '../../protocol/methods/index.ts';
import type { Order } from '../../protocol/schemas/trading.ts';
import { type OrderRecord, orderId, type TradeRecord } from '../books/records.ts';
import { PERMISSIONS } from '../bot.ts';
import { Big, text, ZERO } from '../money.ts';
import type { Stake } from '../settings.ts';
import type { Dealer, DealerParts } from './dealer.ts';
import type { ManualDesk } from './manual.ts';
import type { Placement, Principal } from './proposal.ts';

/** What a signal from outside wants on one pair. */
export interface SignalOrder {
  readonly pair: string;
  readonly side: 'buy' | 'sell';
  /** Entry tag of what it buys, exit reason of what it sells. */
  readonly tag: string;
  /** Whose trades it opens and closes; null: those opened by hand, and every trade of the pair when it sells. */
  readonly strategy: string | null;
  /** Base amount. Without one an entry takes the stake, and an exit everything. */
  readonly amount?: string | undefined;
  /** The configured stake when absent. */
  readonly stake?: Stake | undefined;
  /** Limit price of an entry; at the market when absent. */
  readonly price?: string | undefined;
  /** Whether an entry may add to what is held already. */
  readonly pyramiding: boolean;
}

export interface SignalResult {
  readonly outcome: 'placed' | 'ignored';
  readonly orders: readonly OrderRecord[];
  /** Why nothing was done, or what was done instead of an order. */
  readonly reason: string | null;
}

/** A result as clients see its orders. */
export type CarriedSignal = Omit<SignalResult, 'orders'> & { readonly orders: readonly Order[] };

export interface SignalPreview {
  readonly outcome: 'placed' | 'ignored' | 'refused';
  readonly reason: string | null;
  readonly amount: string | null;
  /** What an entry would cost, and all that is against it. */
  readonly order: Result<'orders.preview'> | null;
}

const ignored = (reason: string): SignalResult => ({ outcome: 'ignored', orders: [], reason });

/** Carries out signals from outside under the same gate as the intents of strategies. Everything but `preview` runs inside a write. */
export class SignalDesk {
  readonly #parts: DealerParts;
  readonly #dealer: Dealer;
  readonly #manual: ManualDesk;

  constructor(parts: DealerParts, dealer: Dealer, manual: ManualDesk) {
    this.#parts = parts;
    this.#dealer = dealer;
    this.#manual = manual;
  }

  /**
   * @throws RpcError as `ManualDesk.place` does, and `conflict` where the bot's state lets no strategy trade; nothing was
   *   written then
   */
  carryOut(wanted: SignalOrder): SignalResult {
    this.#mayTrade(wanted);
    return wanted.side === 'buy' ? this.#enter(wanted) : this.#exit(wanted);
  }

  /** What `carryOut` would do now. */
  preview(wanted: SignalOrder): SignalPreview {
    try {
      this.#mayTrade(wanted);
      const order = wanted.side === 'buy' && !this.#isIn(wanted) ? this.#manual.preview(this.#placement(wanted), principal(wanted)) : null;
      if (order) return { outcome: order.ok ? 'placed' : 'refused', reason: order.problems[0]?.text ?? null, amount: order.amount, order };
      if (wanted.side === 'buy') return { outcome: 'ignored', reason: alreadyIn(wanted), amount: null, order: null };
      const trades = this.#trades(wanted);
      if (trades.length === 0) return { outcome: 'ignored', reason: nothingHeld(wanted), amount: null, order: null };
      return { outcome: 'placed', reason: null, amount: text(this.#toSell(wanted, trades) ?? sum(trades)), order: null };
    } catch (error) {
      if (error instanceof RpcError) return { outcome: 'refused', reason: error.message, amount: null, order: null };
      throw error;
    }
  }

  #enter(wanted: SignalOrder): SignalResult {
    if (this.#isIn(wanted)) return ignored(alreadyIn(wanted));
    return { outcome: 'placed', orders: [this.#manual.place(this.#placement(wanted), principal(wanted))], reason: null };
  }

  #exit(wanted: SignalOrder): SignalResult {
    const trades = this.#trades(wanted);
    if (trades.length === 0) return ignored(nothingHeld(wanted));
    const held = trades.filter((trade) => trade.held.gt(0));
    if (held.length === 0) return this.#takeBack(trades);
    const amount = this.#toSell(wanted, held);
    const orders = amount === undefined ? this.#manual.closeAll(held, wanted.tag) : this.#manual.closePart(held, amount, wanted.tag);
    if (orders.length > 0) return { outcome: 'placed', orders, reason: null };
    // Either it was too little for the exchange and is written off, or waiting orders have to be taken back first.
    if (this.#trades(wanted).length === 0) return ignored(`what is held of ${wanted.pair} is less than the exchange takes`);
    return { outcome: 'placed', orders, reason: 'sold once the waiting orders of the trade are taken back' };
  }

  /** Entries that were never filled leave nothing to sell. */
  #takeBack(trades: readonly TradeRecord[]): SignalResult {
    const ids = new Set(trades.map((trade) => trade.id));
    const orders = this.#dealer.cancelWhere((order) => ids.has(order.tradeId));
    return { outcome: 'placed', orders, reason: `taken back, since not filled: ${orders.map((order) => orderId(order.id)).join(', ')}` };
  }

  #mayTrade({ side }: SignalOrder): void {
    const { state } = this.#parts.record;
    if (PERMISSIONS[state][side === 'buy' ? 'entries' : 'strategyExits']) return;
    const hint = state === 'panicked' ? 'Lift the panic with bot.rearm' : 'Look at bot.why, then start the bot';
    throw new RpcError('conflict', `The bot is ${state}: no signal may ${side}`, { hint });
  }

  #placement({ pair, tag, price, amount, stake }: SignalOrder): Placement {
    const rules = this.#parts.rules(pair);
    const limit = price === undefined ? undefined : text(rules.priceStep.down(new Big(price)));
    const wanted = amount === undefined ? this.#manual.sized(pair, limit, stake) : rules.amountStep.down(new Big(amount));
    if (wanted.lte(0)) throw new RpcError('invalid', `${amount} ${rules.base} is less than the exchange takes`, { field: 'amount' });
    return { pair, tag, side: 'buy', type: limit === undefined ? 'market' : 'limit', amount: text(wanted), ...(limit !== undefined && { price: limit }) };
  }

  /** Undefined for everything. */
  #toSell({ pair, amount }: SignalOrder, trades: readonly TradeRecord[]): Big | undefined {
    if (amount === undefined) return undefined;
    const wanted = this.#parts.rules(pair).amountStep.down(new Big(amount));
    return wanted.gt(0) && wanted.lt(sum(trades)) ? wanted : undefined;
  }

  #isIn(wanted: SignalOrder): boolean {
    return !wanted.pyramiding && this.#trades(wanted).length > 0;
  }

  #trades({ pair, strategy }: SignalOrder): TradeRecord[] {
    return this.#parts.portfolio.tradesIn(pair).filter((trade) => strategy === null || trade.strategy === strategy);
  }
}

const principal = ({ strategy }: SignalOrder): Principal => ({ strategy, byHand: false });
const sum = (trades: readonly TradeRecord[]): Big => trades.reduce((held, trade) => held.plus(trade.held), ZERO);
const whose = ({ strategy }: SignalOrder): string => (strategy === null ? '' : ` by ${strategy}`);
const alreadyIn = (wanted: SignalOrder): string => `${wanted.pair} is held${whose(wanted)} already`;
const nothingHeld = (wanted: SignalOrder): string => `nothing of ${wanted.pair} is held${whose(wanted)}`;
