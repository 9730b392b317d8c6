import type { Channels } from '../../../daemon/channels/channels.ts';
import type { Journal } from '../../../daemon/journal/journal.ts';
import type { Store } from '../../../daemon/store/store.ts';

/**
 * Kills this process at the nth transaction of a store.
 *
 * @param moment `<n>:before` the work in it, `<n>:after` it, or `never`
 */
export function dieAt(store: Store, moment: string): void {
  const [fatal, when] = moment.split(':');
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  let transactions = 0;
  const transaction = store.transaction.bind(store);
  store.transaction = (work) => {
    const last = ++transactions === Number(fatal);
    return transaction(() => {
      if (last && when === 'before') die();
      const result = work();
      if (last) die();
      return result;
    });
  };
}

/** Ends this process in good order once a channel has told all there is. */
export function exitWhenTold({ channels, journal }: { readonly channels: Channels; readonly journal: Journal }, id: string): void {
  setInterval(() => {
    const { queued, held, cursor } = channels.get(id);
    if (queued === 0 && held === 0 && cursor === journal.lastSeq) process.exit(0);
  }, 20);
}
