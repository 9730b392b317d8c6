import { useEffect, useState } from 'react';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useSession } from '../../app/context.tsx';
import { selectStatus, useDesk } from '../../app/desk.ts';

export const RANGES = ['hour', 'day', 'week', 'all'] as const;
export type Range = (typeof RANGES)[number];
export type EquityPoints = Result<'performance.equity'>['points'];

const HOUR = 3_600_000;
const LENGTH: Record<Range, number> = { hour: HOUR, day: 24 * HOUR, week: 168 * HOUR, all: Number.POSITIVE_INFINITY };
/** More than a wide screen has pixels in the panel, little enough to come at once. */
const POINTS = 1500;

/**
 * The account's equity over a range that ends now, by the market's own calendar where it has one. Asked for again after
 * each connection; what happens since comes by events. Null until the answer is there.
 */
export function useEquity(range: Range): EquityPoints | null {
  const session = useSession();
  const account = useDesk((state) => state.account);
  const generation = useDesk((state) => state.generation);
  const ready = useDesk((state) => selectStatus(state) !== null);
  const [answered, setAnswered] = useState<{ readonly account: string; readonly points: EquityPoints } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new
  useEffect(() => {
    if (!ready) return;
    let current = true;
    const now = selectStatus(useDesk.getState())?.data.marketTime ?? Date.now();
    const since = range === 'all' ? undefined : Math.max(0, now - LENGTH[range]);
    void session.read('performance.equity', { account, since, points: POINTS }).then((answer) => {
      if (current && answer !== null) setAnswered({ account, points: answer.points });
    });
    return () => {
      current = false;
    };
  }, [session, account, range, generation, ready]);
  return answered?.account === account ? answered.points : null;
}
