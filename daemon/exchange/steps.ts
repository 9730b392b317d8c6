import Big from 'big.js';

/** Rounds non-negative numbers to multiples of a step such as `0.01` or `0.25`, exactly. */
export class Step {
  readonly size: Big;
  /** Decimal places of a step that is a power of ten (rounding is then much cheaper), else undefined. */
  readonly #places: number | undefined;

  constructor(size: string) {
    this.size = new Big(size);
    if (this.size.lte(0)) throw new RangeError(`a step must be above zero, got ${size}`);
    this.#places = this.size.c.length === 1 && this.size.c[0] === 1 ? -this.size.e : undefined;
  }

  down(value: Big): Big {
    return this.#places === undefined ? value.minus(value.mod(this.size)) : value.round(this.#places, Big.roundDown);
  }

  up(value: Big): Big {
    if (this.#places !== undefined) return value.round(this.#places, Big.roundUp);
    const rest = value.mod(this.size);
    return rest.eq(0) ? value : value.minus(rest).plus(this.size);
  }

  fits(value: Big): boolean {
    return this.down(value).eq(value);
  }
}

const PLAIN = /^-?\d+(\.\d+)?$/;

/**
 * A number's text as the wire wants it: plain decimals stay as they are, to the digit; `3.8e-05` is written out.
 *
 * @returns undefined when the text is no finite decimal number
 */
export function plainDecimal(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  try {
    return new Big(text.trim()).toFixed();
  } catch {
    return undefined;
  }
}

/** Decimal places of a plain decimal, without trailing zeros. */
export function decimals(text: string): number {
  const point = text.indexOf('.');
  if (point < 0) return 0;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return Math.max(0, end - point - 1);
}

/** 10 to the power of minus `places`, as a plain decimal: 3 → `0.001`. */
export function powerStep(places: number): string {
  return places <= 0 ? '1' : `0.${'0'.repeat(places - 1)}1`;
}
