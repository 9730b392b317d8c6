import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { METHODS, type MethodName, type MethodSpec, RpcError } from '../../daemon/protocol/index.ts';
import { BotApi, TOKEN } from '../fakes/bot-api.ts';
import { type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { ROOT } from '../support/entry.ts';

/** Every method of the contract, called on a real daemon that trades, has what the contract says as its answer. */
let daemon: RunningDaemon;
let bot: BotApi | undefined;

/** Where the example rightly meets a refusal. */
const REFUSED: Partial<Record<MethodName, RpcError['kind']>> = {
  'rpc.confirm': 'not_found',
  'secrets.unlock': 'conflict',
  // Run by the test itself, as in a terminal.
  'daemon.restart': 'conflict',
};

/** As long as a busy machine may take. */
const WAIT = { timeout: 30_000 };
const ENDS: readonly MethodName[] = ['daemon.stop', 'daemon.prepareRestart'];

const call = (method: MethodName, params: object, on = daemon): Promise<unknown> => on.client.call(method, params as never);

/** Calls, and confirms where that is asked for. */
async function carryOut(method: MethodName, params: object, on = daemon): Promise<unknown> {
  try {
    return await call(method, params, on);
  } catch (error) {
    if (!(error instanceof RpcError) || error.kind !== 'confirmation_required') throw error;
    return await call('rpc.confirm', { token: error.data.token }, on);
  }
}

const answerOf = (method: MethodName, params: object): Promise<unknown> =>
  carryOut(method, params).catch((error: unknown) => {
    if (error instanceof RpcError) return { refused: error.kind, message: error.message };
    throw error;
  });

/** A recording of 200 candles that rise and fall. */
function recording(): string {
  const file = path.join(daemon.home, 'recording.csv');
  const rows = Array.from({ length: 200 }, (_, index) => {
    const price = (n: number) => (0.03 + Math.sin(n / 9) * 0.002).toFixed(6);
    const [open, close] = [price(index), price(index + 1)];
    const [low, high] = [open, close].sort();
    return [1_500_000_000_000 + index * 300_000, open, high, low, close, '12.5'].join(',');
  });
  fs.writeFileSync(file, `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`);
  return file;
}

/** Starts the bot, buys at the market, and answers the order. */
async function buy(): Promise<{ id: string; tradeId: string }> {
  await carryOut('bot.start', {});
  await vi.waitFor(() => call('markets.ticker', { pair: 'BTC/USDT' }), WAIT);
  const order = (await call('orders.place', { pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.01' })) as { id: string; tradeId: string };
  await vi.waitUntil(async () => ((await call('positions.list', {})) as { items: unknown[] }).items.length > 0, WAIT);
  return order;
}

/** Buys a little, and answers the trade once it holds something. */
async function bought(): Promise<{ id: string }> {
  await carryOut('bot.start', {});
  await vi.waitFor(() => call('markets.ticker', { pair: 'ETH/USDT' }), WAIT);
  const { tradeId: id } = (await call('positions.open', { pair: 'ETH/USDT', stake: '20' })) as { tradeId: string };
  await vi.waitUntil(async () => ((await call('trades.get', { id })) as { state: string }).state === 'open', WAIT);
  return { id };
}

async function withChannel(): Promise<object> {
  await call('channels.configure', { id: 'ops', kind: 'webhook', settings: { url: 'http://127.0.0.1:9/hook' } });
  return { id: 'ops' };
}

/** A bot with one person and one chat linked. */
async function withPerson(): Promise<object> {
  bot ??= await BotApi.open();
  await call('secrets.set', { name: 'channels.phone.token', value: TOKEN });
  await call('channels.configure', { id: 'phone', kind: 'telegram', settings: { apiRoot: bot.root, chatIntervalMs: 0 } });
  const { code } = (await call('channels.pair', { id: 'phone' })) as { code: string };
  const before = bot.sent.length;
  bot.write({ id: 12345, first_name: 'Ada', username: 'ada' }, { id: 12345, type: 'private' }, `/start ${code}`);
  await bot.until(() => bot !== undefined && bot.sent.length > before);
  return { id: 'phone' };
}

async function withoutHook(): Promise<object> {
  const { items } = (await call('signals.list', {})) as { items: Array<{ id: string }> };
  for (const { id } of items) await carryOut('signals.remove', { id });
  return METHODS['signals.create'].example;
}

async function withHook(): Promise<object> {
  await call('signals.create', (await withoutHook()) as object);
  return { id: 'breakout' };
}

/** The example in the plugins folder, readable as a user's own file is. */
async function withPluginFile(): Promise<object> {
  const folder = path.join(daemon.home, 'plugins');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.copyFileSync(path.join(ROOT, 'resources/examples/plugins/position-size.mjs'), path.join(folder, 'position-size.mjs'));
  fs.chmodSync(path.join(folder, 'position-size.mjs'), 0o600);
  return { name: 'position-size' };
}

async function withPlugin(): Promise<object> {
  await carryOut('plugins.enable', await withPluginFile());
  return { name: 'position-size' };
}

const replay = (speed: number | 'max') => ({ ...METHODS['replay.start'].example, file: recording(), speed });
const replayed = async (speed: number | 'max') => ({ account: ((await call('replay.start', replay(speed))) as { account: string }).account });

/** Brings about what a method needs to be there, and answers its parameters; the others are called with their example. */
const PREPARE: Partial<Record<MethodName, () => Promise<object>>> = {
  'bot.pause': async () => call('bot.start', {}).then(() => ({})),
  'bot.resume': async () => call('bot.pause', {}).then(() => ({})),
  'positions.list': async () => buy().then(() => ({})),
  'positions.open': async () => buy().then(() => METHODS['positions.open'].example),
  'positions.close': async () => buy().then(() => ({ pair: 'BTC/USDT' })),
  'positions.closeAll': async () => buy().then(() => ({})),
  'orders.get': async () => ({ id: (await buy()).id }),
  'orders.place': async () => buy().then(() => METHODS['orders.place'].example),
  'orders.cancel': async () => ({ id: ((await call('orders.place', METHODS['orders.place'].example)) as { id: string }).id }),
  'trades.get': async () => ({ id: (await buy()).tradeId }),
  'trades.delete': bought,
  'trades.restore': async () => {
    const which = await bought();
    await carryOut('trades.delete', which);
    return which;
  },
  'channels.get': withChannel,
  'channels.enable': withChannel,
  'channels.disable': withChannel,
  'channels.test': withChannel,
  'channels.retry': withChannel,
  'channels.remove': withChannel,
  'channels.pair': withPerson,
  'channels.people': withPerson,
  'channels.chat': async () => withPerson().then(() => METHODS['channels.chat'].example),
  'channels.unpair': async () => withPerson().then(() => METHODS['channels.unpair'].example),
  'markets.locks.remove': async () => call('markets.locks.add', METHODS['markets.locks.add'].example).then(() => METHODS['markets.locks.remove'].example),
  'protections.list': async () => call('protections.configure', METHODS['protections.configure'].example).then(() => ({})),
  'protections.remove': async () => call('protections.configure', METHODS['protections.configure'].example).then(() => METHODS['protections.remove'].example),
  'alerts.remove': async () => ({ id: ((await call('alerts.set', METHODS['alerts.set'].example)) as { id: string }).id }),
  'signals.create': withoutHook,
  'signals.configure': withHook,
  'signals.rotate': withHook,
  'signals.remove': withHook,
  'signals.received': async () => withHook().then(() => ({})),
  'signals.test': withHook,
  'plugins.list': async () => withPluginFile().then(() => ({})),
  'plugins.enable': withPluginFile,
  'plugins.disable': withPlugin,
  'plugins.reload': withPlugin,
  'secrets.delete': async () => call('secrets.set', METHODS['secrets.set'].example).then(() => METHODS['secrets.delete'].example),
  'tokens.revoke': async () => ({ id: ((await call('tokens.create', { name: 'to be revoked', role: 'viewer' })) as { id: string }).id }),
  'replay.start': async () => replay('max'),
  'replay.get': async () => replayed('max'),
  'replay.stop': async () => replayed(1),
};

beforeAll(async () => {
  // What the strategies happen to hold already must not keep an example from being carried out.
  const risk = { maxExposure: null, maxPairExposure: null, maxOrdersPerMinute: null };
  daemon = await startDaemon({ config: JSON.stringify({ tradingview: { port: 0 }, risk }) });
});

afterAll(async () => {
  await daemon?.stop();
  await bot?.close();
});

const rest = (Object.entries(METHODS) as Array<[MethodName, MethodSpec]>).filter(([name]) => !ENDS.includes(name));

test.each(rest)('%s answers as the contract says', async (name, spec) => {
  const answer = await answerOf(name, (await PREPARE[name]?.()) ?? (spec.example as object));
  const refusal = REFUSED[name];
  if (refusal) expect(answer).toMatchObject({ refused: refusal });
  else expect(spec.result.safeParse(answer), JSON.stringify(answer).slice(0, 500)).toMatchObject({ success: true });
});

test.each(rest)('%s refuses what it does not know', async (name, spec) => {
  expect(await answerOf(name, { ...(spec.example as object), surelyUnknown: 1 })).toMatchObject({ refused: 'invalid' });
});

test('what was changed is in the audit log, without the secrets', async () => {
  const { items } = (await call('audit.query', { limit: 1000 })) as { items: Array<{ method: string; outcome: string }> };
  const changed = rest.filter(([, spec]) => spec.mutates).map(([name]) => name);
  expect(changed.filter((name) => !items.some(({ method }) => method === name))).toEqual([]);
  expect(JSON.stringify(items)).not.toMatch(/whsec_/);
});

test.each(ENDS)('%s answers, and the daemon ends', async (name) => {
  const own = await startDaemon();
  expect(METHODS[name].result.safeParse(await carryOut(name, {}, own))).toMatchObject({ success: true });
  await expect.poll(() => isAlive(own.pid)).toBe(false);
  expect(await own.stop()).toBe(0);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
