import Big from 'big.js';

/** Currencies whose amounts people read to the cent. */
const CENTS = /^(USD|EUR|GBP|CHF|DAI|USDT|USDC|BUSD|TUSD|FDUSD|PYUSD)$/;

/** A decimal string for reading: cents for currencies pegged to money, otherwise at most 8 places. */
export function money(amount: string, currency?: string): string {
  const value = Big(amount);
  return currency && CENTS.test(currency) ? value.toFixed(2) : trimmed(value);
}

/** Money with its sign and currency: `+12.50 USDT`. */
export function gain(amount: string, currency: string): string {
  return `${sign(amount)}${money(amount, currency)} ${currency}`;
}

/** A price or quantity: as exact as given, without idle zeros. */
export const quantity = (amount: string): string => trimmed(Big(amount));

/** A fraction as percent: 0.0123 is `1.23 %`. */
export const percent = (ratio: number): string => `${(ratio * 100).toFixed(2)} %`;

/** A fraction as percent with its sign: `+1.23 %`. */
export const change = (ratio: number): string => `${ratio > 0 ? '+' : ''}${percent(ratio)}`;

/** A figure such as a Sharpe ratio, to two places; a dash when it is unknown. */
export const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

/** Bytes with a binary unit: `1.5 GiB`. */
export function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = count > 0 ? Math.min(Math.floor(Math.log2(count) / 10), units.length - 1) : 0;
  const value = count / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}

const sign = (amount: string): string => (Big(amount).gt(0) ? '+' : '');

function trimmed(value: Big): string {
  const text = value.round(8, Big.roundHalfUp).toFixed();
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
