import Big from 'big.js';

/** A decimal as people type it, with a point or a comma, as the wire wants it; null when it is none, or not above zero. */
export function typedDecimal(typed: string): string | null {
  const text = typed.trim().replace(',', '.');
  if (!/^\d*\.?\d+$|^\d+\.$/.test(text)) return null;
  const value = new Big(text.replace(/\.$/, ''));
  return value.gt(0) ? value.toFixed() : null;
}

/** The greatest multiple of a step that is not above the value. */
export const stepDown = (value: Big | string, step: string): string => new Big(value).div(step).round(0, Big.roundDown).times(step).toFixed();

export const isMultiple = (value: string, step: string): boolean => new Big(value).mod(step).eq(0);

/** A share of what is held, on the steps of its market; all of it for a share of 1. */
export const shareOf = (held: string, share: number, step: string): string => (share >= 1 ? held : stepDown(new Big(held).times(share), step));

/** Part of a whole as a fraction, for display. */
export const fraction = (part: string, whole: string): number => (Number(whole) === 0 ? 0 : Number(part) / Number(whole));

export interface Proceeds {
  readonly value: string;
  readonly fee: string;
  readonly net: string;
}

/** What a sale at a price brings in, and what of it remains. */
export function proceedsOf(amount: string, price: string, feeRate: string): Proceeds {
  const value = new Big(amount).times(price);
  const fee = value.times(feeRate);
  return { value: value.toFixed(), fee: fee.toFixed(), net: value.minus(fee).toFixed() };
}

/**
 * How much a share of the money that is free buys.
 *
 * @param reserve kept back for fee and movement of the price, as a fraction
 */
export const affordable = (free: string, share: number, price: string, reserve: number, step: string): string =>
  stepDown(
    new Big(free)
      .times(share)
      .div(price)
      .div(1 + reserve),
    step,
  );

export const isLess = (a: string, b: string): boolean => new Big(a).lt(b);
export const minus = (a: string, b: string): string => new Big(a).minus(b).toFixed();
export const times = (a: string, b: string): string => new Big(a).times(b).toFixed();

/** Exact sum of decimals. */
export const total = (values: readonly string[]): string => values.reduce((sum, value) => sum.plus(value), new Big(0)).toFixed();

/** A decimal shared out among a count, to eight digits. */
export const quotient = (value: string, count: number): string => new Big(new Big(value).div(count).toFixed(8)).toFixed();
