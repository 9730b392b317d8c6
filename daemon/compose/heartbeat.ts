import type { EventBus } from '../journal/bus.ts';
import type { Vitals } from '../lifecycle/vitals.ts';
import type { Teardown } from './teardown.ts';

const PERIOD_MS = 10_000;

/** @param alive notes that this run lives, so that a crash can be dated */
export function heartbeat(bus: EventBus, vitals: Vitals, alive: () => void, teardown: Teardown): void {
  vitals.start();
  const timer = setInterval(() => {
    alive();
    bus.publishLive('heartbeat', { time: Date.now(), eventLoopDelayMs: vitals.loopDelay().p99 });
  }, PERIOD_MS).unref();
  teardown.add('heartbeat', () => {
    clearInterval(timer);
    vitals.stop();
  });
}
