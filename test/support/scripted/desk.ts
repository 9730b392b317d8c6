import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { DaemonClient } from '../../../daemon/client/client.ts';
import { resolvePaths } from '../../../daemon/lifecycle/paths.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../daemon.ts';
import { Receiver } from '../receiver.ts';
import { type Advance, START_VARIABLE } from './clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Saturday. */
const START = Date.UTC(2026, 8, 12, 6);
const SECRET = 'whsec_c2NyaXB0ZWQgZGVzayBvZiBuaWdodGRlc2s=';

/** The receiver lets nobody in there. */
const CLOSED = '/archive';

const CONFIG = {
  sim: { timeframe: '5m', tickMs: MINUTE },
  bot: { maxOpenTrades: 10, stake: { kind: 'fixed', value: '400' } },
  exits: { stopLoss: 0.03 },
  risk: { maxDailyLoss: 0.2, maxDrawdown: 0.4, maxExposure: 0.95, maxPairExposure: 0.5 },
  strategies: { 'ema-cross': { params: { fast: 5, slow: 14 } }, grid: { params: { period: 24, spacing: 0.006 } } },
  limits: { perSecond: 100_000, burst: 100_000 },
};

export interface ScriptedDesk {
  readonly daemon: RunningDaemon;
  /** The moment at which its clock stands, UTC milliseconds. */
  readonly now: number;
  /** Lets its clock go on. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real daemon that lived through two days by script, on a clock that stands still now: the same rows and the same
 * figures each time. What differs from run to run is what the machine gives: process, folders, random ids.
 */
export async function startScriptedDesk(): Promise<ScriptedDesk> {
  const receiver = await Receiver.open();
  receiver.answer = (request) => (request.path === CLOSED ? { status: 401 } : undefined);
  const desk = await startDesk({ from: START, end: () => receiver.close() });
  await desk.advance(50 * HOUR);
  await live(desk.daemon, receiver, desk.advance);
  return desk;
}

/** A desk that was set up a moment ago: it runs and hears its first prices, and nothing was traded yet. */
export async function startYoungDesk(): Promise<ScriptedDesk> {
  const desk = await startDesk({ from: START });
  await desk.advance(MINUTE);
  return desk;
}

/** A desk that found, at its start, less on its account than its trades hold: it enters nothing before somebody had a look. */
export async function startTroubledDesk(): Promise<ScriptedDesk> {
  const home = makeHome();
  const before = await startDesk({ from: START, home });
  await before.advance(5 * HOUR);
  const { now } = before;
  const [held] = (await before.daemon.client.call('positions.list', {})).items;
  await before.stop();
  const store = new Database(resolvePaths({ NIGHTDESK_HOME: home }).db);
  store.prepare("UPDATE balances SET total = '0' WHERE currency = ?").run(held!.pair.split('/')[0]);
  store.close();
  return startDesk({ from: now, home, end: () => fs.promises.rm(home, { recursive: true, force: true }) });
}

interface Beginning {
  /** The moment at which its clock stands, UTC milliseconds. */
  readonly from: number;
  /** A home to go on with; a fresh one when absent. */
  readonly home?: string;
  /** What is left to do once it has stopped. */
  readonly end?: () => Promise<void>;
}

async function startDesk({ from, home, end }: Beginning): Promise<ScriptedDesk> {
  const daemon = await startDaemon({
    ...(home !== undefined && { home }),
    config: JSON.stringify(CONFIG, null, 2),
    preload: path.join(import.meta.dirname, 'clock.ts'),
    env: { [START_VARIABLE]: String(from) },
  });
  await open(daemon);
  let now = from;
  return {
    daemon,
    get now() {
      return now;
    },
    advance: async (ms) => {
      const arrived = once(daemon.child, 'message');
      daemon.child.send({ ms, stepMs: MINUTE } satisfies Advance);
      now = (await arrived)[0];
    },
    stop: async () => {
      await daemon.stop();
      await end?.();
    },
  };
}

/** Before everything is warmed up, how much of the desk an advance meets is chance. */
async function open({ child, client, output }: RunningDaemon): Promise<void> {
  // It comes last of all that is started.
  while (!output().includes('the console is at')) await Promise.race([once(child.stderr!, 'data'), once(child.stdout!, 'data')]);
  const warmsUp = async () => (await client.call('bot.why', {})).reasons.some(({ code }) => code === 'warming_up');
  while (await warmsUp());
}

/** What an operator did in the last hour. */
async function live(daemon: RunningDaemon, receiver: Receiver, advance: (ms: number) => Promise<void>): Promise<void> {
  const { client } = daemon;
  await client.call('secrets.set', { name: 'channels.ops.secret', value: SECRET });
  await client.call('channels.configure', { id: 'ops', kind: 'webhook', topics: ['notify.message'], settings: { url: receiver.url } });
  await client.call('channels.configure', { id: 'archive', kind: 'webhook', topics: ['notify.message'], settings: { url: receiver.at(CLOSED) } });
  const judged = answers(client);
  await client.call('notify.send', { text: 'Backup done' });
  await judged;
  await client.call('alerts.set', { id: 'btc-high', kind: 'price_above', params: { pair: 'BTC/USDT', price: '100000' }, repeat: 'once' });
  await advance(10 * MINUTE);
  await client.call('markets.blacklist.add', { pairs: ['DOGE/USDT'] });
  await client.call('markets.locks.add', { pair: 'XRP/USDT', minutes: 240, reason: 'News at noon' });
  await client.call('protections.configure', { id: 'losers', kind: 'low_profit_pairs', params: {} });
  await client.call('strategies.configure', { id: 'rsi-reversion', params: { period: 10 } });
  await client.call('tokens.create', { name: 'grafana', role: 'viewer' });
  await client.call('config.set', { path: 'bot.maxOpenTrades', value: 13 });
  await waitingOrders(client);
  await advance(20 * MINUTE);
}

/** Until one channel delivered and the other is parked: the network keeps its own time. */
async function answers(client: DaemonClient): Promise<void> {
  const delivered = Promise.withResolvers<void>();
  const parked = Promise.withResolvers<void>();
  const subscription = client.subscribe(
    { topics: ['channel.delivery', 'channel.state'] },
    {
      onEvent: ({ topic, data }) => {
        if (topic === 'channel.delivery' && data.state === 'delivered') delivered.resolve();
        if (topic === 'channel.state' && data.state === 'parked') parked.resolve();
      },
    },
  );
  await Promise.all([delivered.promise, parked.promise]);
  subscription.close();
}

/** Two orders that wait below and above the market, and one that was taken back. */
async function waitingOrders(client: DaemonClient): Promise<void> {
  for (const [pair, share] of [
    ['BTC/USDT', 0.95],
    ['ETH/USDT', 0.93],
    ['SOL/USDT', 0.96],
  ] as const) {
    const { last } = await client.call('markets.ticker', { pair });
    const price = Number((Number(last) * share).toPrecision(4));
    const order = await client.call('orders.place', {
      pair,
      side: 'buy',
      type: 'limit',
      amount: (150 / price).toPrecision(2),
      price: String(price),
      tag: 'dip',
    });
    if (pair === 'SOL/USDT') await client.call('orders.cancel', { id: order.id });
  }
}
