import Big from 'big.js';

/** How kind the paper market is. Fractions are decimal strings: "0.0001" is a hundredth of a percent. */
export interface PaperOptions {
  /** The most of a candle's volume, or of a public trade's amount, that all orders together may take. */
  readonly participation: string;
  /** What a taker pays on top of the touch, whatever the size. */
  readonly slippage: string;
  /** What a taker of everything there is would pay on top; a taker of a tenth pays a tenth of it. */
  readonly impact: string;
  /** Distance of bid and ask where the source tells no quotes (candles and public trades). */
  readonly spread: string;
  /** What stands behind one quote on each side, in the quote currency. */
  readonly tickerDepth: string;
  /** A quote older than this fills nothing; the order waits for the next. */
  readonly quoteMaxAgeMs: number;
}

export const PAPER_DEFAULTS: PaperOptions = {
  participation: '0.25',
  slippage: '0.0001',
  impact: '0.001',
  spread: '0.0004',
  tickerDepth: '50000',
  quoteMaxAgeMs: 10_000,
};

/** Divides to twelve decimals: prices are rounded to coarser steps anyway, and more digits cost time with every fill. */
const Rate = Big();
Rate.DP = 12;

/** The options in decimals, computed once. */
export interface PaperTerms {
  readonly participation: Big;
  readonly slippage: Big;
  readonly impact: Big;
  readonly halfSpread: Big;
  readonly tickerDepth: Big;
  readonly quoteMaxAgeMs: number;
}

export const termsOf = (options: PaperOptions): PaperTerms => ({
  participation: new Big(options.participation),
  slippage: new Big(options.slippage),
  impact: new Rate(options.impact),
  halfSpread: new Big(options.spread).times('0.5'),
  tickerDepth: new Big(options.tickerDepth),
  quoteMaxAgeMs: options.quoteMaxAgeMs,
});
