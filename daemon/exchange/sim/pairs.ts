/** A simulated market: where its price lives, and how it moves. */
export interface SimPair {
  readonly pair: string;
  /** About which the price wanders, over years. */
  readonly price: number;
  readonly priceDecimals: number;
  readonly amountDecimals: number;
  readonly minAmount: string;
  /** How strongly it follows the market as a whole. */
  readonly beta: number;
  /** Its own movement: standard deviation in an average hour. */
  readonly hourly: number;
  /** Mean turnover a second, in the quote currency. */
  readonly turnover: number;
  /** Mean distance of bid and ask, as a fraction of the price. */
  readonly spread: number;
}

const usdt = (
  base: string,
  price: number,
  priceDecimals: number,
  amountDecimals: number,
  minAmount: string,
  [beta, hourly, turnover, spread]: [number, number, number, number],
): SimPair => ({ pair: `${base}/USDT`, price, priceDecimals, amountDecimals, minAmount, beta, hourly, turnover, spread });

export const SIM_PAIRS: readonly SimPair[] = [
  usdt('BTC', 68_000, 2, 5, '0.00001', [1, 0.0028, 21_000, 0.00004]),
  usdt('ETH', 3_400, 2, 4, '0.0001', [1.1, 0.0035, 15_000, 0.00006]),
  usdt('SOL', 165, 3, 3, '0.001', [1.25, 0.0045, 6_500, 0.00012]),
  usdt('BNB', 590, 2, 3, '0.001', [0.8, 0.003, 3_200, 0.0002]),
  usdt('XRP', 0.62, 5, 1, '0.1', [1, 0.0045, 4_800, 0.00015]),
  usdt('ADA', 0.47, 5, 1, '0.1', [1.1, 0.004, 2_100, 0.0002]),
  usdt('DOGE', 0.145, 6, 0, '1', [1.3, 0.005, 3_900, 0.0002]),
  usdt('LTC', 84, 3, 3, '0.001', [0.9, 0.0035, 1_600, 0.0002]),
  usdt('LINK', 14.5, 3, 2, '0.01', [1.1, 0.0042, 1_700, 0.0002]),
  usdt('DOT', 6.8, 4, 2, '0.01', [1.1, 0.004, 1_300, 0.0002]),
];

/** Least value of an order in USDT, as usual on large exchanges. */
export const MIN_COST = '5';
