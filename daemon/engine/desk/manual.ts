import { RpcError } from '../../protocol/errors.ts';
import type { ParsedParams, Result } from '../../protocol/methods/index.ts';
import { type OrderRecord, parseId, type TradeRecord } from '../books/records.ts';
import type { MarketRules } from '../market-rules.ts';
import { Big, text, ZERO } from '../money.ts';
import type { Stake } from '../settings.ts';
import { entryAmount } from '../sizing.ts';
import type { Dealer, DealerParts } from './dealer.ts';
import { previewOf } from './preview.ts';
import { BY_HAND, invalid, type Placement, type Principal, Proposals } from './proposal.ts';

export type Opening = Omit<ParsedParams<'positions.open'>, 'account'>;
export type Closing = Omit<ParsedParams<'positions.close'>, 'account'>;

const FORCE_EXIT = 'force_exit';

/**
 * Orders placed by people. They pass the limits that strategies pass, belong to trades like any other (with no
 * strategy), and every refusal is an error that says what would be right. Everything here runs inside a write.
 */
export class ManualDesk {
  readonly #parts: DealerParts;
  readonly #dealer: Dealer;
  readonly #proposals: Proposals;

  constructor(parts: DealerParts, dealer: Dealer) {
    this.#parts = parts;
    this.#dealer = dealer;
    this.#proposals = new Proposals(parts);
  }

  /**
   * @throws RpcError `invalid`, `conflict`, `insufficient_funds`, `risk_rejected` or `upstream_unavailable`; nothing was
   *   written then
   */
  place(wanted: Placement, by: Principal = BY_HAND): OrderRecord {
    const { known, amount, trade: found, problems } = this.#proposals.examine(wanted, by);
    if (problems[0]) throw problems[0];
    if (known) return known;
    const tag = wanted.tag ?? null;
    const price = wanted.price === undefined ? null : new Big(wanted.price);
    const draft = { side: wanted.side, type: wanted.type, amount, price, strategy: by.strategy, tag, clientOrderId: wanted.clientOrderId };
    const { portfolio, now } = this.#parts;
    const trade = found ?? portfolio.openTrade({ pair: wanted.pair, strategy: by.strategy, entryTag: tag, openedAt: now() });
    if (wanted.side === 'sell') trade.exitReason = tag ?? FORCE_EXIT;
    return this.#dealer.place({ ...draft, trade, purpose: wanted.side === 'buy' ? 'entry' : 'exit' });
  }

  /**
   * Buys for a stake: the configured one when none is named. Less where the account has not as much.
   *
   * @throws RpcError as `place` does
   */
  open({ pair, price, stake, tag }: Opening): OrderRecord {
    const amount = this.sized(pair, price, stake === undefined ? undefined : { kind: 'fixed', value: stake });
    const type = price === undefined ? 'market' : 'limit';
    return this.place({ pair, side: 'buy', type, amount: text(amount), ...(price !== undefined && { price }), ...(tag !== undefined && { tag }) });
  }

  /**
   * Base amount that a stake buys.
   *
   * @param stake the configured one when absent
   * @throws RpcError `insufficient_funds`, `upstream_unavailable`, or `invalid` for a pair the market does not have
   */
  sized(pair: string, price: string | undefined, stake: Stake | undefined): Big {
    const { exposure, record, settings, valuation } = this.#parts;
    const rules = this.#rules(pair);
    const type = price === undefined ? 'market' : 'limit';
    const expected = price === undefined ? valuation.price(pair) : new Big(price);
    if (!expected) throw new RpcError('upstream_unavailable', `There is no price of ${pair} yet`, { hint: 'Try again in a moment' });
    const amount = entryAmount({
      stake: stake ?? settings().stake,
      share: 1,
      equity: exposure.equity,
      free: exposure.free(record.currency),
      reserve: exposure.reserve(type, rules),
      price: expected,
      rules,
    });
    if (amount.eq(0)) {
      throw new RpcError(
        'insufficient_funds',
        `${text(exposure.free(record.currency).round(8))} ${record.currency} free, or the stake, is too little for ${pair}`,
        {
          field: 'stake',
          hint: `The exchange takes no less than ${text(rules.minAmount)} ${rules.base} worth ${text(rules.minCost)} ${rules.quote}`,
        },
      );
    }
    return amount;
  }

  /** What `place` would do now, and all that is against it. Writes nothing. */
  preview(wanted: Placement, by: Principal = BY_HAND): Result<'orders.preview'> {
    return previewOf(wanted, this.#proposals.examine(wanted, by), this.#parts.exposure, this.#parts.valuation.price(wanted.pair) ?? null);
  }

  /**
   * Sells positions at the market: one trade, or those of a pair, the oldest first.
   *
   * @throws RpcError `not_found` when there is nothing to sell, `invalid` when the amount is not held or off the steps
   */
  close({ pair, id, amount }: Closing): OrderRecord[] {
    const trades = this.#toClose(pair, id);
    if (amount === undefined) return this.closeAll(trades);
    const left = new Big(amount);
    const rules = this.#rules(trades[0]!.pair);
    if (!rules.amountStep.fits(left)) throw invalid('amount', `amounts of ${rules.pair} are multiples of ${text(rules.amountStep.size)}`);
    const held = trades.reduce((sum, trade) => sum.plus(trade.held), ZERO);
    if (left.gt(held)) throw invalid('amount', `only ${text(held)} ${rules.base} is held`);
    return this.closePart(trades, left);
  }

  /**
   * Sells an amount out of the trades, the first ones first.
   *
   * @param amount on the market's steps, at most what they hold together
   */
  closePart(trades: readonly TradeRecord[], amount: Big, reason: string = FORCE_EXIT): OrderRecord[] {
    let left = amount;
    const orders: OrderRecord[] = [];
    for (const trade of trades) {
      if (left.lte(0)) break;
      const part = left.lt(trade.held) ? left : trade.held;
      orders.push(...this.#closeOne(trade, part, reason));
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
  #closeOne(trade: TradeRecord, part: Big, reason: string): OrderRecord[] {
    const rules = this.#rules(trade.pair);
    const price = this.#parts.valuation.markOf(trade).price;
    if (part.eq(trade.held) || !rules.takes(trade.held.minus(part), price)) return this.closeAll([trade], reason);
    if (!rules.takes(part, price)) {
      throw invalid('amount', `the exchange takes no less than ${text(rules.minAmount)} ${rules.base} worth ${text(rules.minCost)} ${rules.quote}`);
    }
    if (part.gt(this.#proposals.unbound(trade))) this.#dealer.cancelWhere((order) => order.tradeId === trade.id && order.purpose === 'exit');
    trade.exitReason = reason;
    return [this.#dealer.place({ trade, side: 'sell', type: 'market', amount: part, price: null, purpose: 'exit', strategy: trade.strategy, tag: reason })];
  }

  #toClose(pair: string | undefined, id: string | undefined): TradeRecord[] {
    const { portfolio } = this.#parts;
    const trade = id === undefined ? undefined : portfolio.trade(parseId('t', id) ?? 0);
    const found = id === undefined ? portfolio.tradesIn(pair ?? '') : trade ? [trade] : [];
    const trades = found.filter((candidate) => candidate.held.gt(0));
    if (trades.length === 0) throw new RpcError('not_found', `Nothing is held in ${pair ?? `trade ${id}`}`, { field: pair === undefined ? 'id' : 'pair' });
    return trades;
  }

  #rules(pair: string): MarketRules {
    return this.#parts.rules(pair);
  }
}
