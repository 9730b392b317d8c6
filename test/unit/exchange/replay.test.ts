import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { parseRecording } from '../../../daemon/exchange/replay/recording.ts';
import { openReplay, playRecording, type ReplayOptions } from '../../../daemon/exchange/replay/source.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MarketLog } from '../../fakes/market-log.ts';
import { recordingFile } from '../../support/recordings.ts';

const T0 = Date.UTC(2018, 0, 10, 5, 0);
const FIVE = 300_000;
const WALL = Date.UTC(2026, 0, 1);

async function recorded(count = 10, skip: readonly number[] = []) {
  const rows = Array.from({ length: count }, (_, i) => i)
    .filter((i) => !skip.includes(i))
    .map((i) => `${T0 + i * FIVE},${10 + i},${12 + i},9,${11 + i},5`);
  return parseRecording('file.csv', `time,open,high,low,close,volume\n${rows.join('\n')}`, { pair: 'ETH/BTC', timeframe: '5m' });
}

async function playing(options: Partial<ReplayOptions> & { count?: number; skip?: readonly number[] } = {}) {
  const clock = new ManualClock(WALL);
  const source = playRecording(await recorded(options.count, options.skip), 'file.csv', { speed: options.speed ?? 'max', clock, ...options });
  const log = new MarketLog();
  await source.start(['ETH/BTC'], log);
  return { clock, source, log };
}

