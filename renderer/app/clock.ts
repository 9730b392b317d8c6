import { useSyncExternalStore } from 'react';
import { selectBook, useDesk } from './desk.ts';

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** This machine's clock, UTC milliseconds; moves once a second, for all at the same moment. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** The daemon's clock as estimated here. */
export function useDaemonNow(): number {
  const skewMs = useDesk((state) => state.link.skewMs);
  return useNow() + skewMs;
}

/** The clock of the market shown, by which its book counts: the daemon's, but in a replay that of the recording. */
export function useMarketNow(): number {
  const daemonNow = useDaemonNow();
  const replayed = useDesk((state) => {
    const { status, performance } = selectBook(state);
    return status?.data.source === 'replay' ? Math.max(status.data.marketTime ?? 0, performance?.ts ?? 0) : null;
  });
  return replayed ?? daemonNow;
}
