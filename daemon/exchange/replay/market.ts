import type { Candle, Market } from '../port.ts';
import { decimals, plainDecimal, powerStep } from '../steps.ts';

/** Enough of a recording to see the steps its market had. */
const SAMPLE = 512;
const MOST_DECIMALS = 12;

/** Least order values as usual on large exchanges, by quote currency. */
const MIN_COST: Readonly<Record<string, string>> = { USDT: '5', USDC: '5', USD: '5', EUR: '5', BTC: '0.0001', ETH: '0.001', BNB: '0.01' };

/** Decimals that a market meant: those of 0.09946999000000001 are 8, the rest is noise of floating point. */
function meantDecimals(text: string): number {
  const count = decimals(text);
  return count <= 10 ? count : decimals(plainDecimal(Number(text).toPrecision(12)) ?? '0');
}

/** A market whose steps are those that the recorded prices and volumes show. */
export function marketOf(pair: string, candles: readonly Candle[], fees: { readonly makerFee?: string; readonly takerFee?: string }): Market {
  const [base = '', quote = ''] = pair.split(':')[0]!.split('/');
  let priceDecimals = 0;
  let amountDecimals = 0;
  const stride = Math.max(1, Math.floor(candles.length / SAMPLE));
  for (let i = 0; i < candles.length; i += stride) {
    const { open, high, low, close, volume } = candles[i]!;
    priceDecimals = Math.max(priceDecimals, meantDecimals(open), meantDecimals(high), meantDecimals(low), meantDecimals(close));
    amountDecimals = Math.max(amountDecimals, meantDecimals(volume));
  }
  const amountStep = powerStep(Math.min(8, amountDecimals));
  return {
    pair,
    base,
    quote,
    priceStep: powerStep(Math.min(MOST_DECIMALS, priceDecimals)),
    amountStep,
    minAmount: amountStep,
    minCost: MIN_COST[quote] ?? '0',
    makerFee: fees.makerFee ?? '0.001',
    takerFee: fees.takerFee ?? '0.001',
  };
}
