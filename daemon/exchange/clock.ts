/** Time as the sources see it; tests hand in one they move by hand. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Runs `run` once after `ms` milliseconds; the function returned calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
