import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../app/context.tsx';
import { selectBook, selectStatus, useDesk } from '../../app/desk.ts';
import type { Session } from '../../app/session.ts';
import type { CurvePoint } from '../../lib/curve.ts';
import { curve } from './curve-question.ts';

export type Range = 'hour' | 'day' | 'week' | 'month' | 'all';
export const RANGES = ['hour', 'day', 'week', 'all'] as const satisfies readonly Range[];

const HOUR = 3_600_000;
export const RANGE_MS: Record<Range, number> = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 168 * HOUR,
  month: 720 * HOUR,
  all: Number.POSITIVE_INFINITY,
};
/** Points that came by events are then thinned anew by the daemon. */
const RENEW_MS = 5 * 60_000;

interface Known {
  readonly account: string;
  readonly points: readonly CurvePoint[];
}

/**
 * The account's equity over a range that ends now, by the market's own calendar. Asked for anew after each connection;
 * what happens since comes by events. Null until the answer is there.
 */
export function useEquity(range: Range): readonly CurvePoint[] | null {
  const session = useSession();
  const account = useDesk((state) => state.account);
  const generation = useDesk((state) => state.generation);
  // Where a part of it begins is told by the market's time; the whole needs none. A replay that is over has no status any more, but still its curve.
  const ready = useDesk((state) => (range === 'all' ? state.generation > 0 : selectStatus(state) !== null || state.world.replays[account] !== undefined));
  const [known, setKnown] = useState<Known | null>(() => {
    const told = session.told(...curve(account));
    return range === 'all' && told !== null ? { account, points: told.points } : null;
  });
  const upToDate = useRef(known !== null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection (`generation`) makes the question new
  useEffect(() => {
    if (!ready) return;
    let current = true;
    const renew = async () => {
      const points = await ask(session, account, range);
      if (current && points !== null) setKnown({ account, points });
    };
    if (!upToDate.current) void renew();
    upToDate.current = false;
    const timer = setInterval(() => void renew(), RENEW_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [session, account, range, generation, ready]);

  const newest = useDesk((state) => selectBook(state).performance);
  useEffect(() => {
    if (newest !== null) setKnown((before) => (before === null ? null : append(before, newest)));
  }, [newest]);
  return known?.account === account ? known.points : null;
}

async function ask(session: Session, account: string, range: Range): Promise<readonly CurvePoint[] | null> {
  const state = useDesk.getState();
  const now = selectStatus(state)?.data.marketTime ?? state.world.replays[account]?.marketTime ?? Date.now();
  const since = range === 'all' ? undefined : Math.max(0, now - RANGE_MS[range]);
  const answer = await session.read(...curve(account, since));
  return answer?.points ?? null;
}

function append(known: Known, newest: CurvePoint & { readonly account: string }): Known {
  if (newest.account !== known.account || newest.ts <= (known.points.at(-1)?.ts ?? 0)) return known;
  return { ...known, points: [...known.points, newest] };
}
