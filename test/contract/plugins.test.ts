import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Params, type Result, RpcError } from '../../daemon/protocol/index.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { CLI, ROOT } from '../support/entry.ts';
import { Receiver } from '../support/receiver.ts';

type Plugin = Result<'plugins.enable'>;

const WAIT = { timeout: 30_000, interval: 50 };

async function begin(home?: string): Promise<RunningDaemon> {
  const daemon = await startDaemon({ ...(home && { home }), config: JSON.stringify({ plugins: { methodSeconds: 2 }, strategies: OFF }) });
  onTestFinished(async () => void (await daemon.stop()));
  return daemon;
}

const OFF = { 'ema-cross': { enabled: false }, 'rsi-reversion': { enabled: false }, grid: { enabled: false } };

/** Puts code into the plugins folder: one of the examples, or this text. */
function put({ home }: Pick<RunningDaemon, 'home'>, file: string, text?: string): string {
  const folder = path.join(home, 'plugins');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = path.join(folder, file);
  fs.writeFileSync(at, text ?? fs.readFileSync(path.join(ROOT, 'resources/examples/plugins', file)), { mode: 0o600 });
  return at;
}

const any = ({ client }: RunningDaemon, method: string, params: object = {}): Promise<unknown> =>
  client.call(method as 'bot.status', params as Params<'bot.status'>);

async function run(daemon: RunningDaemon, verb: 'enable' | 'reload', name: string): Promise<Plugin> {
  const asked = await daemon.client.call(`plugins.${verb}`, { name }).catch((error: unknown) => error as RpcError);
  if (!(asked instanceof RpcError) || asked.kind !== 'confirmation_required') throw asked;
  return (await daemon.client.call('rpc.confirm', { token: asked.data.token ?? '' })) as Plugin;
}

const look = async ({ client }: RunningDaemon, name: string) => (await client.call('plugins.list', {})).items.find((item) => item.name === name);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as RpcError,
  );

/** 400 candles that rise above their past and fall below it again and again. */
function recording(home: string): string {
  const file = path.join(home, 'recording.csv');
  const price = (n: number) => (100 + Math.sin(n / 15) * 10).toFixed(4);
  const rows = Array.from({ length: 400 }, (_, index) => {
    const [open, close] = [price(index), price(index + 1)];
    const [low, high] = [open, close].sort((a, b) => Number(a) - Number(b));
    return [1_500_000_000_000 + index * 300_000, open, high, low, close, '1000'].join(',');
  });
  fs.writeFileSync(file, `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`);
  return file;
}

async function replay(daemon: RunningDaemon, strategy: string) {
  const { account } = await daemon.client.call('replay.start', { file: recording(daemon.home), pair: 'AAA/BBB', timeframe: '5m', strategy, speed: 'max' });
  return vi.waitFor(async () => {
    const run = await daemon.client.call('replay.get', { account });
    expect(run.state).not.toBe('running');
    return run;
  }, WAIT);
}

test('nothing runs before it is enabled; then the example method is one like all others, over the CLI and after a restart too', async () => {
  const home = makeHome();
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  let daemon = await begin(home);
  put(daemon, 'position-size.mjs');
  expect(await look(daemon, 'position-size')).toMatchObject({ state: 'disabled', adds: { methods: [] } });
  expect(await refusal(any(daemon, 'plugin.position-size.suggest'))).toMatchObject({ kind: 'not_found' });

  expect(await run(daemon, 'enable', 'position-size')).toMatchObject({ state: 'running', adds: { methods: ['plugin.position-size.suggest'] } });
  const wanted = { pair: 'BTC/USDT', stop: 0.05, risk: 0.01 };
  await vi.waitFor(() => daemon.client.call('markets.ticker', { pair: 'BTC/USDT' }), WAIT);
  expect(await any(daemon, 'plugin.position-size.suggest', wanted)).toMatchObject({ stake: '2000.00', currency: 'USDT' });
  expect(await refusal(any(daemon, 'plugin.position-size.suggest', { pair: 'BTC/USDT', stop: 5 }))).toMatchObject({ kind: 'invalid', data: { field: 'stop' } });
  expect(await refusal(any(daemon, 'plugin.position-size.suggest', { ...wanted, pair: 'BTC/XYZ' }))).toMatchObject({
    kind: 'invalid',
    data: { field: 'pair' },
  });
  const { items } = await daemon.client.call('rpc.methods', {});
  expect(items.at(-1)).toMatchObject({ name: 'plugin.position-size.suggest', role: 'viewer', mutates: false });
  expect(await daemon.client.call('rpc.describe', { method: 'plugin.position-size.suggest' })).toMatchObject({ params: { required: ['pair', 'stop'] } });
  expect(((await daemon.client.call('rpc.discover', {})).methods as Array<{ name: string }>).at(-1)?.name).toBe('plugin.position-size.suggest');
  const words = ['call', 'plugin.position-size.suggest', 'pair=BTC/USDT', 'stop=0.05', 'risk=0.01'];
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words], { env: { ...process.env, NIGHTDESK_HOME: home } });
  expect(JSON.parse(stdout)).toMatchObject({ stake: '2000.00' });

  await daemon.stop();
  daemon = await begin(home);
  expect(await look(daemon, 'position-size')).toMatchObject({ state: 'running', changed: false });
  await daemon.client.call('plugins.disable', { name: 'position-size' });
  expect(await refusal(any(daemon, 'plugin.position-size.suggest', wanted))).toMatchObject({ kind: 'not_found' });
});

