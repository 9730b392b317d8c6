import Big from 'big.js';

export { Big };

export const ZERO = new Big(0);
export const ONE = new Big(1);

/** A figure is written many times (store, events, answers), and writing it out costs more than reckoning with it. */
const texts = new WeakMap<Big, string>();

/** Plain decimal text without exponent, as the contract and the store want it. */
export function text(value: Big): string {
  let known = texts.get(value);
  if (known === undefined) {
    known = value.toFixed();
    texts.set(value, known);
  }
  return known;
}

/** For figures that people read and for floats of strategies; never for the books. */
export const float = (value: Big): number => Number(text(value));

/** Share of one sum in another, to eight decimals; 0 where there is nothing to divide by. */
export const ratio = (part: Big, whole: Big): number => (whole.eq(0) ? 0 : Math.round((float(part) / float(whole)) * 1e8) / 1e8);

/** A mean price for people to read, to twelve digits. The books never use it: they keep sums. */
export const mean = (sum: Big, amount: Big): Big => new Big((float(sum) / float(amount)).toPrecision(12));
