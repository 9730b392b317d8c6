import type { Market } from '../exchange/port.ts';
import { Step } from '../exchange/steps.ts';
import { RpcError } from '../protocol/errors.ts';
import { Big } from './money.ts';

/** A market's rules, made ready for arithmetic. */
export class MarketRules {
  readonly pair: string;
  readonly base: string;
  readonly quote: string;
  readonly priceStep: Step;
  readonly amountStep: Step;
  /** Least amount of an order; one step where the market names none. */
  readonly minAmount: Big;
  readonly minCost: Big;
  readonly makerFee: Big;
  readonly takerFee: Big;

  constructor(market: Market) {
    this.pair = market.pair;
    this.base = market.base;
    this.quote = market.quote;
    this.priceStep = new Step(market.priceStep);
    this.amountStep = new Step(market.amountStep);
    const minAmount = new Big(market.minAmount);
    this.minAmount = minAmount.gt(0) ? minAmount : this.amountStep.size;
    this.minCost = new Big(market.minCost);
    this.makerFee = new Big(market.makerFee);
    this.takerFee = new Big(market.takerFee);
  }

  /** Whether the market takes an order of this size. */
  takes(amount: Big, price: Big): boolean {
    return amount.gte(this.minAmount) && amount.times(price).gte(this.minCost);
  }

  /**
   * What is wrong with an order written by a person: errors `invalid` that name the field and what would be right.
   *
   * @param price limit or trigger price, or the expected one of a market order
   */
  problems(amount: Big, price: Big, priceGiven: boolean): RpcError[] {
    const found: RpcError[] = [];
    if (!this.amountStep.fits(amount)) {
      found.push(invalid('amount', `amounts of ${this.pair} are multiples of ${this.amountStep.size.toFixed()}`, this.amountStep.down(amount)));
    }
    if (amount.lt(this.minAmount)) found.push(invalid('amount', `the least amount of ${this.pair} is ${this.minAmount.toFixed()}`, this.minAmount));
    if (priceGiven && !this.priceStep.fits(price)) {
      found.push(invalid('price', `prices of ${this.pair} are multiples of ${this.priceStep.size.toFixed()}`, this.priceStep.down(price)));
    }
    const cost = amount.times(price);
    if (cost.lt(this.minCost)) {
      const worth = `the order is worth ${cost.toFixed()} ${this.quote}, the least is ${this.minCost.toFixed()}`;
      found.push(invalid('amount', worth, this.amountStep.up(this.minCost.div(price))));
    }
    return found;
  }
}

/** Fine steps, no minimums and usual fees: enough to show what is held before the market can be asked. */
export function provisionalRules(pair: string): MarketRules {
  const [base = '', quote = ''] = pair.split('/');
  const fine = '0.00000001';
  return new MarketRules({ pair, base, quote, priceStep: fine, amountStep: fine, minAmount: '0', minCost: '0', makerFee: '0.001', takerFee: '0.001' });
}

const invalid = (field: string, problem: string, nearest: Big): RpcError =>
  new RpcError('invalid', problem, { field, hint: `For example ${nearest.toFixed()}` });