test('changed code is not run until it is loaded anew, and code that others may write never', async () => {
  const home = makeHome();
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  let daemon = await begin(home);
  const file = put(daemon, 'echo.mjs', method('() => 1'));
  await run(daemon, 'enable', 'echo');
  put(daemon, 'echo.mjs', method('() => 2'));
  expect(await look(daemon, 'echo')).toMatchObject({ state: 'running', changed: true });
  expect(await any(daemon, 'plugin.echo.run')).toBe(1);
  await daemon.stop();
  daemon = await begin(home);
  expect(await look(daemon, 'echo')).toMatchObject({ state: 'changed', remedy: expect.stringContaining('plugins reload echo') });
  expect(await refusal(any(daemon, 'plugin.echo.run'))).toMatchObject({ kind: 'not_found' });
  await run(daemon, 'reload', 'echo');
  expect(await any(daemon, 'plugin.echo.run')).toBe(2);

  fs.chmodSync(file, 0o666);
  expect((await refusal(run(daemon, 'reload', 'echo')))?.message).toContain('can be written by others');
  fs.symlinkSync(put(daemon, 'real.mjs', method('() => 3')), path.join(home, 'plugins', 'link.mjs'));
  expect((await refusal(run(daemon, 'enable', 'link')))?.message).toContain('symbolic link');
});

const method = (code: string) => `export default { methods: { run: { summary: 'Runs', params: {}, run: ${code} } } };`;

const FAULTS: ReadonlyArray<readonly [name: string, text: string, reason: string]> = [
  ['throws', method('() => { throw new Error("no more"); }'), 'run threw Error: no more'],
  ['loops', method('() => { for (;;); }'), 'run took longer than 2 s'],
  ['waits', method('() => new Promise(() => {})'), 'run took longer than 2 s'],
  ['exits', method('() => process.exit(3)'), 'it ended its thread'],
  ['rejects', method('() => { Promise.reject(new Error("unseen")); return new Promise(() => {}); }'), 'unseen'],
  ['hoards', method('() => { const all = []; for (;;) all.push(new Array(1e6)); }'), 'it used more than 64 MB of memory'],
];

test('a plugin that breaks is stopped and named, its methods say why, and the daemon and other plugins go on', async () => {
  const daemon = await begin();
  put(daemon, 'fine.mjs', method('() => Object.keys(process.env).length'));
  await run(daemon, 'enable', 'fine');
  for (const [name, text, reason] of FAULTS) {
    put(daemon, `${name}.mjs`, text);
    expect(await run(daemon, 'enable', name), name).toMatchObject({ state: 'running' });
    expect((await refusal(any(daemon, `plugin.${name}.run`)))?.message, name).toContain(`plugin ${name} was stopped: `);
    expect(await look(daemon, name), name).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(reason),
      remedy: expect.stringContaining(`plugins reload ${name}`),
    });
    expect(await any(daemon, 'plugin.fine.run')).toBe(0);
  }
  for (const [name, text, reason] of [
    ['breaks', 'throw new Error("at once");', 'at once'],
    ['nothing', 'export const a = 1;', 'no default export'],
    ['strange', 'export default { chanel: {} };', 'chanel'],
  ] as const) {
    put(daemon, `${name}.mjs`, text);
    expect(await run(daemon, 'enable', name), name).toMatchObject({ state: 'failed', reason: expect.stringContaining(reason) });
  }
  const { items } = await daemon.client.call('events.history', { topics: ['warning'] });
  expect(JSON.stringify(items)).toContain('Plugin throws was stopped: run threw Error: no more');
  put(daemon, 'throws.mjs', method('() => "mended"'));
  await run(daemon, 'reload', 'throws');
  expect(await any(daemon, 'plugin.throws.run')).toBe('mended');
});

