import { RpcError } from '../../protocol/errors.ts';
import type { ParsedParams } from '../../protocol/methods/index.ts';
import { say } from '../../protocol/texts/english.ts';
import { lockId, type OrderRecord, remaining, type TradeRecord, tradeId } from '../books/records.ts';
import { PERMISSIONS } from '../bot.ts';
import type { MarketRules } from '../market-rules.ts';
import { Big, ONE, text, ZERO } from '../money.ts';
import { checkOrder, type Refusal } from '../risk.ts';
import type { DealerParts } from './dealer.ts';
import { saidOf } from './locks.ts';

export type Placement = Omit<ParsedParams<'orders.place'>, 'account'>;

/** In whose name an order from outside is placed. */
export interface Principal {
  /** Strategy whose trade it adds to or sells from; null for trades opened by hand. */
  readonly strategy: string | null;
  /** A person wants it now; else it came by itself and passes only where strategies may trade. */
  readonly byHand: boolean;
}

export const BY_HAND: Principal = { strategy: null, byHand: true };

/** An order that a person wants, reckoned out. It may be placed when nothing is against it. */
export interface Proposal {
  readonly amount: Big;
  /** Limit or trigger price, else the last one; null where there is none. */
  readonly expected: Big | null;
  /** Undefined for a pair the market does not have. */
  readonly rules: MarketRules | undefined;
  /** The trade it adds to or sells from; undefined when it opens one. */
  readonly trade: TradeRecord | undefined;
  /** The order placed the first time, when this is a repetition of it. */
  readonly known: OrderRecord | undefined;
  /** All that is against it; the first is what `orders.place` answers. */
  readonly problems: readonly RpcError[];
}

/** Judges orders placed by people, by the limits that strategies pass. Reads only. */
export class Proposals {
  readonly #parts: DealerParts;

  constructor(parts: DealerParts) {
    this.#parts = parts;
  }

