import Big from 'big.js';
import { UNKNOWN } from './figures.ts';
import type { ClosedTrade } from './input.ts';

type Outcome = 'wins' | 'draws' | 'losses';

const outcomeOf = ({ profit }: ClosedTrade): Outcome => {
  const sign = Big(profit).cmp(0);
  return sign > 0 ? 'wins' : sign < 0 ? 'losses' : 'draws';
};

export interface Outcomes {
  /** The most frequent first. */
  readonly reasons: Array<Record<Outcome, number> & { reason: string }>;
  /** Mean milliseconds held; null without such a trade. */
  readonly holdMs: Record<Outcome, number | null>;
}

/** How closed trades ended, by reason of exit, and how long those were held that ended so. */
export function outcomes(trades: readonly ClosedTrade[]): Outcomes {
  const reasons = [...Map.groupBy(trades, ({ exitReason }) => exitReason ?? UNKNOWN)].sort(
    ([nameA, a], [nameB, b]) => b.length - a.length || nameA.localeCompare(nameB),
  );
  const of = (group: readonly ClosedTrade[], outcome: Outcome) => group.filter((trade) => outcomeOf(trade) === outcome);
  const held = (group: readonly ClosedTrade[]) =>
    group.length === 0 ? null : Math.round(group.reduce((total, { openedAt, closedAt }) => total + (closedAt - openedAt), 0) / group.length);
  return {
    reasons: reasons.map(([reason, group]) => ({
      reason,
      wins: of(group, 'wins').length,
      draws: of(group, 'draws').length,
      losses: of(group, 'losses').length,
    })),
    holdMs: { wins: held(of(trades, 'wins')), draws: held(of(trades, 'draws')), losses: held(of(trades, 'losses')) },
  };
}