test('the example channel tells over the outbox; while its plugin is away, messages wait and arrive once it is back', async () => {
  const other = await Receiver.open();
  onTestFinished(() => other.close());
  const daemon = await begin();
  const { client } = daemon;
  put(daemon, 'push.mjs');
  await run(daemon, 'enable', 'push');
  const kind = (await client.call('channels.kinds', {})).items.find((item) => item.kind === 'push');
  expect(kind).toMatchObject({ title: 'Push (ntfy)', secrets: [{ name: 'token', required: false }] });
  await client.call('channels.configure', {
    id: 'phone',
    kind: 'push',
    settings: { server: new URL(other.url).origin, topic: 'desk' },
    topics: ['notify.message'],
  });
  expect(await client.call('channels.test', { id: 'phone' })).toMatchObject({ ok: true });
  await client.call('notify.send', { text: 'one' });
  await other.until(() => other.received.some(({ body }) => body.includes('one')));

  await client.call('plugins.disable', { name: 'push' });
  expect(await client.call('channels.get', { id: 'phone' })).toMatchObject({ state: 'parked', remedy: expect.stringContaining('plugins list') });
  await client.call('notify.send', { text: 'two' });
  await run(daemon, 'enable', 'push');
  await other.until(() => other.received.some(({ body }) => body.includes('two')));

  put(
    daemon,
    'push.mjs',
    fs.readFileSync(path.join(ROOT, 'resources/examples/plugins/push.mjs'), 'utf8').replace('const response', 'process.exit(1); const response'),
  );
  await run(daemon, 'reload', 'push');
  await client.call('notify.send', { text: 'three' });
  await vi.waitFor(
    async () =>
      expect(await client.call('channels.get', { id: 'phone' })).toMatchObject({ state: 'parked', reason: expect.stringContaining('ended its thread') }),
    WAIT,
  );
  // The warning of the plugin's end may wait there, too.
  expect((await client.call('channels.get', { id: 'phone' })).queued).toBeGreaterThanOrEqual(1);
  put(daemon, 'push.mjs');
  await run(daemon, 'reload', 'push');
  await other.until(() => other.received.some(({ body }) => body.includes('three')));
});

test('the example strategy replays alike each time, and one that hangs is halted with a reason while the rest goes on', async () => {
  const daemon = await begin();
  const { client } = daemon;
  put(daemon, 'donchian.mjs');
  await run(daemon, 'enable', 'donchian');
  expect(await client.call('strategies.describe', { id: 'donchian' })).toMatchObject({ defaults: { entry: 20, exit: 10 }, enabled: false });
  const [first, second] = [await replay(daemon, 'donchian'), await replay(daemon, 'donchian')];
  expect(first.summary?.trades).toBeGreaterThan(3);
  expect({ ...second.summary, elapsedMs: 0 }).toEqual({ ...first.summary, elapsedMs: 0 });

  const text = fs.readFileSync(path.join(ROOT, 'resources/examples/plugins/donchian.mjs'), 'utf8');
  put(daemon, 'donchian.mjs', text.replace('bars.push(bar);', 'if (bar.close > 105) for (;;); bars.push(bar);'));
  await run(daemon, 'reload', 'donchian');
  const halted = await replay(daemon, 'donchian');
  expect(halted.state).not.toBe('running');
  expect(await look(daemon, 'donchian')).toMatchObject({ state: 'failed', reason: expect.stringContaining('took longer than 250 ms') });
  const { items } = await client.call('events.history', { topics: ['warning', 'strategy.state', 'exception'] });
  expect(JSON.stringify(items)).toContain('donchian');
  await client.call('strategies.enable', { id: 'donchian' });
  await vi.waitFor(async () => {
    const history = await client.call('events.history', { topics: ['strategy.state'] });
    expect(JSON.stringify(history.items)).toContain('plugin donchian was stopped: its strategy took longer than 250 ms');
  }, WAIT);
});

test('a strategy whose plugin fails is halted at once, long before its next candle, and begins anew when mended', async () => {
  const daemon = await startDaemon({ config: JSON.stringify({ sim: { timeframe: '1h' }, strategies: OFF }) });
  onTestFinished(async () => void (await daemon.stop()));
  const { client } = daemon;
  const fuse = (run: string) => `export default {
    methods: { blow: { summary: 'Blows', params: {}, run: ${run} } },
    strategy: { title: 'Fuse', description: 'Waits', params: {}, warmup: () => 0, create: () => ({ onCandle: () => [] }) },
  };`;
  put(daemon, 'fuse.mjs', fuse('() => process.exit(1)'));
  await run(daemon, 'enable', 'fuse');
  await client.call('strategies.enable', { id: 'fuse' });
  const atWork = async () => (await client.call('bot.status', {})).strategies;
  await vi.waitFor(async () => expect(await atWork()).toEqual(['fuse']), WAIT);
  await refusal(any(daemon, 'plugin.fuse.blow'));
  await vi.waitFor(async () => expect(await atWork()).toEqual([]), WAIT);
  const { items } = await client.call('events.history', { topics: ['strategy.state', 'candle.closed'] });
  expect(items[0]).toMatchObject({
    topic: 'strategy.state',
    data: { strategy: 'fuse', enabled: false, reason: expect.stringContaining('plugin fuse was stopped') },
  });
  const { reasons } = await client.call('bot.why', {});
  expect(reasons).toContainEqual(expect.objectContaining({ code: 'strategy_failed', strategy: 'fuse' }));
  put(daemon, 'fuse.mjs', fuse('() => 1'));
  await run(daemon, 'reload', 'fuse');
  await vi.waitFor(async () => expect(await atWork()).toEqual(['fuse']), WAIT);
});
