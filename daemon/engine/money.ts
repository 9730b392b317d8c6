import Big from 'big.js';

export { Big };

export const ZERO = new Big(0);
export const ONE = new Big(1);

/** Plain decimal text without exponent or needless zeros, as the contract and the store want it. */
export const text = (value: Big): string => value.toFixed();

/** Share of one sum in another for people to read; 0 where there is nothing to divide by. */
export const ratio = (part: Big, whole: Big): number => (whole.eq(0) ? 0 : Math.round((part.toNumber() / whole.toNumber()) * 1e8) / 1e8);

/** A mean price for people to read, to twelve digits. The books never use it: they keep sums. */
export const mean = (sum: Big, amount: Big): Big => new Big((sum.toNumber() / amount.toNumber()).toPrecision(12));
