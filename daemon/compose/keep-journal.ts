import { JournalRetention } from '../journal/retention.ts';
import type { LogHub } from '../log/hub.ts';
import type { Subscriptions } from '../rpc/subscriptions/subscriptions.ts';
import type { Foundation } from './foundation.ts';
import type { Teardown } from './teardown.ts';

/** Keeps the journal from growing for ever. Begun after the channels, which say first how far they have read. */
export function keepJournal({ store, journal, history, config }: Foundation, subscriptions: Subscriptions, hub: LogHub, teardown: Teardown): void {
  const retention = new JournalRetention({
    store,
    journal,
    history,
    log: hub.log('journal'),
    keep: () => config.get().journal,
    reading: () => subscriptions.reading,
  });
  retention.start();
  teardown.add('journal', () => retention.stop());
}
