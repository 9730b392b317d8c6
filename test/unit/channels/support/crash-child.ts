/**
 * The daemon's share of the crash test: opens a home, sends what waits there and tells more. It kills itself at the nth
 * transaction of its store, before or after the work in it, or is killed from outside.
 *
 * Arguments: home, URL of the receiver, how many messages to tell, and `<n>:before|after` or `never`.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { dieAt, exitWhenTold } from '../../../support/crash/victim.ts';
import { Desk } from './desk.ts';

const [home = '', url = '', count = '0', moment = 'never'] = process.argv.slice(2);
const desk = new Desk(home);
dieAt(desk.store, moment);

await desk.channels.start();
await desk.channels.configure({ id: 'ops', kind: 'webhook', topics: ['notify.message'], settings: { url } }, 'test');
for (let told = 0; told < Number(count); told++) {
  desk.tell(`m${desk.journal.lastSeq + 1}`);
  if (told % 3 === 0) await turn();
}
exitWhenTold(desk, 'ops');
