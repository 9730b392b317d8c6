import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReplaySummary } from '../../daemon/protocol/methods/replay.ts';
import { linesOf, runCli, startCli } from '../support/cli.ts';
import { makeHome, type RunningDaemon, startDaemon } from '../support/daemon.ts';
import { ROOT } from '../support/entry.ts';
import { recordingFile, swinging, writeCandles } from '../support/recordings.ts';
import { tempFolder } from '../support/temp.ts';

const RECORDED = recordingFile('ETH_BTC-5m.csv');
const FIELDS = ['pair', 'timeframe', 'strategy', 'candles', 'trades', 'fees', 'startEquity', 'finalEquity', 'profit', 'maxDrawdown', 'winRate', 'elapsedMs'];
const CANDLES = 600;

const candlesIn = (folder: string) => writeCandles(path.join(folder, 'AAA_BBB-5m.csv'), swinging(CANDLES));
const withoutTime = ({ elapsedMs: _, ...summary }: ReplaySummary) => summary;

describe('on a running daemon', () => {
  let daemon: RunningDaemon;
  let file: string;
  beforeAll(async () => {
    daemon = await startDaemon();
    file = candlesIn(daemon.home);
  });
  afterAll(() => daemon?.stop());
  const cli = (words: readonly string[], cwd?: string) => runCli(words, { home: daemon.home, ...(cwd && { cwd }) });

  test('it prints the summary: its fields and no others, the same each time', async () => {
    const words = ['replay', path.basename(file), '--strategy', 'ema-cross', '--speed', 'max', '--json'];
    const [first, second] = [await cli(words, daemon.home), await cli(words, daemon.home)];
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const summary = ReplaySummary.parse(JSON.parse(first.stdout));
    expect(Object.keys(JSON.parse(first.stdout)).sort()).toEqual(FIELDS.toSorted());
    expect(summary).toMatchObject({ pair: 'AAA/BBB', timeframe: '5m', strategy: 'ema-cross', candles: CANDLES });
    expect(summary.trades).toBeGreaterThan(0);
    expect(withoutTime(JSON.parse(second.stdout))).toEqual(withoutTime(summary));
  });

  test('for people it is a table, and its book stays readable', async () => {
    const { code, stdout } = await cli(['replay', file, '--strategy', 'grid', '--param', 'spacing=0.02']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Run +grid on AAA\/BBB 5m/m);
    expect(stdout).toMatch(new RegExp(`^Candles +${CANDLES} in`, 'm'));
    expect((await cli(['trades', '--account', 'replay-1', '--limit', '3'])).stdout).toContain('ema-cross');
    expect((await cli(['profit', '--account', 'replay-1'])).stdout).toMatch(/^Trades +\d+ closed/m);
  });

  test('it is followed while it runs', async () => {
    const started = await cli(['replay', file, '--speed', '100000', '--detach', '--json']);
    expect(started.code).toBe(0);
    const { account } = JSON.parse(started.stdout);
    const { code, stdout } = await cli(['watch', 'candle.closed', '--account', account, '--since', '0', '--count', '5', '--json']);
    expect(code).toBe(0);
    const events = stdout.trimEnd().split('\n');
    expect(events.map((line) => JSON.parse(line).data.account)).toEqual(Array(5).fill(account));
    await daemon.client.call('replay.stop', { account }).catch(() => {});
  });

  test('Ctrl-C ends the run in the daemon', async () => {
    const { lastSeq } = await daemon.client.call('daemon.status', {});
    const watching = startCli(['watch', 'candle.closed', '--since', String(lastSeq), '--json'], { home: daemon.home });
    const running = startCli(['replay', file, '--speed', '3000'], { home: daemon.home });
    const ended = once(running, 'exit');
    let account = '';
    for (const lines = linesOf(watching.stdout); !account.startsWith('replay'); ) account = JSON.parse(await lines.next()).data.account;
    running.kill('SIGINT');
    expect(await ended).toEqual([1, null]);
    expect(await daemon.client.call('replay.get', { account })).toMatchObject({ state: 'stopped' });
    watching.kill('SIGINT');
  });

  test('what the daemon refuses is said, and the pair must be told where the name does not', async () => {
    const refused = await cli(['replay', file, '--strategy', 'ema-cros']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('ema-cros');
    const nameless = path.join(daemon.home, 'candles.csv');
    fs.copyFileSync(file, nameless);
    expect(await cli(['replay', nameless])).toMatchObject({ code: 2, stderr: expect.stringContaining('--pair') });
  });
});

test('a SIGKILL of the daemon in mid-run changes nothing of the result', async () => {
  const home = makeHome();
  const file = candlesIn(home);
  let daemon = await startDaemon({ home });
  try {
    const whole = await runCli(['replay', file, '--json'], { home });
    const running = startCli(['replay', file, '--speed', '60000', '--json'], { home });
    const summary = linesOf(running.stdout).next();
    await new Promise<void>((resolve) => {
      let seen = 0;
      daemon.client.subscribe(
        { topics: ['candle.closed'] },
        {
          onEvent: ({ data }) => {
            if ((data as { account: string }).account !== 'replay-2') return;
            seen += 1;
            if (seen === 100) resolve();
          },
        },
      );
    });
    await daemon.kill('SIGKILL');
    await daemon.stop();
    daemon = await startDaemon({ home });
    expect(withoutTime(JSON.parse(await summary))).toEqual(withoutTime(JSON.parse(whole.stdout)));
  } finally {
    await daemon.stop();
    fs.rmSync(home, { recursive: true, force: true });
  }
});

describe('without a daemon', () => {
  test('a private one is started for the run, and nothing is left behind', async () => {
    const home = makeHome();
    const temporary = tempFolder();
    const file = candlesIn(temporary);
    const { code, stdout, stderr } = await runCli(['replay', file, '--json'], { home, env: { TMPDIR: temporary } });
    expect(code).toBe(0);
    expect(stderr).toContain('private');
    expect(JSON.parse(stdout)).toMatchObject({ candles: CANDLES });
    expect(fs.readdirSync(home)).toEqual([]);
    expect(fs.readdirSync(temporary).filter((name) => name.startsWith('nightdesk-'))).toEqual([]);
    fs.rmSync(home, { recursive: true });
  });

  test('all the real candles, twice, to the same end', async (context) => {
    if (!fs.existsSync(RECORDED)) return context.skip(`needs ${RECORDED}`);
    const words = ['replay', RECORDED, '--pair', 'ETH/BTC', '--timeframe', '5m', '--strategy', 'ema-cross', '--speed', 'max', '--json'];
    const runs = [await runCli(words, { home: tempFolder(), cwd: ROOT }), await runCli(words, { home: tempFolder(), cwd: ROOT })];
    const [first, second] = runs.map(({ stdout }) => ReplaySummary.parse(JSON.parse(stdout)));
    expect(first).toMatchObject({ candles: 5760 });
    expect(first?.trades).toBeGreaterThan(50);
    expect(withoutTime(second as ReplaySummary)).toEqual(withoutTime(first as ReplaySummary));
  });
});
