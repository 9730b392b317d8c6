import type { Clock } from '../../daemon/exchange/clock.ts';

/** A clock that stands still until it is moved; timers that come due on the way run in order, each at its own time. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; run: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get pending(): number {
    return this.#timers.length;
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (let due = this.#earliest(end); due; due = this.#earliest(end)) {
      this.#timers.splice(this.#timers.indexOf(due), 1);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
  }

  /** Time passes and nothing runs: the process is busy, or the machine sleeps. */
  stall(ms: number): void {
    this.#now += ms;
  }

  /** As `stall`, and then what is overdue runs. A negative time sets the clock back. */
  jump(ms: number): void {
    this.stall(ms);
    this.advance(0);
  }

  #earliest(end: number) {
    return this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
