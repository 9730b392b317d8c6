/**
 * Preloaded into a daemon: its clock stands at a given moment, and goes on, in steps with their timers, only when the parent
 * process says so. Sockets and the event loop run as ever.
 */
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { CONSOLE_PACE_MS } from '../../../daemon/client/client.ts';

/** To the daemon: how far to go. It answers with its new time. */
export interface Advance {
  readonly ms: number;
  readonly stepMs: number;
}

/** Names the moment, in UTC milliseconds. */
export const START_VARIABLE = 'SCRIPTED_CLOCK_START';

if (process.env[START_VARIABLE] !== undefined) {
  const { setTimeout: real } = globalThis;
  mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now: Number(process.env[START_VARIABLE]) });
  const { setTimeout: scripted } = globalThis;
  // Events that are gathered for a page come to it also while the clock stands.
  const either = (task: () => void, ms = 0, ...rest: []) => (ms <= CONSOLE_PACE_MS ? real : scripted)(task, ms, ...rest);
  globalThis.setTimeout = Object.assign(either, { __promisify__: real.__promisify__ }) as typeof setTimeout;
  process.on('message', (advance: Advance) => void go(advance));
  process.channel?.unref();
}

async function go({ ms, stepMs }: Advance): Promise<void> {
  for (let gone = 0; gone < ms; gone += stepMs) {
    mock.timers.tick(stepMs);
    await turn();
  }
  process.send?.(Date.now());
}
