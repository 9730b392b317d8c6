/**
 * A process that plays a replay: goes on with the one in the store, or begins it. Prints a line per commit and `done` at
 * the end, so that a test can kill it wherever it likes.
 *
 *     node replay-process.ts <store> <recording> <strategy>
 */
import { Config } from '../../daemon/config/schema.ts';
import { BookStore } from '../../daemon/engine/books/book-store.ts';
import { BookQueries } from '../../daemon/engine/queries.ts';
import { ReplayRuns } from '../../daemon/engine/replay/replay-runs.ts';
import { EventBus } from '../../daemon/journal/bus.ts';
import { Journal } from '../../daemon/journal/journal.ts';
import { SILENT } from '../../daemon/log/log.ts';
import { Store } from '../../daemon/store/store.ts';
import { STRATEGIES } from '../../daemon/strategies/index.ts';

const [storeFile = '', recording = '', strategy = ''] = process.argv.slice(2);
const store = new Store(storeFile);
const bus = new EventBus((_owner, error) => {
  throw error;
});
const journal = new Journal(store, bus);
const config = Config.parse({ exits: { stopLoss: 0.03, trailing: { distance: 0.02, from: 0.01 } } });
const runs = new ReplayRuns({
  store,
  books: new BookStore(store),
  queries: new BookQueries(store),
  journal,
  bus,
  log: { ...SILENT, error: (text) => console.error(text) },
  strategies: STRATEGIES,
  config: () => config,
});
bus.subscribe('test', (events) => {
  process.stdout.write(`seq ${events.at(-1)?.seq}\n`);
  if (events.some(({ topic, json }) => topic === 'replay.state' && !json.includes('"state":"running"'))) process.stdout.write('done\n');
});
if (runs.list().length > 0) runs.start();
else await runs.begin({ file: recording, pair: 'ETH/BTC', timeframe: '5m', strategy, speed: 'max' });
