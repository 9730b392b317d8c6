import type { MarketRules } from './market-rules.ts';
import { Big, Rough, ZERO } from './money.ts';
import type { Stake } from './settings.ts';

/**
 * Base amount of an entry: the configured stake times the intent's share, at the price, rounded down to the market's
 * step; less where the account has not as much.
 *
 * @param free quote currency not bound in orders
 * @param reserve what is kept back of it for fees and slippage, as a fraction
 * @returns zero when the market's minimum is not reached
 */
export function entryAmount(options: { stake: Stake; share: number; equity: Big; free: Big; reserve: Big; price: Big; rules: MarketRules }): Big {
  const { stake, share, equity, free, reserve, price, rules } = options;
  const wanted = (stake.kind === 'fraction' ? equity.times(stake.value) : new Big(stake.value)).times(share);
  const quote = wanted.times(reserve.plus(1)).lte(free) ? wanted : free.div(reserve.plus(1));
  if (quote.lte(0) || price.lte(0)) return ZERO;
  const amount = rules.amountStep.down(new Rough(quote).div(price));
  return rules.takes(amount, price) ? amount : ZERO;
}
