// The daemon's own journal, bus, subscriptions and socket gateway, with events published on command.
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { SocketGateway } from '../../../daemon/gateways/socket/gateway.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { History } from '../../../daemon/journal/history.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import type { Log } from '../../../daemon/log/log.ts';
import { Audit } from '../../../daemon/rpc/audit.ts';
import { Dispatcher } from '../../../daemon/rpc/dispatcher.ts';
import { eventsHandlers } from '../../../daemon/rpc/handlers/events.ts';
import { RateLimits } from '../../../daemon/rpc/limits.ts';
import { Subscriptions } from '../../../daemon/rpc/subscriptions/subscriptions.ts';
import { Store } from '../../../daemon/store/store.ts';
import { BATCH, type Kind, MESSAGE, TICKER } from '../lib/sample.ts';

const socketPath = process.argv[2] ?? '';
const quiet: Log = { debug() {}, info() {}, warn: console.error, error: console.error, child: () => quiet };
const bus = new EventBus((owner, error) => console.error(owner, error));
const store = new Store(path.join(path.dirname(socketPath), 'fanout.db'));
const journal = new Journal(store, bus);
const subscriptions = new Subscriptions({ journal, bus });
subscriptions.start();
const now = Date.now;
const handlers = eventsHandlers({
  journal,
  history: new History(store),
  subscriptions,
  snapshot: () => {
    throw new Error('no snapshot here');
  },
  now,
});
const limits = new RateLimits({ rate: () => ({ perSecond: 1e9, burst: 1e9 }) });
const { 'events.subscribe': subscribe } = handlers;
const dispatcher = new Dispatcher({
  store,
  audit: new Audit({ store, journal, redact: (text: string) => text }),
  handlers: { 'events.subscribe': subscribe } as never,
  limits,
  log: quiet,
});
await new SocketGateway({ path: socketPath, dispatcher, log: quiet, limits: { maxConnections: 200 } }).start();
console.log('ready');

const publish: Record<Kind, (count: number) => void> = {
  journalled: (count) =>
    journal.write((emit) => {
      for (let index = 0; index < count; index += 1) emit('notify.message', MESSAGE);
    }),
  live: (count) => {
    for (let index = 0; index < count; index += 1) bus.publishLive('ticker', TICKER);
  },
};

for await (const count of createInterface({ input: process.stdin })) {
  for (let left = Number(count); left > 0; left -= BATCH) {
    publish[process.argv[3] as Kind](Math.min(BATCH, left));
    await turn();
  }
}
