import Big from 'big.js';
import type { OrderRequest } from '../port.ts';
import type { PaperBook } from './book.ts';

/**
 * Why an exchange would refuse the order, or undefined. The least cost of a market order is reckoned at the newest
 * price; before the first price it is not checked.
 */
export function refusal(order: OrderRequest, book: PaperBook): string | undefined {
  const { rules } = book;
  const { market } = rules;
  const amount = new Big(order.amount);
  if (amount.lte(0)) return `amount ${order.amount} is not above zero`;
  if (!rules.amount.fits(amount)) return `amount ${order.amount} is not a multiple of ${market.amountStep} ${market.base}`;
  if (amount.lt(rules.minAmount)) return `amount ${order.amount} is below the least amount, ${market.minAmount} ${market.base}`;
  if (order.type === 'market') return costRefusal(amount, book.lastPrice, book);
  if (order.price === null) return `a ${order.type} order needs a price`;
  const price = new Big(order.price);
  if (price.lte(0)) return `price ${order.price} is not above zero`;
  if (!rules.price.fits(price)) return `price ${order.price} is not a multiple of ${market.priceStep} ${market.quote}`;
  return costRefusal(amount, order.price, book);
}

function costRefusal(amount: Big, price: string | undefined, { rules }: PaperBook): string | undefined {
  if (price === undefined) return undefined;
  const cost = amount.times(price);
  return cost.lt(rules.minCost) ? `value ${cost.toFixed()} is below the least value, ${rules.market.minCost} ${rules.market.quote}` : undefined;
}
