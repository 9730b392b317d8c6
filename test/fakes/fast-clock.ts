import type { Clock } from '../../daemon/exchange/clock.ts';

/** Real timers in a time that runs faster, for code that waits for the network as well as for the clock. */
export function fastClock(start: number, factor: number): Clock {
  const origin = performance.now();
  return {
    now: () => Math.round(start + (performance.now() - origin) * factor),
    after(ms, run) {
      const timer = setTimeout(run, ms / factor);
      return () => clearTimeout(timer);
    },
  };
}
