import { useFormats } from '../app/use-formats.ts';
import { tone } from '../lib/format.ts';

interface Decimal {
  /** Decimal string; copied as it is. */
  readonly value: string;
}

/** Money in a currency whose name stands elsewhere. */
export function Money({ value, currency }: Decimal & { readonly currency: string }) {
  return (
    <span className="num" data-copy={value}>
      {useFormats().money(value, currency)}
    </span>
  );
}

/** Gain or loss: signed, and coloured by its sign. */
export function Change({ value, currency }: Decimal & { readonly currency: string }) {
  return (
    <span className={`num ${tone(value)}`} data-copy={value}>
      {useFormats().change(value, currency)}
    </span>
  );
}

/** A fraction as signed percent, coloured by its sign. */
export function PercentChange({ ratio }: { readonly ratio: number }) {
  return (
    <span className={`num ${tone(ratio)}`} data-copy={String(ratio)}>
      {useFormats().percentChange(ratio)}
    </span>
  );
}

export function Percent({ ratio }: { readonly ratio: number }) {
  return (
    <span className="num" data-copy={String(ratio)}>
      {useFormats().percent(ratio)}
    </span>
  );
}

/** A price, with the digits of its market's step where that is known. */
export function Price({ value, step }: Decimal & { readonly step: string | undefined }) {
  return (
    <span className="num" data-copy={value}>
      {useFormats().price(value, step)}
    </span>
  );
}

export function Amount({ value }: Decimal) {
  return (
    <span className="num" data-copy={value}>
      {useFormats().amount(value)}
    </span>
  );
}

/** How many there are. */
export function Count({ value }: { readonly value: number }) {
  return (
    <span className="num" data-copy={String(value)}>
      {useFormats().count(value)}
    </span>
  );
}

/** In the place of a figure that does not exist yet. */
export const None = () => <span className="none">–</span>;
