import Big from 'big.js';

export { Big };

/** Divides to twelve decimals, downwards: all that an amount can use, and far quicker than the twenty of the books. */
export const Rough = Big();
Rough.DP = 12;
Rough.RM = Big.roundDown;

export const ZERO = new Big(0);
export const ONE = new Big(1);

/** Numbers never change, so their text is kept with them: it is asked for often (store, events, answers) and dear to make. */
const TEXT = Symbol('text');

/** Plain decimal text without exponent, as the contract and the store want it. */
export function text(value: Big & { [TEXT]?: string }): string {
  value[TEXT] ??= value.toFixed();
  return value[TEXT];
}

/** For figures that people read and for floats of strategies; never for the books. */
export const float = (value: Big): number => Number(text(value));

/** Share of one sum in another, to eight decimals; 0 where there is nothing to divide by. */
export const ratio = (part: Big, whole: Big): number => (whole.eq(0) ? 0 : Math.round((float(part) / float(whole)) * 1e8) / 1e8);

/** A mean price for people to read, to twelve digits. The books never use it: they keep sums. */
export const mean = (sum: Big, amount: Big): Big => new Big((float(sum) / float(amount)).toPrecision(12));
