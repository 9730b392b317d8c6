import { useMemo } from 'react';
import { type Freshness, freshness } from '../lib/freshness.ts';
import { useDaemonNow } from './clock.ts';
import { selectBook, selectConnected, selectEnded, selectStatus, useDesk } from './desk.ts';

/** Of a replay that is over nothing can grow old. */
const OVER: Freshness = { kind: 'ended', ageMs: null };

/** How old what the page shows is, every second anew. */
export function useFreshness(): Freshness {
  const connected = useDesk(selectConnected);
  const health = useDesk((state) => selectStatus(state)?.data ?? null);
  // Ages are told in seconds: of the prices within one, nobody need hear.
  const pricedAt = useDesk((state) => floorToSecond(selectBook(state).pricedAt));
  const over = useDesk(selectEnded) !== null;
  const now = useDaemonNow();
  return useMemo(() => (over && connected ? OVER : freshness(connected, health, pricedAt, now)), [over, connected, health, pricedAt, now]);
}

const floorToSecond = (ts: number | null): number | null => ts && ts - (ts % 1000);
