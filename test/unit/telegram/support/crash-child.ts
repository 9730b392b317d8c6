/**
 * The daemon's share of the crash test: goes on with a home whose chats are linked, tells more, and sends what waits. It
 * kills itself at the nth transaction of its store, before or after the work in it, or is killed from outside.
 *
 * Arguments: home, root of the Bot API, how many messages to tell, and `<n>:before|after` or `never`.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { BotApi } from '../../../fakes/bot-api.ts';
import { TOKEN } from '../../../fakes/bot-api.ts';
import { dieAt, exitWhenTold } from '../../../support/crash/victim.ts';
import { Bench } from './desk.ts';

const [home = '', root = '', count = '0', moment = 'never'] = process.argv.slice(2);
const bench = new Bench({ root, token: TOKEN } as BotApi, { home });
dieAt(bench.store, moment);

await bench.channels.start();
for (let told = 0; told < Number(count); told++) {
  bench.tell(`m${bench.journal.lastSeq + 1}`);
  if (told % 3 === 0) await turn();
}
exitWhenTold(bench, 'phone');
