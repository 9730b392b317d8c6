/** Figures of one channel since the daemon started. */
export class ChannelMetrics {
  sent = 0;
  failed = 0;
  retried = 0;
  dead = 0;
  readonly #latencies: number[] = [];
  #next = 0;

  /** @param ms from the event to its arrival at the other side */
  delivered(ms: number): void {
    this.sent += 1;
    this.#latencies[this.#next] = Math.max(0, ms);
    this.#next = (this.#next + 1) % WINDOW;
  }

  /** Over the last thousand deliveries; null before the first. */
  latency(): { p50: number; p95: number; p99: number } | null {
    if (this.#latencies.length === 0) return null;
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}

const WINDOW = 1000;
