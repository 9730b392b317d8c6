import Big from 'big.js';

/** How kind the paper market is. Basis points are hundredths of a percent. */
export interface PaperOptions {
  /** The most of a candle's volume, or of a public trade's amount, that all orders together may take; a fraction. */
  readonly participation: number;
  /** What a taker pays on top of the touch, whatever the size. */
  readonly slippageBps: number;
  /** What a taker of everything there is would pay on top; a taker of a tenth pays a tenth of it. */
  readonly impactBps: number;
  /** Distance of bid and ask where the source tells no quotes (candles and public trades). */
  readonly spreadBps: number;
  /** What stands behind one quote on each side, in the quote currency. */
  readonly tickerDepth: string;
  /** A quote older than this fills nothing; the order waits for the next. */
  readonly quoteMaxAgeMs: number;
}

export const PAPER_DEFAULTS: PaperOptions = {
  participation: 0.25,
  slippageBps: 1,
  impactBps: 10,
  spreadBps: 4,
  tickerDepth: '50000',
  quoteMaxAgeMs: 10_000,
};

/** The options in decimals, computed once. */
export interface PaperTerms {
  readonly participation: Big;
  readonly slippage: Big;
  readonly impact: Big;
  readonly halfSpread: Big;
  readonly tickerDepth: Big;
  readonly quoteMaxAgeMs: number;
}

export function termsOf(options: PaperOptions): PaperTerms {
  const fraction = (bps: number) => new Big(bps).times('0.0001');
  return {
    participation: new Big(options.participation),
    slippage: fraction(options.slippageBps),
    impact: fraction(options.impactBps),
    halfSpread: fraction(options.spreadBps).times('0.5'),
    tickerDepth: new Big(options.tickerDepth),
    quoteMaxAgeMs: options.quoteMaxAgeMs,
  };
}
