import Big from 'big.js';
import type { ClosedTrade } from './input.ts';
import { TradeTally } from './trade-tally.ts';

/** Exact sum of decimal strings, as a plain decimal string. */
export const sum = (amounts: Iterable<string>): string => {
  let total = Big(0);
  for (const amount of amounts) total = total.plus(amount);
  return total.toFixed();
};

/** What every group of closed trades is told by: a pair, a tag, a period. */
export interface Figures {
  trades: number;
  wins: number;
  profit: string;
  fees: string;
  /** Wins over trades; null without a trade. A trade that ends even is neither won nor lost. */
  winRate: number | null;
}

export const figures = (trades: readonly ClosedTrade[]): Figures => figuresOf(TradeTally.of(trades));

export const figuresOf = ({ trades, wins, profit, fees }: TradeTally): Figures => ({
  trades,
  wins,
  profit: profit.toFixed(),
  fees: fees.toFixed(),
  winRate: trades === 0 ? null : wins / trades,
});

/** Trades placed by hand may carry no tag. */
const UNTAGGED = 'untagged';

/** Closed trades by pair, the best earner first. */
export function byPair(trades: readonly ClosedTrade[]): Array<Figures & { pair: string }> {
  return grouped(trades, (trade) => trade.pair).map(([pair, group]) => ({ pair, ...group }));
}

/** A trade of an older daemon may not say why it was closed. */
export const UNKNOWN = 'unknown';

/** Closed trades by reason of exit, the best earner first. */
export function byReason(trades: readonly ClosedTrade[]): Array<Figures & { reason: string }> {
  return grouped(trades, (trade) => trade.exitReason ?? UNKNOWN).map(([reason, group]) => ({ reason, ...group }));
}

/** Closed trades by strategy, the best earner first; null is by hand. */
export function byStrategy(trades: readonly ClosedTrade[]): Array<Figures & { strategy: string | null }> {
  return grouped(trades, (trade) => trade.strategy ?? '').map(([strategy, group]) => ({ strategy: strategy || null, ...group }));
}

/** Closed trades by entry tag, the best earner first. */
export function byTag(trades: readonly ClosedTrade[]): Array<Figures & { tag: string }> {
  return grouped(trades, (trade) => trade.entryTag ?? UNTAGGED).map(([tag, group]) => ({ tag, ...group }));
}

/** Closed trades by entry tag together with the reason of exit, the best earner first. */
export function byMix(trades: readonly ClosedTrade[]): Array<Figures & { tag: string; reason: string }> {
  const mixes = [...Map.groupBy(trades, ({ entryTag, exitReason }) => JSON.stringify([entryTag ?? UNTAGGED, exitReason ?? UNKNOWN]))];
  return mixes
    .map(([mix, group]) => {
      const [tag, reason] = JSON.parse(mix) as [string, string];
      return { tag, reason, ...figures(group) };
    })
    .sort((a, b) => Big(b.profit).cmp(a.profit) || a.tag.localeCompare(b.tag) || a.reason.localeCompare(b.reason));
}

function grouped(trades: readonly ClosedTrade[], key: (trade: ClosedTrade) => string): Array<[string, Figures]> {
  const groups = [...Map.groupBy(trades, key)].map(([name, group]): [string, Figures] => [name, figures(group)]);
  return groups.sort(([nameA, a], [nameB, b]) => Big(b.profit).cmp(a.profit) || nameA.localeCompare(nameB));
}