describe('pulling', () => {
  it('tells as many candles as asked for, then the end, once', async () => {
    const { source, log } = await playing();
    expect([source.drain(4), source.position, source.drain(100), source.drain(4)]).toEqual([4, 4, 6, 0]);
    expect(log.of('ETH/BTC').map(({ ts }) => (ts - T0) / FIVE)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([log.ends, source.health().state]).toEqual([1, 'ended']);
    expect(log.calls.at(-3)).toMatchObject({ candle: { ts: T0 + 9 * FIVE } });
  });

  it('tells nothing on its own', async () => {
    const { clock, log } = await playing();
    clock.advance(1e9);
    expect(log.calls).toEqual([]);
  });

  it('goes on after a restart where the last one stood', async () => {
    const { source, log } = await playing({ from: 7 });
    expect([source.position, source.now()]).toEqual([7, T0 + 7 * FIVE]);
    source.drain(100);
    expect(log.of('ETH/BTC').map(({ ts }) => (ts - T0) / FIVE)).toEqual([7, 8, 9]);
    const over = await playing({ from: 10 });
    expect([over.source.drain(5), over.log.ends]).toEqual([0, 1]);
    await expect(playing({ from: 11 })).rejects.toThrow('the recording has 10 candles');
  });

  it('stops when told to, also from within', async () => {
    const { source, log } = await playing();
    const inner = log.candle.bind(log);
    log.candle = (pair, candle) => {
      inner(pair, candle);
      if (log.candles.length === 3) source.pause();
    };
    expect([source.drain(8), source.drain(8)]).toEqual([3, 0]);
    source.resume();
    expect(source.drain(2)).toBe(2);
    await source.stop();
    expect([source.drain(2), log.ends, source.health().state]).toEqual([0, 0, 'ended']);
  });
});

describe('playing by the clock', () => {
  it('closes a 5m candle every 5 s at 60 times real time', async () => {
    const { clock, source, log } = await playing({ speed: 60 });
    clock.advance(4999);
    expect(log.candles).toHaveLength(0);
    clock.advance(1);
    expect([log.candles.length, source.now(), source.health()]).toEqual([
      1,
      T0 + FIVE,
      { source: 'replay', label: 'file.csv', timeframe: '5m', state: 'fresh', updatedAt: WALL + 5000, ageMs: 0, marketTime: T0 + FIVE },
    ]);
    clock.advance(45_000);
    expect([log.candles.length, log.ends, clock.pending]).toEqual([10, 1, 0]);
  });

  it('passes a gap in the time of one candle', async () => {
    const { clock, log, source } = await playing({ speed: 60, count: 20, skip: [3, 4, 5, 6] });
    clock.advance(20_000);
    expect(log.candles).toHaveLength(4);
    expect(source.gaps).toEqual([{ from: T0 + 3 * FIVE, to: T0 + 7 * FIVE, candles: 4 }]);
  });

  it('waits while paused, says so, and goes on without haste', async () => {
    const { clock, source, log } = await playing({ speed: 60 });
    clock.advance(7000);
    source.pause();
    clock.advance(100_000);
    expect([log.candles.length, source.health().state]).toEqual([1, 'stale']);
    source.resume();
    clock.advance(4999);
    expect(log.candles).toHaveLength(1);
    clock.advance(1);
    expect([log.candles.length, source.health().state]).toEqual([2, 'fresh']);
  });

  it('does not make up for a sleep of the machine', async () => {
    const { clock, log } = await playing({ speed: 60 });
    clock.advance(5000);
    clock.jump(3_600_000);
    expect(log.candles).toHaveLength(2);
  });

  it('keeps pace beyond a candle a millisecond, and lets others have a turn', async () => {
    const { clock, log } = await playing({ speed: 1_000_000, count: 2000 });
    clock.advance(600);
    expect([log.candles.length, log.ends]).toEqual([2000, 1]);
  });
});

describe('public trades', () => {
  const text = `timestamp,id,side,price,amount\n${[10, 70_000, 200_000, 310_000].map((ms, i) => `${T0 + ms},${i},sell,${10 + i},1`).join('\n')}`;
  const open = async (speed: number | 'max', from = 0) => {
    const clock = new ManualClock(WALL);
    const source = playRecording(await parseRecording('trades.csv', text, { pair: 'ETH/BTC', timeframe: '5m' }), 'trades', { speed, from, clock });
    const log = new MarketLog();
    await source.start(['ETH/BTC'], log);
    const told = () =>
      log.calls.map((call) => (typeof call === 'string' ? call : 'trade' in call ? call.trade.price : 'candle' in call ? `[${call.candle.close}]` : ''));
    return { clock, source, log, told };
  };

  it('come before the candle they belong to', async () => {
    const { source, told } = await open('max');
    expect(source.resolution).toBe('tick');
    expect(source.drain(1)).toBe(1);
    expect(told()).toEqual(['10', '11', '12', '[12]']);
    source.drain(1);
    expect(told().slice(4)).toEqual(['13', '[13]', 'ended', 'health']);
  });

  it('come at their own time within the candle, also after a pause in its midst', async () => {
    const { clock, source, told } = await open(100);
    clock.advance(1000);
    expect([told(), source.now()]).toEqual([['10', '11'], T0 + 70_000]);
    source.pause();
    clock.advance(10_000);
    source.resume();
    clock.advance(1300);
    expect(told().slice(2)).toEqual(['health', 'health', '12']);
    clock.advance(1000);
    expect(told().at(-1)).toBe('[12]');
  });

  it('go on after a restart with the trades of the next candle', async () => {
    const { source, told } = await open('max', 1);
    source.drain(10);
    expect(told()).toEqual(['13', '[13]', 'ended', 'health']);
  });
});

describe('the past', () => {
  it('is what has been told, no more', async () => {
    const { source } = await playing();
    expect(await source.history('ETH/BTC', T0 + 100 * FIVE, 5)).toEqual([]);
    source.drain(6);
    const opened = async (until: number, limit: number) => (await source.history('ETH/BTC', until, limit)).map(({ ts }) => (ts - T0) / FIVE);
    expect(await opened(T0 + 100 * FIVE, 3)).toEqual([3, 4, 5]);
    expect(await opened(T0 + 4 * FIVE - 1, 2)).toEqual([1, 2]);
    await expect(source.history('XRP/BTC', T0, 1)).rejects.toThrow('the recording is of ETH/BTC, not of XRP/BTC');
  });
});

describe('files', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'nightdesk-replay-'));
  });
  afterAll(() => rm(dir, { recursive: true }));
  const options = (file: string) => ({ file, pair: 'ETH/BTC', timeframe: '5m', speed: 'max' as const });

  it('that are not there, or are none, are named', async () => {
    await expect(openReplay(options(path.join(dir, 'none.csv')))).rejects.toMatchObject({ kind: 'not_found', message: expect.stringContaining('none.csv') });
    await expect(openReplay(options(dir))).rejects.toMatchObject({ kind: 'invalid', message: `${dir} is no file` });
    await writeFile(path.join(dir, 'prose.txt'), 'Dear diary,\ntoday I bought.\n');
    await expect(openReplay(options(path.join(dir, 'prose.txt')))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('prose.txt, line 1'),
    });
  });

  const shared = async (context: TestContext, file: string, pair: string, timeframe: string) => {
    const full = recordingFile(file);
    const source = await openReplay({ file: full, pair, timeframe, speed: 'max' }).catch((error: { kind?: string }) => {
      if (error.kind === 'not_found') return context.skip(`needs ${full}`);
      throw error;
    });
    const log = new MarketLog();
    await source.start([pair], log);
    while (source.drain(256) > 0);
    return { source, log };
  };
  const figures = (log: MarketLog) =>
    log.candles.map(({ candle: { ts, open, high, low, close, volume } }) => [ts, ...[open, high, low, close, volume].map(Number)]);

  it('of twenty days of ETH/BTC are played whole', async (context) => {
    const { source, log } = await shared(context, 'ETH_BTC-5m.csv', 'ETH/BTC', '5m');
    expect([log.candles.length, source.gaps, source.notices]).toEqual([5760, [], []]);
    expect(source.markets()[0]).toMatchObject({ priceStep: '0.00000001', amountStep: '0.00000001' });
    expect(log.candles[1]!.candle.open).toBe('0.09946999000000001');
  });

  it('of real trades give the very candles that were recorded beside them', async (context) => {
    const trades = await shared(context, 'XRP_ETH-trades.csv', 'XRP/ETH', '1m');
    const candles = await shared(context, 'XRP_ETH-1m.csv', 'XRP/ETH', '1m');
    expect(trades.log.trades).toHaveLength(12_477);
    expect(figures(trades.log)).toEqual(figures(candles.log));
  });

  it('of real minutes give the very 5m candles that were recorded beside them', async (context) => {
    const made = await shared(context, 'XRP_ETH-1m.csv', 'XRP/ETH', '5m');
    const recorded = await shared(context, 'XRP_ETH-5m.csv', 'XRP/ETH', '5m');
    expect(figures(made.log)).toEqual(figures(recorded.log));
    expect(made.log.candles).toHaveLength(706);
  });
});
