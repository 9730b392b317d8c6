import fs from 'node:fs';
import path from 'node:path';
import type { DaemonClient } from '../../../daemon/client/client.ts';
import { startDaemon } from '../../support/daemon.ts';
import { recordingFile } from '../../support/recordings.ts';
import { alternate, type Figure } from '../lib/figures.ts';
import { end, scratch, startServer, untilLine } from '../lib/processes.ts';

const FILE = recordingFile('ETH_BTC-5m.csv');

/** Three weeks of 5-minute candles through engine, journal, store and events, against the same rows inserted bare plus the strategy alone. */
export async function replay(): Promise<Figure[]> {
  if (!fs.existsSync(FILE)) {
    console.error(`replay not measured: no candles at ${FILE}`);
    return [];
  }
  const dir = scratch();
  const daemon = await startDaemon({ config: '{ "bot": { "initialState": "stopped" } }' });
  await played(daemon.client);
  const database = path.join(dir, 'past.db');
  for (const ending of ['', '-wal']) fs.copyFileSync(path.join(daemon.home, `data/nightdesk.db${ending}`), `${database}${ending}`);
  const bare = await startServer('bare-replay', [database, FILE, dir]);
  const taken = await alternate(7, {
    ours: () => played(daemon.client),
    baseline: async () => {
      const answer = untilLine(bare, 'took');
      bare.stdin?.write('\n');
      return Number((await answer).split(' ')[1]);
    },
  });
  await end(bare);
  await daemon.stop();
  fs.rmSync(dir, { recursive: true, force: true });
  return [{ name: 'replay of 5,760 candles', unit: 'ms', ...taken, against: 'same rows inserted bare, strategy bare', goal: { atMost: 2 } }];
}

/** Plays the file at full speed and tells how long the engine took for it, in milliseconds. */
async function played(client: DaemonClient): Promise<number> {
  const ended = Promise.withResolvers<string>();
  const subscription = client.subscribe(
    { topics: ['replay.state'] },
    { onEvent: (event) => event.topic === 'replay.state' && event.data.state !== 'running' && ended.resolve(event.data.account) },
  );
  await client.call('replay.start', { file: FILE, pair: 'ETH/BTC', timeframe: '5m', strategy: 'ema-cross' });
  const account = await ended.promise;
  subscription.close();
  const { summary, error } = await client.call('replay.get', { account });
  if (!summary) throw new Error(`the replay failed: ${error}`);
  return summary.elapsedMs;
}
