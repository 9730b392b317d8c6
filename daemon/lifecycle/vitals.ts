import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two samples; a sample is what passed beyond this. */
const RESOLUTION_MS = 50;

export interface LoopDelay {
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How long the event loop keeps things waiting: the first sign of a daemon that does too much at once. */
export class Vitals {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  start(): void {
    this.#histogram.enable();
  }

  stop(): void {
    this.#histogram.disable();
  }

  /** Since the start, or the last {@link reset}. */
  loopDelay(): LoopDelay {
    if (this.#histogram.count === 0) return { p50: 0, p99: 0, max: 0 };
    const ms = (nanoseconds: number) => Math.max(0, Math.round((nanoseconds / 1e6 - RESOLUTION_MS) * 100) / 100);
    return { p50: ms(this.#histogram.percentile(50)), p99: ms(this.#histogram.percentile(99)), max: ms(this.#histogram.max) };
  }

  reset(): void {
    this.#histogram.reset();
  }
}
