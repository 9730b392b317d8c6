/** What a ticker means: a pair, or why it means none. */
export type SymbolReading = { readonly pair: string } | { readonly problem: string };

/** `BTCUSDT.P`, `BTCUSDTPERP`, and `BTC1!`, `BTCUSDT2026Z` as TradingView names perpetuals and futures. */
const PERPETUAL = /(\.P|PERP)$/;
const FUTURE = /(\d!|[FGHJKMNQUVXZ]20\d\d)$/;
const squeeze = (text: string): string => text.replace(/[-_/]/g, '');

/**
 * Reads a ticker as TradingView writes it, such as `BINANCE:BTCUSDT`.
 *
 * @param symbols tickers that mean another pair than they spell, with or without their exchange
 * @param pairs those that may be traded; the ticker is compared with them, since no mark tells base from quote
 */
export function readTicker(ticker: string, symbols: Readonly<Record<string, string>>, pairs: readonly string[]): SymbolReading {
  const spelled = ticker.trim().toUpperCase();
  const bare = spelled.slice(spelled.lastIndexOf(':') + 1);
  const named =
    Object.entries(symbols).find(([name]) => name.toUpperCase() === spelled) ?? Object.entries(symbols).find(([name]) => name.toUpperCase() === bare);
  if (named) return { pair: named[1] };
  if (PERPETUAL.test(bare))
    return { problem: `${spelled} is a perpetual; only spot pairs are traded. Set the alert on the spot chart, or name its pair in "symbols"` };
  if (FUTURE.test(bare))
    return { problem: `${spelled} is a future; only spot pairs are traded. Set the alert on the spot chart, or name its pair in "symbols"` };
  const found = pairs.filter((pair) => squeeze(pair) === squeeze(bare));
  if (found.length > 1) return { problem: `${spelled} may be ${found.join(' or ')}; say which in "symbols"` };
  if (found[0]) return { pair: found[0] };
  return { problem: `${spelled} is no pair of this desk (${some(pairs)}); name its pair in "symbols" if it means one of them` };
}

const some = (pairs: readonly string[]): string => (pairs.length > 5 ? `${pairs.slice(0, 5).join(', ')}, …` : pairs.join(', '));
