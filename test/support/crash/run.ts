import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { DaemonClient } from '../../../daemon/client/client.ts';
import type { Subscription } from '../../../daemon/client/connection.ts';
import { socketConnector } from '../../../daemon/client/socket.ts';
import type { ReplaySummary } from '../../../daemon/protocol/methods/replay.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../daemon.ts';
import { seeded } from '../random.ts';
import { Receiver } from '../receiver.ts';
import { bookFaults } from './books.ts';

export interface CrashOptions {
  readonly seed: number;
  readonly kills: number;
  /** Candles to play, as an absolute path. */
  readonly file: string;
  readonly pair: string;
  readonly timeframe: '5m';
  /** Times real time; chosen so that the recording outlasts the kills. */
  readonly speed: number;
  readonly progress?: (text: string) => void;
}

export interface CrashReport {
  readonly kills: number;
  readonly events: number;
  readonly tradeEvents: number;
  /** Deliveries repeated under the same id, as at-least-once allows. */
  readonly repeatedDeliveries: number;
  readonly interrupted: ReplaySummary | null;
  readonly undisturbed: ReplaySummary | null;
  /** Everything that was not as it must be. */
  readonly faults: readonly string[];
}

const START_BALANCE = '10';
/** The daemon is let live for at most this long before it is killed. */
const LONGEST_LIFE_MS = 700;
/** One webhook for the trades of replays; the desk's own bot is quiet, so that the recording is all that happens. */
const config = (url: string) =>
  JSON.stringify({
    bot: { initialState: 'stopped' },
    channels: { hook: { kind: 'webhook', topics: ['trade.*'], settings: { url, replays: true } } },
  });

/**
 * Plays a recording and kills the daemon with SIGKILL at seeded random moments. A subscriber that resumes, a webhook
 * and the books are then compared with the journal, and the result with that of a run nobody disturbed.
 */
export async function crashRun(options: CrashOptions): Promise<CrashReport> {
  const home = makeHome();
  const hook = await Receiver.open();
  const follower = new Follower();
  try {
    const start = () => startDaemon({ home, config: config(hook.url) });
    let daemon = await start();
    follower.follow(daemon.socket);
    const replay = { file: options.file, pair: options.pair, timeframe: options.timeframe, strategy: 'ema-cross', startBalance: START_BALANCE };
    await daemon.client.call('replay.start', { ...replay, speed: options.speed });
    daemon = await killAgainAndAgain(daemon, start, options);
    const interrupted = await finished(daemon, 'replay-1');
    await daemon.client.call('replay.start', { ...replay, speed: 'max' });
    const undisturbed = await finished(daemon, 'replay-2');
    const report = await compare(daemon, hook, follower, options.kills, interrupted, undisturbed);
    daemon.client.close();
    await daemon.kill('SIGTERM');
    return report;
  } finally {
    follower.close();
    await hook.close();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

async function killAgainAndAgain(first: RunningDaemon, start: () => Promise<RunningDaemon>, { seed, kills, progress }: CrashOptions): Promise<RunningDaemon> {
  const random = seeded(seed);
  let daemon = first;
  for (let kill = 1; kill <= kills; kill += 1) {
    await wait(random() * LONGEST_LIFE_MS);
    const run = await daemon.client.call('replay.get', { account: 'replay-1' });
    progress?.(`kill ${kill} of ${kills} near candle ${run.candle} of ${run.candles}`);
    daemon.client.close();
    await daemon.kill('SIGKILL');
    daemon = await start();
  }
  return daemon;
}

/** Waits for the end of a replay by its own event. */
async function finished({ client }: RunningDaemon, account: string): Promise<ReplaySummary | null> {
  const ended = Promise.withResolvers<void>();
  const subscription = client.subscribe(
    { topics: ['replay.state'], since: 0 },
    { onEvent: (event) => event.topic === 'replay.state' && event.data.account === account && event.data.state !== 'running' && ended.resolve() },
  );
  await ended.promise;
  subscription.close();
  return (await client.call('replay.get', { account })).summary;
}

/** An application that subscribes to everything and only ever resumes. */
class Follower {
  readonly seen: Array<{ seq: number; topic: string; account: unknown }> = [];
  resets = 0;
  #client: DaemonClient | undefined;
  #subscription: Subscription | undefined;
  readonly #signal = new EventTarget();

  follow(socket: string): void {
    this.#client = new DaemonClient({ connect: socketConnector(socket), client: 'follower', backoff: { baseMs: 20, maxMs: 100 } });
    this.#subscription = this.#client.subscribe(
      { topics: ['*'], since: 0 },
      {
        onEvent: ({ seq, topic, data }) => {
          if (seq === undefined) return;
          this.seen.push({ seq, topic, account: 'account' in data ? data.account : undefined });
          this.#signal.dispatchEvent(new Event('seen'));
        },
        onReset: () => {
          this.resets += 1;
        },
      },
    );
    this.#client.connect();
  }

  async until(seq: number): Promise<void> {
    while ((this.seen.at(-1)?.seq ?? 0) < seq) await once(this.#signal as never, 'seen');
  }

  close(): void {
    this.#subscription?.close();
    this.#client?.close();
  }
}

async function compare(
  daemon: RunningDaemon,
  hook: Receiver,
  follower: Follower,
  kills: number,
  interrupted: ReplaySummary | null,
  undisturbed: ReplaySummary | null,
): Promise<CrashReport> {
  const { lastSeq } = await daemon.client.call('daemon.status', {});
  await follower.until(lastSeq);
  const seen = follower.seen.filter(({ seq }) => seq <= lastSeq);
  const told = seen.filter(({ topic, account }) => topic.startsWith('trade.') && String(account).startsWith('replay-')).map(({ seq }) => seq);
  const arrivals = () => [...Map.groupBy(hook.received, ({ headers }) => headers['webhook-id']).values()].map(([first]) => first?.json.seq);
  await hook.until(() => arrivals().length >= told.length);
  const arrived = arrivals();
  const doubled = arrived.filter((seq, index) => arrived.indexOf(seq) !== index);

  const faults: string[] = [];
  const gap = seen.findIndex(({ seq }, index) => seq !== index + 1);
  if (gap !== -1) faults.push(`the subscriber saw number ${seen[gap]?.seq} where ${gap + 1} was due`);
  if (seen.length !== lastSeq) faults.push(`the subscriber saw ${seen.length} events, the journal has ${lastSeq}`);
  if (follower.resets > 0) faults.push(`the subscriber was reset ${follower.resets} times`);
  if (arrived.join() !== told.join()) faults.push(`the webhook got ${arrived.length} events, or in another order than the journal's ${told.length}`);
  if (doubled.length > 0) faults.push(`the webhook got events ${doubled.join()} again under another id`);
  for (const account of ['replay-1', 'replay-2']) faults.push(...(await bookFaults(daemon.client, account, START_BALANCE)));
  const result = (summary: ReplaySummary | null) => JSON.stringify({ ...summary, elapsedMs: 0 });
  if (interrupted === null || result(interrupted) !== result(undisturbed))
    faults.push(`the interrupted run ended with ${result(interrupted)}, the undisturbed one with ${result(undisturbed)}`);
  return { kills, events: lastSeq, tradeEvents: told.length, repeatedDeliveries: hook.received.length - arrived.length, interrupted, undisturbed, faults };
}