  examine(wanted: Placement, by: Principal = BY_HAND): Proposal {
    const amount = new Big(wanted.amount);
    const blank = { amount, expected: null, rules: undefined, trade: undefined, known: undefined };
    const known = wanted.clientOrderId === undefined ? undefined : this.#parts.ledger.find(wanted.clientOrderId);
    if (known) return { ...blank, known, problems: this.#isSame(known, wanted) ? [] : [notTheSame(wanted)] };
    try {
      return { ...blank, ...this.#judge(wanted, by, amount, this.#parts.rules(wanted.pair)) };
    } catch (error) {
      if (error instanceof RpcError) return { ...blank, problems: [error] };
      throw error;
    }
  }

  /** What a trade holds that no waiting order sells already. */
  unbound(trade: TradeRecord): Big {
    let bound = ZERO;
    for (const order of this.#parts.ledger.activeIn(trade.pair)) if (order.tradeId === trade.id && order.side === 'sell') bound = bound.plus(remaining(order));
    return trade.held.minus(bound);
  }

  #judge(wanted: Placement, by: Principal, amount: Big, rules: MarketRules): Omit<Proposal, 'amount' | 'known'> {
    const { currency } = this.#parts.record;
    const last = this.#parts.valuation.price(wanted.pair) ?? null;
    const expected = wanted.type === 'market' ? last : wanted.price === undefined ? null : new Big(wanted.price);
    if (rules.quote !== currency) {
      return { expected, rules, trade: undefined, problems: [invalid('pair', `${wanted.pair} is paid in ${rules.quote}; the account holds ${currency}`)] };
    }
    const problems = formProblems(wanted);
    if (!last) problems.push(new RpcError('upstream_unavailable', `There is no price of ${wanted.pair} yet`, { hint: 'Try again in a moment' }));
    if (expected) problems.push(...rules.problems(amount, expected, wanted.type !== 'market'));
    const trade = wanted.side === 'buy' ? this.#ownTrade(wanted.pair, by.strategy) : this.#toSellFrom(wanted.pair, amount);
    problems.push(
      ...(wanted.side === 'buy' ? this.#againstBuying(wanted, by, rules, amount, expected, trade) : this.#againstSelling(wanted, amount, expected, trade)),
    );
    return { expected, rules, trade, problems };
  }

  #againstBuying(wanted: Placement, { byHand }: Principal, rules: MarketRules, amount: Big, expected: Big | null, trade: TradeRecord | undefined): RpcError[] {
    const { record, exposure, settings, locks } = this.#parts;
    const problems: RpcError[] = [];
    if (!PERMISSIONS[record.state][byHand ? 'manualEntries' : 'entries']) {
      const hint = record.state === 'panicked' ? 'Lift the panic with bot.rearm' : 'Look at bot.why, then start the bot';
      problems.push(new RpcError('conflict', `The bot is ${record.state}: nothing may be bought`, { hint }));
    }
    if (settings().blacklist.includes(wanted.pair)) {
      problems.push(
        new RpcError('risk_rejected', say({ code: 'blacklisted', params: { pair: wanted.pair } }).text, {
          field: 'pair',
          hint: 'Take it off with markets.blacklist.remove',
        }),
      );
    }
    const lock = locks.on(wanted.pair);
    if (lock) {
      const hint = `Wait until then, or lift lock ${lockId(lock.id)} with markets.locks.remove`;
      problems.push(new RpcError('risk_rejected', saidOf(lock).text, { field: 'pair', hint }));
    }
    if (!expected) return problems;
    const cost = amount.times(expected);
    problems.push(...this.#againstRisk(wanted, expected, cost, 'entry', trade === undefined, byHand));
    const needed = cost.times(exposure.reserve(wanted.type, rules).plus(ONE));
    const free = exposure.free(record.currency);
    if (needed.gt(free)) {
      const lack = `The order needs ${text(needed.round(8))} ${record.currency} with fees; ${text(free.round(8))} is free`;
      problems.push(new RpcError('insufficient_funds', lack, { field: 'amount' }));
    }
    return problems;
  }

  #againstSelling(wanted: Placement, amount: Big, expected: Big | null, trade: TradeRecord | undefined): RpcError[] {
    if (trade) return expected ? this.#againstRisk(wanted, expected, amount.times(expected), 'exit', false, true) : [];
    const most = this.#sellable(wanted.pair)
      .map((candidate) => `${tradeId(candidate.id)} ${text(this.unbound(candidate))}`)
      .join(', ');
    return [
      new RpcError('insufficient_funds', `No trade in ${wanted.pair} has ${wanted.amount} free to sell${most === '' ? '' : ` (${most})`}`, {
        field: 'amount',
        hint: 'Sell less, or use positions.close, which takes waiting exits back first',
      }),
    ];
  }

  #againstRisk({ pair, side, type }: Placement, price: Big, cost: Big, purpose: 'entry' | 'exit', newTrade: boolean, byHand: boolean): RpcError[] {
    const last = this.#parts.valuation.price(pair) ?? price;
    const refusal = checkOrder({ pair, side, purpose, type, price, last, cost, newTrade, byHand }, this.#parts.settings().limits, this.#parts.exposure);
    return refusal ? [new RiskError(refusal)] : [];
  }

  #ownTrade(pair: string, strategy: string | null): TradeRecord | undefined {
    return this.#parts.portfolio.tradesIn(pair).find((trade) => trade.strategy === strategy);
  }

  /** One order sells from one trade: a trade of one's own first, then the oldest that holds enough. */
  #toSellFrom(pair: string, amount: Big): TradeRecord | undefined {
    return this.#sellable(pair).find((candidate) => this.unbound(candidate).gte(amount));
  }

  #sellable(pair: string): TradeRecord[] {
    return [...this.#parts.portfolio.tradesIn(pair)].sort((a, b) => Number(a.strategy !== null) - Number(b.strategy !== null));
  }

  #isSame(known: OrderRecord, wanted: Placement): boolean {
    return known.account === this.#parts.record.account && known.pair === wanted.pair && known.side === wanted.side && known.amount.eq(wanted.amount);
  }
}

/** A limit refused an order placed by hand. */
export class RiskError extends RpcError {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('risk_rejected', refusal.text, { hint: `See risk.status; the limit is risk.${refusal.limit}` });
    this.refusal = refusal;
  }
}

export const invalid = (field: string, problem: string, hint?: string): RpcError =>
  new RpcError('invalid', problem, { field, ...(hint === undefined ? {} : { hint }) });

function formProblems({ type, price }: Placement): RpcError[] {
  if (type === 'market' && price !== undefined) return [invalid('price', 'a market order has no price', 'Leave it out, or place a limit order')];
  if (type !== 'market' && price === undefined) return [invalid('price', `a ${type} order needs a price`)];
  return [];
}

const notTheSame = ({ clientOrderId }: Placement): RpcError =>
  new RpcError('conflict', `clientOrderId ${clientOrderId} belongs to another order`, {
    field: 'clientOrderId',
    hint: 'Take a new one for each order; repeat one only to repeat the same order',
  });
