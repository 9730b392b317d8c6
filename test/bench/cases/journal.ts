import fs from 'node:fs';
import path from 'node:path';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { Store } from '../../../daemon/store/store.ts';
import { alternate, type Figure } from '../lib/figures.ts';
import { scratch } from '../lib/processes.ts';

const DATA = { text: 'A message of a usual length, as a script would send it', level: 'info' as const, who: 'bench', channels: null };
const SINGLE = 1000;
const BATCH = 100;
const BATCHES = 100;

/** Durable appends, one commit each and in batches, against bare inserts of the same rows under the same settings. */
export async function journal(): Promise<Figure[]> {
  const dir = scratch();
  const store = new Store(path.join(dir, 'ours.db'));
  const ours = new Journal(
    store,
    new EventBus((_owner, error) => {
      throw error;
    }),
  );
  const bare = new Store(path.join(dir, 'bare.db'));
  const insert = bare.prepare<[number, string, string]>('INSERT INTO journal (ts, topic, data) VALUES (?, ?, ?)');
  const json = JSON.stringify(DATA);
  const perSecond = (count: number, work: () => void) => {
    const started = performance.now();
    work();
    return (count / (performance.now() - started)) * 1000;
  };
  const bareInsert = () => insert.run(Date.now(), 'notify.message', json);
  const times = (count: number, work: () => unknown) => {
    for (let index = 0; index < count; index += 1) work();
  };
  const taken = await alternate(7, {
    bareSingle: () => perSecond(SINGLE, () => times(SINGLE, bareInsert)),
    single: () => perSecond(SINGLE, () => times(SINGLE, () => ours.append('notify.message', DATA))),
    bareBatched: () => perSecond(BATCH * BATCHES, () => times(BATCHES, () => bare.transaction(() => times(BATCH, bareInsert)))),
    batched: () => perSecond(BATCH * BATCHES, () => times(BATCHES, () => ours.write((emit) => times(BATCH, () => emit('notify.message', DATA))))),
  });
  store.close();
  bare.close();
  fs.rmSync(dir, { recursive: true, force: true });
  const against = 'bare inserts, same rows';
  return [
    { name: 'durable appends, a commit each', unit: 'events/s', ours: taken.single, baseline: taken.bareSingle, against },
    { name: `durable appends, ${BATCH} a commit`, unit: 'events/s', ours: taken.batched, baseline: taken.bareBatched, against },
  ];
}
