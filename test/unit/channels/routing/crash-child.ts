/**
 * The daemon's share of the crash test of held messages, in a time that runs so fast that quiet hours come and go: opens
 * a home, tells messages, and kills itself at the nth transaction of its store, before or after the work in it.
 *
 * Arguments: home, URL of the receiver, how many messages to tell, `<n>:before|after` or `never`, and when the test began.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../../../../daemon/channels/ports.ts';
import { dieAt, exitWhenTold } from '../../../support/crash/victim.ts';
import { Desk } from '../support/desk.ts';

/** A day passes in less than three seconds. */
const RATE = 36_000;
/** Longer waits are limits to what the other side may take, which runs in our time. */
const LONGEST_MS = 120_000;

const [home = '', url = '', count = '0', moment = 'never', began = '0'] = process.argv.slice(2);
const clock: Clock = {
  now: () => Date.UTC(2026, 9, 20) + (Date.now() - Number(began)) * RATE,
  after: (ms, work) => systemClock.after(ms > LONGEST_MS ? ms : ms / RATE, work),
};
const desk = new Desk(home, { clock, backoff: { baseMs: 100_000, maxMs: 100_000 } });
dieAt(desk.store, moment);

const routing = { quietHours: { from: '12:00', until: '00:00' }, cap: { messages: 3, seconds: 3600 }, dedupeSeconds: 1800 };
const settings = { url, timeoutSeconds: 300 };
await desk.channels.start();
await desk.channels.configure({ id: 'ops', kind: 'webhook', topics: ['notify.message', 'exception'], settings, routing }, 'test');
for (let told = 0; told < Number(count); told++) {
  if (told % 7 === 3) desk.journal.append('exception', { source: 'test', text: `x${told}` });
  else desk.tell(told % 5 === 0 ? 'again' : `m${desk.journal.lastSeq}`);
  if (told % 4 === 0) await sleep(20);
}
exitWhenTold(desk, 'ops');
