import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { DaemonClient } from '../../daemon/client/client.ts';
import { probeDaemon } from '../../daemon/client/probe.ts';
import { socketConnector } from '../../daemon/client/socket.ts';
import { LaunchError, spawnDaemon, stopDaemon } from '../../daemon/lifecycle/launch.ts';
import { resolvePaths } from '../../daemon/lifecycle/paths.ts';
import { desiredState } from '../../daemon/lifecycle/run-state.ts';
import { daemonEnv, type RunningDaemon, type StartOptions, startDaemon } from '../support/daemon.ts';
import { DAEMON } from '../support/entry.ts';
import { tempFolder } from '../support/temp.ts';

/** As long as a busy machine may take. */
const WAIT = { timeout: 30_000 };

async function start(options: StartOptions): Promise<RunningDaemon> {
  const daemon = await startDaemon(options);
  onTestFinished(async () => {
    daemon.client.close();
    await daemon.stop();
  });
  return daemon;
}

/** Runs the daemon to its end, as for starts that are refused. */
async function runToEnd(home: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [DAEMON, 'run', ...args], { env: daemonEnv(home), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  onTestFinished(() => void child.kill('SIGKILL'));
  const [code] = await once(child, 'close');
  return { code, output };
}

const events = async (daemon: RunningDaemon, topic: string) => (await daemon.client.call('events.history', { topics: [topic] })).items;

test('a second daemon on the same home is refused with 3, pid and version; the first is unharmed', async () => {
  const home = tempFolder();
  const first = await start({ home });
  const before = fs.readFileSync(path.join(home, 'logs/daemon.log'), 'utf8');
  const { code, output } = await runToEnd(home);
  expect(code).toBe(3);
  const { version } = await first.client.call('daemon.status', {});
  expect(output).toContain(`already running for ${home} (pid ${first.pid}, version ${version})`);
  expect(await first.client.call('session.ping', {})).toMatchObject({ pong: true });
  expect((await probeDaemon(first.socket))?.bootId).toBe((await first.client.call('daemon.status', {})).bootId);
  expect(fs.readFileSync(path.join(home, 'logs/daemon.log'), 'utf8').startsWith(before)).toBe(true);
});

test('after SIGKILL the lock is free, the stale socket is taken over, and the crash is told with the time down', async () => {
  const home = tempFolder();
  const first = await start({ home });
  const { storeId } = await first.client.call('session.hello', {});
  first.client.close();
  await first.kill('SIGKILL');
  expect(fs.lstatSync(first.socket).isSocket()).toBe(true);
  const second = await start({ home });
  expect(await second.client.call('session.hello', {})).toMatchObject({ storeId });
  expect(await second.client.call('daemon.status', {})).toMatchObject({ lastExit: 'crash' });
  const [latest, earlier] = await events(second, 'daemon.state');
  expect(earlier?.data).toMatchObject({ state: 'started', lastExit: 'first', downMs: null });
  expect(latest?.data).toMatchObject({ state: 'started', lastExit: 'crash', downMs: expect.any(Number) });
});

test('SIGTERM ends it in good order: exit 0, socket and daemon.json gone, the next start knows', async () => {
  const home = tempFolder();
  const first = await start({ home });
  expect(JSON.parse(fs.readFileSync(path.join(home, 'run/daemon.json'), 'utf8'))).toMatchObject({ pid: first.pid, socket: first.socket });
  expect(await first.stop()).toBe(0);
  expect(fs.readdirSync(path.join(home, 'run'))).toEqual([]);
  expect(fs.readdirSync(path.join(home, 'data')).filter((name) => name.endsWith('-wal'))).toEqual([]);
  const second = await start({ home });
  expect(await second.client.call('daemon.status', {})).toMatchObject({ lastExit: 'clean' });
  expect((await events(second, 'daemon.state')).map((event) => (event.data as { state: string }).state)).toEqual(['started', 'stopping', 'started']);
});

test('a stop over a connection is answered first, and remembered as intended', async () => {
  const home = tempFolder();
  const daemon = await start({ home });
  const asked = await daemon.client.call('daemon.stop', {}).catch((error) => error);
  const { token } = asked.data;
  expect(asked.kind).toBe('confirmation_required');
  const stopped = vi.waitUntil(() => desiredState(resolvePaths({ NIGHTDESK_HOME: home }).runState) === 'stopped', WAIT);
  expect(await daemon.client.call('rpc.confirm', { token })).toEqual({ ok: true });
  await stopped;
});

test('what it writes only its user can read', async () => {
  const home = tempFolder();
  await start({ home });
  const mode = (name: string) => (fs.statSync(path.join(home, name)).mode & 0o777).toString(8);
  expect(
    Object.fromEntries(['run', 'data', 'logs', 'run/rpc.sock', 'data/nightdesk.db', 'config.jsonc', 'vault.key'].map((name) => [name, mode(name)])),
  ).toEqual({
    run: '700',
    data: '700',
    logs: '700',
    'run/rpc.sock': '600',
    'data/nightdesk.db': '600',
    'config.jsonc': '600',
    'vault.key': '600',
  });
});

describe('refusals, each with a word on what to do', () => {
  test('a configuration with mistakes: exit 1 with file, line, field and what was expected', async () => {
    const home = tempFolder();
    fs.writeFileSync(path.join(home, 'config.jsonc'), '{\n  "bot": { "maxOpenTrades": "four" },\n  "market": { "source": "simm" }\n}\n');
    const { code, output } = await runToEnd(home);
    expect(code).toBe(1);
    expect(output).toContain('the configuration has 2 mistakes');
    expect(output).toMatch(/config\.jsonc:2:12 bot\.maxOpenTrades: expected .*; found "four"/);
    expect(output).toMatch(/config\.jsonc:3:15 market\.source: expected one of "sim"\|"live"; found "simm"/);
    expect(output).not.toContain('at ');
  });

  test('a store that a newer daemon wrote: exit 1, nothing touched', async () => {
    const home = tempFolder();
    fs.mkdirSync(path.join(home, 'data'), { mode: 0o700 });
    const file = path.join(home, 'data/nightdesk.db');
    const db = new Database(file);
    db.pragma('user_version = 9999');
    db.close();
    const before = fs.readFileSync(file);
    const { code, output } = await runToEnd(home);
    expect(code).toBe(1);
    expect(output).toMatch(/has schema 9999, this daemon knows schemas up to \d+\. Start the newer daemon/);
    expect(fs.readFileSync(file).equals(before)).toBe(true);
  });

  test('something that is no socket in its place: left alone', async () => {
    const home = tempFolder();
    fs.mkdirSync(path.join(home, 'run'), { mode: 0o700 });
    fs.writeFileSync(path.join(home, 'run/rpc.sock'), 'precious');
    const { code, output } = await runToEnd(home);
    expect(code).toBe(1);
    expect(output).toContain('is not a socket');
    expect(fs.readFileSync(path.join(home, 'run/rpc.sock'), 'utf8')).toBe('precious');
  });

  test('a stranger who listens in its place: exit 3, and is left alone', async () => {
    const home = tempFolder();
    fs.mkdirSync(path.join(home, 'run'), { mode: 0o700 });
    const stranger = net.createServer((socket) => socket.end()).listen(path.join(home, 'run/rpc.sock'));
    await once(stranger, 'listening');
    onTestFinished(() => void stranger.close());
    expect((await runToEnd(home)).code).toBe(3);
    expect(stranger.listening).toBe(true);
  });

  test('runs that failed again and again: exit 1, forced it goes', async () => {
    const home = tempFolder();
    fs.mkdirSync(path.join(home, 'data'), { mode: 0o700 });
    const now = Date.now();
    const retries = [now - 4000, now - 3000, now - 2000, now - 1000];
    fs.writeFileSync(
      path.join(home, 'data/run.json'),
      JSON.stringify({ state: 'failed', desired: 'running', bootId: 'x', pid: 1, version: '0', startedAt: now - 1000, retries }),
    );
    const { code, output } = await runToEnd(home);
    expect(code).toBe(1);
    expect(output).toMatch(/failed each time; not trying again for \d+ s/);
    expect(output).toContain('--force');
    const child = spawn(process.execPath, [DAEMON, 'run', '--force'], { env: daemonEnv(home), stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    await vi.waitUntil(() => probeDaemon(path.join(home, 'run/rpc.sock')), WAIT);
  });

  test('a usage it does not know: 2', async () => {
    expect((await runToEnd(tempFolder(), '--fast')).code).toBe(2);
  });
});

test('a fault nobody caught ends it with 70; the log has the stack, the journal the word, and the next run knows', async () => {
  const home = tempFolder();
  const bomb = path.join(home, 'bomb.mjs');
  fs.writeFileSync(
    bomb,
    `import fs from 'node:fs'; fs.watch(${JSON.stringify(home)}, (_e, name) => { if (name === 'fuse') throw new Error('boom at night'); });`,
  );
  const daemon = await start({ home, env: { NODE_OPTIONS: `--import=${bomb}` } });
  const ended = vi.waitUntil(() => daemon.output().includes('boom at night'), WAIT);
  daemon.client.close();
  fs.writeFileSync(path.join(home, 'fuse'), '');
  await ended;
  expect(await daemon.stop()).toBe(70);
  expect(fs.readFileSync(path.join(home, 'logs/daemon.log'), 'utf8')).toMatch(/"The daemon failed and ends: boom at night".*"stack":"Error: boom at night\\n/);
  const next = await start({ home });
  expect(await next.client.call('daemon.status', {})).toMatchObject({ lastExit: 'crash' });
  expect((await events(next, 'exception')).map((event) => event.data)).toContainEqual(
    expect.objectContaining({ text: expect.stringContaining('boom at night') }),
  );
});

test('systemd is told when it answers, that it lives, and when it stops', async () => {
  const home = tempFolder();
  const bin = path.join(home, 'bin');
  const heard = path.join(home, 'heard');
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, 'systemd-notify'), `#!/bin/sh\necho "$@" >> ${heard}\n`, { mode: 0o755 });
  const words = () => (fs.existsSync(heard) ? fs.readFileSync(heard, 'utf8') : '');
  const daemon = await start({ home, env: { PATH: `${bin}:${process.env.PATH}`, NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '200000' } });
  await vi.waitUntil(() => words().includes('WATCHDOG=1') && words().includes('--ready'), WAIT);
  expect(words().split('\n')).toContain(`--pid=${daemon.pid} --ready --status=listening on ${daemon.socket}`);
  await daemon.stop();
  await vi.waitUntil(() => words().includes('--stopping'), WAIT);
});

describe('configuration at work', () => {
  test('a change over a connection keeps comments, is journalled, and takes effect', async () => {
    const home = tempFolder();
    const daemon = await start({ home, config: '{\n  // few\n  "bot": { "maxOpenTrades": 2 } // trades\n}\n' });
    expect(await daemon.client.call('config.set', { path: 'bot.maxOpenTrades', value: 3 })).toEqual({ value: 3, restartNeeded: false });
    expect(fs.readFileSync(path.join(home, 'config.jsonc'), 'utf8')).toBe('{\n  // few\n  "bot": { "maxOpenTrades": 3 } // trades\n}\n');
    expect(await daemon.client.call('config.get', { path: 'bot.maxOpenTrades' })).toMatchObject({ value: 3, overridden: ['console.port'] });
    expect((await events(daemon, 'config.changed'))[0]?.data).toEqual({ paths: ['bot.maxOpenTrades'], who: 'local' });
    expect(fs.existsSync(path.join(home, 'config.schema.json'))).toBe(true);
  });

  test('a bad edit of the file while it runs is told as a warning, and what was in force stays', async () => {
    const home = tempFolder();
    const daemon = await start({ home, config: '{ "bot": { "maxOpenTrades": 2 } }' });
    const warned = Promise.withResolvers<unknown>();
    const subscription = daemon.client.subscribe({ topics: ['warning'] }, { onEvent: (event) => warned.resolve(event.data) });
    onTestFinished(() => subscription.close());
    await daemon.client.call('session.ping', {});
    fs.writeFileSync(path.join(home, 'config.jsonc'), '{ "bot": { "maxOpenTrades": true } }');
    expect(await warned.promise).toMatchObject({ source: 'config', text: expect.stringContaining('bot.maxOpenTrades'), remedy: expect.any(String) });
    expect(await daemon.client.call('config.get', { path: 'bot.maxOpenTrades' })).toMatchObject({ value: 2 });
    expect((await daemon.client.call('daemon.health', {})).checks).toContainEqual(expect.objectContaining({ name: 'config', status: 'degraded' }));
  });
});

test('a secret given over the connection is nowhere to be read: not in the logs, the audit, the diagnostics, the files', async () => {
  const home = tempFolder();
  const secret = 'a-very-particular-secret-value';
  const daemon = await start({ home });
  await daemon.client.call('secrets.set', { name: 'channels.ops.secret', value: secret });
  await daemon.client.call('config.set', { path: 'channels.ops', value: { kind: 'webhook', settings: { url: `https://127.0.0.1:1/${secret}` } } });
  await daemon.client.call('orders.get', { id: secret }).catch(() => undefined);
  const answers = [
    await daemon.client.call('secrets.status', {}),
    await daemon.client.call('audit.query', {}),
    await daemon.client.call('logs.query', {}),
    await daemon.client.call('daemon.diagnostics', {}),
  ];
  expect(JSON.stringify(answers)).toContain('channels.ops.secret');
  expect(JSON.stringify(answers)).not.toContain(secret);
  await daemon.stop();
  for (const file of ['data/nightdesk.db', 'logs/daemon.log']) expect(fs.readFileSync(path.join(home, file)).includes(secret)).toBe(false);
  expect(daemon.output()).not.toContain(secret);
});

describe('launcher', () => {
  const launch = (home: string, entry = DAEMON) => spawnDaemon({ entry, probe: probeDaemon, env: daemonEnv(home) });
  const endOnFinish = (home: string) =>
    onTestFinished(async () => {
      const { pid } = JSON.parse(fs.readFileSync(path.join(home, 'run/daemon.json'), 'utf8'));
      process.kill(pid, 'SIGKILL');
    });

  test('it starts a daemon that answers and outlives it; asked to stop, it is gone', async () => {
    const home = tempFolder();
    const hello = await launch(home);
    endOnFinish(home);
    expect(hello).toMatchObject({ name: 'nightdesk' });
    const socket = path.join(home, 'run/rpc.sock');
    const { pid } = JSON.parse(fs.readFileSync(path.join(home, 'run/daemon.json'), 'utf8'));
    expect(fs.readlinkSync(`/proc/${pid}/cwd`)).toBe(path.join(home, 'data'));
    await stopDaemon({ socket, probe: probeDaemon, ask: async () => void process.kill(pid, 'SIGTERM') });
    expect(await probeDaemon(socket)).toBeUndefined();
    expect((await launch(home)).bootId).not.toBe(hello.bootId);
  });

  test('asked to restart, it comes back by itself, with the configuration as it is then', async () => {
    const home = tempFolder();
    const { bootId } = await launch(home);
    endOnFinish(home);
    const client = new DaemonClient({ connect: socketConnector(path.join(home, 'run/rpc.sock')), client: 'test' });
    onTestFinished(() => client.close());
    await client.call('config.set', { path: 'sim.timeframe', value: '1m' });
    const { pid } = await client.call('daemon.status', {});
    await client.call('daemon.restart', {});
    await vi.waitFor(async () => expect((await client.call('session.hello', {}, { wait: true })).bootId).not.toBe(bootId), WAIT);
    const status = await client.call('daemon.status', {});
    expect(status).toMatchObject({ launcher: 'spawn', lastExit: 'clean', home });
    expect(status.pid).not.toBe(pid);
    expect(await client.call('bot.status', {})).toMatchObject({ state: 'running', data: { timeframe: '1m' } });
  });

  test('two launchers at once end with one daemon, the same for both', async () => {
    const home = tempFolder();
    const [one, other] = await Promise.all([launch(home), delay(20).then(() => launch(home))]);
    endOnFinish(home);
    expect(one.bootId).toBe(other.bootId);
  });

  test('a daemon that cannot start is told with the end of its boot log', async () => {
    const home = tempFolder();
    fs.writeFileSync(path.join(home, 'config.jsonc'), '{ "bot": 1 }');
    const failure = await launch(home).catch((error) => error);
    expect(failure).toBeInstanceOf(LaunchError);
    expect(failure).toMatchObject({ exitCode: 1 });
    expect(failure.message).toContain(path.join(home, 'logs/boot.log'));
    expect(failure.message).toContain('bot: expected object');
  });
});

test('one that runs in a terminal is not restarted from elsewhere, and goes on', async () => {
  const daemon = await start({});
  await expect(daemon.client.call('daemon.restart', {})).rejects.toMatchObject({ kind: 'conflict', data: { hint: expect.stringContaining('Ctrl+C') } });
  expect(await daemon.client.call('session.ping', {})).toMatchObject({ pong: true });
});
