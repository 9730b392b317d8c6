import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '../../daemon/protocol/index.ts';
import { type CliOptions, linesOf, runCli, startCli } from '../support/cli.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { tempFolder } from '../support/temp.ts';

/** No strategy trades, so that what a test sees is what it did. */
const QUIET = JSON.stringify({ strategies: { 'ema-cross': { enabled: false }, 'rsi-reversion': { enabled: false }, grid: { enabled: false } } });
const ESCAPE = '\u001b';

describe('without a daemon', () => {
  test('it says where it looked and how to start one, with 3 and nothing on stdout', async () => {
    const home = tempFolder();
    const { code, stdout, stderr } = await runCli(['bot', 'status', '--json'], { home });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`no daemon at ${home}/run/rpc.sock`);
    expect(stderr).toContain('nightdesk daemon start');
    expect(fs.readdirSync(home)).toEqual([]);
  });

  test('a mistake of usage ends with 2, before any daemon is looked for', async () => {
    const { code, stdout, stderr } = await runCli(['call', 'orders.list', 'limit=many'], { home: tempFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('limit: expected integer');
  });

  test('help needs none', async () => {
    const home = tempFolder();
    const [all, method] = await Promise.all([runCli([], { home }), runCli(['call', 'bot.status', '--help'], { home })]);
    expect([all.code, method.code]).toEqual([0, 0]);
    expect(all.stdout).toContain('Usage: nightdesk');
    expect(method.stdout).toContain(METHODS['bot.status'].summary);
  });

  test('a configuration with a mistake is found, with its line', async () => {
    const home = tempFolder();
    fs.writeFileSync(path.join(home, 'config.jsonc'), '{\n  "bot": { "maxOpenTrades": "four" }\n}\n');
    const [validate, doctor] = await Promise.all([runCli(['config', 'validate'], { home }), runCli(['doctor', '--json'], { home })]);
    expect(validate.code).toBe(1);
    expect(validate.stdout).toMatch(/config\.jsonc:2:\d+ bot\.maxOpenTrades/);
    expect(doctor.code).toBe(1);
    const { ok, checks } = JSON.parse(doctor.stdout);
    expect(ok).toBe(false);
    expect(checks).toContainEqual(expect.objectContaining({ name: 'config', status: 'fail', remedy: expect.stringContaining('config edit') }));
    expect(checks).toContainEqual(expect.objectContaining({ name: 'daemon', status: 'warn' }));
  });
});

describe('with a daemon', () => {
  let daemon: RunningDaemon;
  const cli = (words: readonly string[], options: Partial<CliOptions> = {}) => runCli(words, { home: daemon.home, ...options });
  const json = async (...words: string[]) => {
    const { code, stdout, stderr } = await cli([...words, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    return JSON.parse(stdout);
  };
  beforeAll(async () => {
    daemon = await startDaemon({ config: QUIET });
  });
  afterAll(() => daemon?.stop());

  test('what --json prints is the document of the contract', async () => {
    const answers = {
      'bot.status': await json('bot', 'status'),
      'daemon.status': await json('daemon', 'status'),
      'trades.list': await json('trades'),
      'balances.list': await json('balances'),
      'performance.summary': await json('profit'),
      'strategies.list': await json('strategies'),
    } as const;
    for (const [method, answer] of Object.entries(answers)) METHODS[method as keyof typeof answers].result.parse(answer);
    expect(await json('status')).toMatchObject({ bot: { mode: 'paper' }, daemon: { pid: daemon.pid, home: daemon.home } });
  });

  test('for people it is text, without colours where there is no terminal', async () => {
    const { code, stdout } = await cli(['status']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^State {2,}\S/m);
    expect(stdout).toContain(daemon.socket);
    expect(stdout).not.toContain(ESCAPE);
  });

  test('the bot is paused, stopped and started', async () => {
    expect(await json('bot', 'start')).toMatchObject({ state: 'running' });
    expect(await json('bot', 'pause')).toMatchObject({ state: 'paused' });
    expect(await json('bot', 'resume')).toMatchObject({ state: 'running' });
    expect(await json('bot', 'stop')).toMatchObject({ state: 'stopped' });
    const again = await cli(['bot', 'resume']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('(conflict)');
  });

  test('call takes words, an object, or stdin', async () => {
    const ways = [
      await cli(['call', 'orders.list', 'limit=1', 'state=active', '--json']),
      await cli(['call', 'orders.list', '{"limit":1,"state":"active"}', '--json']),
      await cli(['call', 'orders.list', '-', '--json'], { input: '{"limit":1,"state":"active"}\n' }),
    ];
    for (const way of ways) expect(way).toEqual({ code: 0, stdout: ways[0]?.stdout, stderr: '' });
  });

  test('what the daemon refuses ends with 1, and says which parameter and why', async () => {
    const missing = await cli(['call', 'orders.place', 'pair=BTC/USDT']);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/side|type|amount/);
    const unknown = await cli(['call', 'bot.statu']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('bot.status');
  });

  test('what is dangerous is not done without a yes: 4, and how to say it', async () => {
    const asked = await cli(['bot', 'panic', '--flatten']);
    expect({ code: asked.code, stdout: asked.stdout }).toEqual({ code: 4, stdout: '' });
    expect(asked.stderr).toContain('Sells every position at the market price.');
    expect(asked.stderr).toContain('--yes');
    expect(await json('bot', 'status')).not.toMatchObject({ state: 'panicked' });

    expect(await json('bot', 'panic', '--flatten', '--yes')).toMatchObject({ state: 'panicked' });
    expect((await cli(['call', 'bot.rearm'])).code).toBe(4);
    expect((await cli(['call', 'bot.rearm', '--yes'])).code).toBe(0);
    expect(await json('bot', 'start')).toMatchObject({ state: 'running' });
  });

  test('a secret is read from stdin, kept, and shown by no command', async () => {
    const value = 'whsec_c2VjcmV0LXZhbHVlLTEyMzQ=';
    expect((await cli(['secret', 'set', 'channels.ops.secret'], { input: `${value}\n` })).code).toBe(0);
    const { items } = await json('secret', 'status');
    expect(items).toContainEqual(expect.objectContaining({ name: 'channels.ops.secret' }));
    const shown = await Promise.all([cli(['secret', 'status']), cli(['diagnostics']), cli(['logs', '--level', 'debug']), cli(['call', 'audit.query'])]);
    for (const { stdout } of shown) expect(stdout).not.toContain(value);
    expect((await cli(['secret', 'set', 'x'], { input: '' })).code).toBe(2);
    expect((await cli(['secret', 'delete', 'channels.ops.secret'])).code).toBe(4);
    expect((await cli(['secret', 'delete', 'channels.ops.secret', '--yes'])).code).toBe(0);
  });

  test('a setting is changed and read back', async () => {
    expect(await json('config', 'set', 'bot.maxOpenTrades', '4')).toMatchObject({ value: 4 });
    expect((await cli(['config', 'get', 'bot.maxOpenTrades'])).stdout).toBe('4\n');
    const bad = await cli(['config', 'set', 'bot.maxOpenTrades', 'many']);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('bot.maxOpenTrades');
  });

  test('a token is printed once, alone on stdout', async () => {
    const made = await cli(['token', 'create', 'grafana']);
    expect(made.stdout).toMatch(/^\S+\n$/);
    const { items } = await json('token', 'list');
    const token = items.find((item: { name: string }) => item.name === 'grafana');
    expect(token).toMatchObject({ role: 'viewer' });
    expect((await cli(['token', 'revoke', token.id])).code).toBe(0);
  });

  test('a channel is added, changed, listed and removed', async () => {
    const added = await cli(['channels', 'add', 'ops', '--kind', 'webhook', 'url=http://127.0.0.1:9/hook', '--topics', 'trade.*', '--disabled']);
    expect(added).toMatchObject({ code: 0 });
    expect((await cli(['channels', 'add', 'ops', '--kind', 'webhook'])).code).toBe(1);
    expect(await json('channels', 'set', 'ops', '--level', 'warning')).toMatchObject({ id: 'ops', minLevel: 'warning', topics: ['trade.*'] });
    expect((await cli(['channels', 'list'])).stdout).toMatch(/^ops +webhook +disabled/m);
    expect((await cli(['channels', 'remove', 'ops', '--yes'])).code).toBe(0);
    expect((await cli(['channels', 'set', 'ops', '--level', 'info'])).code).toBe(1);
  });

  test('an order is placed and cancelled by hand', async () => {
    const { last } = await json('call', 'markets.ticker', 'pair=BTC/USDT');
    const pair = 'BTC/USDT';
    const placed = await json('order', 'place', 'buy', pair, '0.001', '--price', String(Math.round(Number(last) * 0.95)), '--tag', 'dip');
    expect(placed).toMatchObject({ pair, side: 'buy', type: 'limit', tag: 'dip', strategy: null });
    expect((await cli(['orders', '--active'])).stdout).toContain(placed.id);
    expect(await json('order', 'cancel', placed.id)).toMatchObject({ id: placed.id });
  });

  test('the doctor finds it well', async () => {
    const { code, stdout } = await cli(['doctor', '--json']);
    const { checks } = JSON.parse(stdout);
    expect(checks.filter((check: { status: string }) => check.status === 'fail')).toEqual([]);
    expect(code).toBe(0);
    expect(checks.map((check: { name: string }) => check.name)).toEqual(
      expect.arrayContaining(['runtime', 'config', 'socket', 'disk', 'versions', 'vault', 'channels', 'clock']),
    );
  });

  test('diagnostics go to a file of their owner, and never over another', async () => {
    const file = path.join(tempFolder(), 'report.json');
    expect((await cli(['diagnostics', file])).code).toBe(0);
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toHaveProperty('madeAt');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect((await cli(['diagnostics', file])).code).toBe(1);
  });

  test('watch prints one line an event, and ends in good order on SIGINT', async () => {
    const { lastSeq } = await daemon.client.call('daemon.status', {});
    const watching = startCli(['watch', 'notify.message', '--since', String(lastSeq), '--json'], { home: daemon.home });
    const ended = once(watching, 'exit');
    await daemon.client.call('notify.send', { text: 'hello' });
    const event = JSON.parse(await linesOf(watching.stdout).next());
    expect(event).toMatchObject({ seq: expect.any(Number), topic: 'notify.message', data: { text: 'hello' } });
    watching.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });

  test('watch reads the past too, for people in one aligned line', async () => {
    await daemon.client.call('notify.send', { text: 'for the record' });
    const { stdout, code } = await cli(['watch', 'notify.message', '--since', '0', '--count', '1', '--utc']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ *\d+ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}notify\.message +info: hello/);
  });

  test('a reader that has had enough ends it without a word', async () => {
    const watching = startCli(['watch', '*', '--since', '0', '--json'], { home: daemon.home });
    let stderr = '';
    watching.stderr.on('data', (text) => {
      stderr += text;
    });
    await linesOf(watching.stdout).next();
    watching.stdout.destroy();
    const ended = once(watching, 'exit');
    await daemon.client.call('notify.send', { text: 'one more' });
    expect(await ended).toEqual([0, null]);
    expect(stderr).toBe('');
  });

  test('logs are read, oldest first, and by their text', async () => {
    const { stdout } = await cli(['logs', '--limit', '5', '--json']);
    const { items } = JSON.parse(stdout);
    expect(items.length).toBeGreaterThan(0);
    expect(items).toEqual(items.toSorted((a: { id: number }, b: { id: number }) => a.id - b.id));
    expect((await cli(['logs', '--text', 'no such words anywhere'])).stdout).toBe('');
  });
});

describe('the life of a daemon', () => {
  test('start, a second start, run beside it, restart, stop', async () => {
    const home = makeHome();
    const cli = (...words: string[]) => runCli(words, { home });
    try {
      expect(await cli('daemon', 'start')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Started: process \d+/) });
      const { pid } = JSON.parse((await cli('daemon', 'status', '--json')).stdout);
      expect(await cli('daemon', 'start')).toMatchObject({ code: 0, stdout: expect.stringContaining(`process ${pid}`) });

      const second = await cli('daemon', 'run');
      expect(second.code).toBe(3);
      expect(second.stderr).toContain(String(pid));

      expect((await cli('daemon', 'restart')).code).toBe(0);
      const restarted = JSON.parse((await cli('daemon', 'status', '--json')).stdout);
      expect(restarted).toMatchObject({ lastExit: 'clean', launcher: 'spawn' });
      expect(restarted.pid).not.toBe(pid);

      expect((await cli('daemon', 'stop')).code).toBe(4);
      expect(await cli('daemon', 'stop', '--yes')).toMatchObject({ code: 0, stdout: 'Stopped.\n' });
      expect((await cli('daemon', 'stop', '--yes')).code).toBe(3);
    } finally {
      await cli('daemon', 'stop', '--yes');
      fs.rmSync(home, { recursive: true, force: true });
    }
  });

  test('up starts one, prints a link where there is no desktop, and leaves it running', async () => {
    const home = makeHome();
    const headless = { DISPLAY: '', WAYLAND_DISPLAY: '' };
    try {
      const up = await runCli(['up', '--link'], { home, env: headless });
      expect(up).toMatchObject({ code: 0, stderr: expect.stringContaining('Starting the daemon') });
      expect(up.stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\S+/);
      expect(up.stdout).toContain(path.join(home, 'run/rpc.sock'));
      expect(up.stdout).toContain('nightdesk daemon stop');
      const again = await runCli(['up', '--json', '--link'], { home, env: headless });
      expect(JSON.parse(again.stdout)).toMatchObject({ started: false, bot: { mode: 'paper' }, console: { kind: 'link' } });
    } finally {
      await runCli(['daemon', 'stop', '--yes'], { home });
      fs.rmSync(home, { recursive: true, force: true });
    }
  });

  test('watch outlives a SIGKILL of the daemon and misses no number', async () => {
    const home = makeHome();
    let daemon = await startDaemon({ home });
    const watching = startCli(['watch', 'notify.message', '--since', '0', '--json'], { home });
    const lines = linesOf(watching.stdout);
    const read = async (count: number) => {
      const texts: string[] = [];
      while (texts.length < count) texts.push(JSON.parse(await lines.next()).data.text);
      return texts;
    };
    try {
      for (const text of ['1', '2']) await daemon.client.call('notify.send', { text });
      expect(await read(2)).toEqual(['1', '2']);
      await daemon.kill('SIGKILL');
      await daemon.stop();
      daemon = await startDaemon({ home });
      for (const text of ['3', '4']) await daemon.client.call('notify.send', { text });
      expect(await read(2)).toEqual(['3', '4']);
    } finally {
      watching.kill('SIGINT');
      await daemon.stop();
      fs.rmSync(home, { recursive: true, force: true });
    }
  });
});
