/** Time and chance, so that tests can rule them. */
export interface Timers {
  /** UTC milliseconds. */
  now(): number;
  /** Calls once after `ms`, unless the function it returns is called first. */
  after(ms: number, run: () => void): () => void;
  /** From 0 up to 1. */
  random(): number;
}

export const SYSTEM_TIMERS: Timers = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
