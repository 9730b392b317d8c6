import { RpcError } from '../../protocol/errors.ts';
import type { ParsedParams } from '../../protocol/methods/index.ts';
import { type OrderRecord, parseId, remaining, type TradeRecord, tradeId } from '../books/records.ts';
import { PERMISSIONS } from '../bot.ts';
import type { MarketRules } from '../market-rules.ts';
import { Big, ONE, text, ZERO } from '../money.ts';
import { checkOrder, type Refusal } from '../risk.ts';
import type { Dealer, DealerParts } from './dealer.ts';

export type Placement = Omit<ParsedParams<'orders.place'>, 'account'>;
export type Closing = Omit<ParsedParams<'positions.close'>, 'account'>;

const FORCE_EXIT = 'force_exit';

/**
 * Orders placed by people. They pass the limits that strategies pass, belong to trades like any other (with no
 * strategy), and every refusal is an error that says what would be right. Everything here runs inside a write.
 */
export class ManualDesk {
  readonly #parts: DealerParts;
  readonly #dealer: Dealer;

  constructor(parts: DealerParts, dealer: Dealer) {
    this.#parts = parts;
    this.#dealer = dealer;
  }

  /**
   * @throws RpcError `invalid`, `conflict`, `insufficient_funds`, `risk_rejected` or `upstream_unavailable`; nothing was
   *   written then
   */
  place(wanted: Placement): OrderRecord {
    const known = wanted.clientOrderId === undefined ? undefined : this.#parts.ledger.find(wanted.clientOrderId);
    if (known) return this.#same(known, wanted);
    const rules = this.#rules(wanted.pair);
    if (rules.quote !== this.#parts.record.currency)
      throw invalid('pair', `${wanted.pair} is paid in ${rules.quote}; the account holds ${this.#parts.record.currency}`);
    const { amount, price, expected } = this.#terms(wanted, rules);
    const draft = { side: wanted.side, type: wanted.type, amount, price, strategy: null, tag: wanted.tag ?? null, clientOrderId: wanted.clientOrderId };
    return wanted.side === 'buy' ? this.#buy(wanted, rules, draft, expected) : this.#sell(wanted, draft, expected);
  }

  /**
   * Sells positions at the market: one trade, or those of a pair, the oldest first.
   *
   * @throws RpcError `not_found` when there is nothing to sell, `invalid` when the amount is not held or off the steps
   */
  close({ pair, id, amount }: Closing): OrderRecord[] {
    const trades = this.#toClose(pair, id);
    if (amount === undefined) return this.closeAll(trades);
    let left = new Big(amount);
    const rules = this.#rules(trades[0]!.pair);
    if (!rules.amountStep.fits(left)) throw invalid('amount', `amounts of ${rules.pair} are multiples of ${text(rules.amountStep.size)}`);
    const held = trades.reduce((sum, trade) => sum.plus(trade.held), ZERO);
    if (left.gt(held)) throw invalid('amount', `only ${text(held)} ${rules.base} is held`);
    const orders: OrderRecord[] = [];
    for (const trade of trades) {
      if (left.lte(0)) break;
      const part = left.lt(trade.held) ? left : trade.held;
      orders.push(...this.#closePart(trade, part, rules));
      left = left.minus(part);
    }
    return orders;
  }

  /** Sells everything that the trades hold, and takes back their entries. */
  closeAll(trades: Iterable<TradeRecord>, reason: string = FORCE_EXIT): OrderRecord[] {
    const ids = [...trades].filter((trade) => trade.held.gt(0)).map((trade) => trade.id);
    for (const id of ids) {
      const trade = this.#parts.portfolio.trade(id);
      if (trade) this.#dealer.exit(trade, { reason, type: 'market', price: null });
    }
    return ids.flatMap((id) => this.#parts.ledger.lastExitOf(id) ?? []);
  }

  /** The rest must itself be sellable, or it goes along. */
  #closePart(trade: TradeRecord, part: Big, rules: MarketRules): OrderRecord[] {
    const price = this.#parts.valuation.markOf(trade).price;
    if (part.eq(trade.held) || !rules.takes(trade.held.minus(part), price)) return this.closeAll([trade]);
    if (!rules.takes(part, price)) {
      throw invalid('amount', `the exchange takes no less than ${text(rules.minAmount)} ${rules.base} worth ${text(rules.minCost)} ${rules.quote}`);
    }
    if (part.gt(this.#unbound(trade))) this.#dealer.cancelWhere((order) => order.tradeId === trade.id && order.purpose === 'exit');
    trade.exitReason = FORCE_EXIT;
    return [this.#dealer.place({ trade, side: 'sell', type: 'market', amount: part, price: null, purpose: 'exit', strategy: trade.strategy, tag: FORCE_EXIT })];
  }

  #toClose(pair: string | undefined, id: string | undefined): TradeRecord[] {
    const { portfolio } = this.#parts;
    const trade = id === undefined ? undefined : portfolio.trade(parseId('t', id) ?? 0);
    const found = id === undefined ? portfolio.tradesIn(pair ?? '') : trade ? [trade] : [];
    const trades = found.filter((candidate) => candidate.held.gt(0));
    if (trades.length === 0) throw new RpcError('not_found', `Nothing is held in ${pair ?? `trade ${id}`}`, { field: pair === undefined ? 'id' : 'pair' });
    return trades;
  }

  #same(known: OrderRecord, wanted: Placement): OrderRecord {
    const alike = known.account === this.#parts.record.account && known.pair === wanted.pair && known.side === wanted.side && known.amount.eq(wanted.amount);
    if (alike) return known;
    throw new RpcError('conflict', `clientOrderId ${wanted.clientOrderId} belongs to another order`, {
      field: 'clientOrderId',
      hint: 'Take a new one for each order; repeat one only to repeat the same order',
    });
  }

  #terms({ type, amount, price, pair }: Placement, rules: MarketRules): { amount: Big; price: Big | null; expected: Big } {
    const last = this.#parts.valuation.price(pair);
    if (type === 'market' && price !== undefined) throw invalid('price', 'a market order has no price', 'Leave it out, or place a limit order');
    if (type !== 'market' && price === undefined) throw invalid('price', `a ${type} order needs a price`);
    if (!last) throw new RpcError('upstream_unavailable', `There is no price of ${pair} yet`, { hint: 'Try again in a moment' });
    const expected = price === undefined ? last : new Big(price);
    rules.check(new Big(amount), expected, price !== undefined);
    return { amount: new Big(amount), price: price === undefined ? null : expected, expected };
  }

  #buy(wanted: Placement, rules: MarketRules, draft: ManualDraft, expected: Big): OrderRecord {
    const { record, portfolio, exposure, settings } = this.#parts;
    if (!PERMISSIONS[record.state].manualEntries) {
      throw new RpcError('conflict', `The bot is ${record.state}: nothing may be bought`, {
        hint: record.state === 'panicked' ? 'Lift the panic with bot.rearm' : 'Look at bot.why, then start the bot',
      });
    }
    if (settings().blacklist.includes(wanted.pair)) {
      throw new RpcError('risk_rejected', `${wanted.pair} is on the blacklist`, { field: 'pair', hint: 'Take it off with markets.blacklist.remove' });
    }
    const own = portfolio.tradesIn(wanted.pair).find((trade) => trade.strategy === null);
    const cost = draft.amount.times(expected);
    this.#check(wanted, expected, cost, 'entry', own === undefined);
    const needed = cost.times(exposure.reserve(wanted.type, rules).plus(ONE));
    const free = exposure.free(record.currency);
    if (needed.gt(free)) {
      throw new RpcError('insufficient_funds', `The order needs ${text(needed.round(8))} ${record.currency} with fees; ${text(free.round(8))} is free`, {
        field: 'amount',
      });
    }
    const trade = own ?? portfolio.openTrade({ pair: wanted.pair, strategy: null, entryTag: wanted.tag ?? null, openedAt: this.#parts.now() });
    return this.#dealer.place({ ...draft, trade, purpose: 'entry' });
  }

  /** One order sells from one trade: a trade of one's own first, then the oldest that holds enough. */
  #sell(wanted: Placement, draft: ManualDraft, expected: Big): OrderRecord {
    const trades = [...this.#parts.portfolio.tradesIn(wanted.pair)].sort((a, b) => Number(a.strategy !== null) - Number(b.strategy !== null));
    const trade = trades.find((candidate) => this.#unbound(candidate).gte(draft.amount));
    if (!trade) {
      const most = trades.map((candidate) => `${tradeId(candidate.id)} ${text(this.#unbound(candidate))}`).join(', ');
      throw new RpcError('insufficient_funds', `No trade in ${wanted.pair} has ${wanted.amount} free to sell${most === '' ? '' : ` (${most})`}`, {
        field: 'amount',
        hint: 'Sell less, or use positions.close, which takes waiting exits back first',
      });
    }
    this.#check(wanted, expected, draft.amount.times(expected), 'exit', false);
    trade.exitReason = draft.tag ?? FORCE_EXIT;
    return this.#dealer.place({ ...draft, trade, purpose: 'exit' });
  }

  #check({ pair, side, type }: Placement, price: Big, cost: Big, purpose: 'entry' | 'exit', newTrade: boolean): void {
    const last = this.#parts.valuation.price(pair) ?? price;
    const refusal = checkOrder({ pair, side, purpose, type, price, last, cost, newTrade, byHand: true }, this.#parts.settings().limits, this.#parts.exposure);
    if (!refusal) return;
    throw new RiskError(refusal);
  }

  #unbound(trade: TradeRecord): Big {
    let bound = ZERO;
    for (const order of this.#parts.ledger.activeIn(trade.pair)) if (order.tradeId === trade.id && order.side === 'sell') bound = bound.plus(remaining(order));
    return trade.held.minus(bound);
  }

  #rules(pair: string): MarketRules {
    return this.#parts.rules(pair);
  }
}

type ManualDraft = Pick<OrderRecord, 'side' | 'type' | 'amount' | 'price' | 'strategy' | 'tag'> & { clientOrderId: string | undefined };

/** A limit refused an order placed by hand. */
export class RiskError extends RpcError {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('risk_rejected', refusal.text, { hint: `See risk.status; the limit is risk.${refusal.limit}` });
    this.refusal = refusal;
  }
}

const invalid = (field: string, problem: string, hint?: string): RpcError =>
  new RpcError('invalid', problem, { field, ...(hint === undefined ? {} : { hint }) });
