/** Crypto markets never close. */
const DAYS_PER_YEAR = 365;

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;

/**
 * Yearly Sharpe ratio, risk-free rate 0: mean of the daily returns over their sample standard deviation, times √365.
 * W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21 (1994).
 *
 * @returns null below two days, or when every day was the same
 */
export function sharpe(daily: readonly number[]): number | null {
  if (daily.length < 2) return null;
  const average = mean(daily);
  const variance = daily.reduce((total, value) => total + (value - average) ** 2, 0) / (daily.length - 1);
  return variance > 0 ? (average / Math.sqrt(variance)) * Math.sqrt(DAYS_PER_YEAR) : null;
}

/**
 * Yearly Sortino ratio, target 0: mean of the daily returns over their downside deviation √(mean of min(r, 0)²), taken
 * over all days, times √365. F. Sortino & L. Price, "Performance Measurement in a Downside Risk Framework",
 * Journal of Investing 3 (1994).
 *
 * @returns null below two days, or when no day lost
 */
export function sortino(daily: readonly number[]): number | null {
  if (daily.length < 2) return null;
  const downside = Math.sqrt(mean(daily.map((value) => Math.min(value, 0) ** 2)));
  return downside > 0 ? (mean(daily) / downside) * Math.sqrt(DAYS_PER_YEAR) : null;
}
