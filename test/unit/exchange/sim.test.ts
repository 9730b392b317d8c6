import { createHash } from 'node:crypto';
import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIM_PAIRS } from '../../../daemon/exchange/sim/pairs.ts';
import { exp, Path } from '../../../daemon/exchange/sim/path.ts';
import { SimSeries, stepsToDecimal } from '../../../daemon/exchange/sim/series.ts';
import { createSimSource } from '../../../daemon/exchange/sim/source.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MarketLog } from '../../fakes/market-log.ts';

const T0 = Date.UTC(2026, 10, 20, 12, 0, 7);
const HOUR = 3_600_000;
const PAIRS = SIM_PAIRS.map(({ pair }) => pair);
const [BTC] = SIM_PAIRS;

async function running(options: { seed?: number; timeframe?: string; pairs?: readonly string[]; clock?: ManualClock } = {}) {
  const clock = options.clock ?? new ManualClock(T0);
  const source = createSimSource({ seed: options.seed ?? 7, timeframe: options.timeframe ?? '15s', clock });
  const log = new MarketLog();
  await source.start(options.pairs ?? PAIRS, log);
  return { clock, source, log };
}

describe('the simulated path', () => {
  it('has one value at a time, in whatever order it is read', () => {
    const base = Math.floor(T0 / 100);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 28), max: 2 ** 28 }), { minLength: 1, maxLength: 40 }), (offsets) => {
        const path = new Path(99, 0.005);
        for (const offset of offsets) expect(path.at(base + offset)).toBe(new Path(99, 0.005).at(base + offset));
      }),
    );
  });

  it('joins block to block without a break', () => {
    const path = new Path(3, 0.005);
    const edge = 2 ** 28 * 66;
    expect(Math.abs(path.at(edge) - path.at(edge - 1))).toBeLessThan(0.02);
  });

  it('raises e as the library does', () => {
    for (const x of [-3, -0.5, 0, 1e-9, 1, 2.5]) expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 11);
  });
});

describe('a simulated pair', () => {
  it('is the same on every machine', () => {
    const digest = createHash('sha256');
    for (const spec of SIM_PAIRS) {
      const series = new SimSeries(7, spec, 1000);
      for (let i = 0; i < 200; i++)
        digest.update(JSON.stringify([series.candle(1_795_000_005_000 + i * 15_000, 15_000), series.ticker(1_795_000_000_000 + i * 1000)]));
    }
    expect(digest.digest('hex')).toMatchInlineSnapshot(`"c40fca5c35eb37ce03ad49c5e61d3858c79ddeee2abd96d3376b5cb19bc00e54"`);
  });

  it('quotes on its steps, bid below last below ask', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SIM_PAIRS), fc.integer({ min: 1e9, max: 3e9 }), fc.nat(1000), (spec, second, seed) => {
        const ticker = new SimSeries(seed, spec, 1000).ticker(second * 1000);
        const [bid, last, ask] = [new Big(ticker.bid), new Big(ticker.last), new Big(ticker.ask)];
        expect(bid.gt(0) && bid.lt(last) && last.lt(ask)).toBe(true);
        for (const price of [bid, last, ask]) expect(price.round(spec.priceDecimals).eq(price)).toBe(true);
      }),
    );
  });

  it('moves like a market: calm hours and storms, and a step says little of the next', () => {
    for (const spec of SIM_PAIRS.filter((_, i) => i % 3 === 0)) {
      const series = new SimSeries(7, spec, 1000);
      const closes = Array.from({ length: 240 * 96 }, (_, i) => Number(series.candle(1_795_000_005_000 + i * 15_000, 15_000).close));
      const returns = closes.slice(1).map((close, i) => Math.log(close / closes[i]!));
      const hours = Array.from({ length: 95 }, (_, i) => Math.sqrt(returns.slice(i * 240, (i + 1) * 240).reduce((sum, r) => sum + r * r, 0)));
      hours.sort((a, b) => a - b);
      expect(hours[5]).toBeGreaterThan(0.001);
      expect(hours[47]).toBeGreaterThan(0.002);
      expect(hours[47]).toBeLessThan(0.012);
      expect(hours[94]).toBeGreaterThan(hours[47]! * 1.5);
      const correlation = returns.slice(1).reduce((sum, r, i) => sum + r * returns[i]!, 0) / returns.reduce((sum, r) => sum + r * r, 0);
      expect(Math.abs(correlation)).toBeLessThan(0.15);
    }
  });

  it('writes steps as decimals', () => {
    expect([stepsToDecimal(12345, 2), stepsToDecimal(5, 3), stepsToDecimal(42, 0)]).toEqual(['123.45', '0.005', '42']);
  });
});

describe('the simulated market', () => {
  it('ticks every pair once a second and closes every candle once, for hours', async () => {
    const { clock, log } = await running();
    clock.advance(HOUR);
    expect(log.tickers).toHaveLength(3600 * PAIRS.length);
    for (const pair of PAIRS) {
      const candles = log.of(pair);
      expect(candles).toHaveLength(240);
      expect(candles.map(({ ts }) => ts)).toEqual(candles.map((_, i) => candles[0]!.ts + i * 15_000));
    }
  });

  it('forms candles of exactly the ticks it told', async () => {
    const { clock, log } = await running({ pairs: ['ETH/USDT'], timeframe: '1m' });
    clock.advance(10 * 60_000);
    for (const { candle } of log.candles.slice(1)) {
      const lasts = log.tickers.filter(({ ts }) => ts >= candle.ts && ts < candle.ts + 60_000).map(({ last }) => last);
      const sorted = [...lasts].sort((a, b) => Number(a) - Number(b));
      expect([candle.open, candle.high, candle.low, candle.close]).toEqual([lasts[0], sorted.at(-1), sorted[0], lasts.at(-1)]);
      expect(lasts).toHaveLength(60);
    }
  });

  it('has the same history as what was told, and the same after a restart', async () => {
    const { clock, source, log } = await running({ pairs: ['SOL/USDT'] });
    clock.advance(HOUR);
    await source.stop();
    expect(await source.history('SOL/USDT', clock.now(), 100)).toEqual(log.of('SOL/USDT').slice(-100));
    const again = await running({ pairs: ['SOL/USDT'], clock: new ManualClock(T0 + HOUR / 2) });
    again.clock.advance(HOUR / 2);
    expect(again.log.of('SOL/USDT')).toEqual(log.of('SOL/USDT').slice(-again.log.candles.length));
    expect(again.log.tickers.at(-1)).toEqual(log.tickers.at(-1));
  });

  it('tells a candle before the tick that follows it', async () => {
    const { clock, log } = await running({ pairs: ['BTC/USDT'] });
    clock.advance(60_000);
    let market = 0;
    for (const call of log.calls) {
      if (typeof call === 'string' || 'trade' in call) continue;
      const time = 'ticker' in call ? call.ticker.ts : call.candle.ts + 15_000;
      expect(time).toBeGreaterThanOrEqual(market);
      market = time;
    }
  });

  it('tells the candles it slept through, and one tick', async () => {
    const { clock, source, log } = await running({ pairs: ['BTC/USDT'] });
    clock.advance(20_000);
    const ticks = log.tickers.length;
    clock.jump(10 * 60_000);
    expect(log.tickers).toHaveLength(ticks + 1);
    expect(log.of('BTC/USDT')).toEqual(await source.history('BTC/USDT', clock.now(), log.candles.length));
    expect(log.candles.length).toBeGreaterThanOrEqual(40);
  });

  it('tells no candle twice when the clock is set back', async () => {
    const { clock, log } = await running({ pairs: ['BTC/USDT'] });
    clock.advance(60_000);
    clock.jump(-2 * HOUR);
    clock.advance(3 * HOUR);
    const times = log.of('BTC/USDT').map(({ ts }) => ts);
    expect(new Set(times).size).toBe(times.length);
    expect(log.tickers.at(-1)!.ts).toBe(Math.floor(clock.now() / 1000) * 1000);
  });

  it('says how old its data is', async () => {
    const clock = new ManualClock(T0);
    const source = createSimSource({ seed: 1, timeframe: '15s', clock });
    expect(source.health()).toMatchObject({ state: 'connecting', updatedAt: null, ageMs: null });
    await source.start(['BTC/USDT'], new MarketLog());
    clock.advance(1000);
    expect(source.health()).toMatchObject({ state: 'fresh', updatedAt: T0 + 1000 });
    clock.stall(10_000);
    expect(source.health()).toMatchObject({ state: 'stale', ageMs: 10_000 });
    clock.advance(0);
    expect(source.health()).toMatchObject({ state: 'fresh', ageMs: 0 });
    await source.stop();
    expect(source.health().state).toBe('ended');
    expect(clock.pending).toBe(0);
  });

  it('refuses what it does not have', async () => {
    const source = createSimSource({ seed: 1, timeframe: '15s' });
    await expect(source.history('BTC/EUR', T0, 1)).rejects.toThrow('no pair BTC/EUR');
    await expect(source.start(['NOPE/USDT'], new MarketLog())).rejects.toMatchObject({ kind: 'invalid' });
    expect(() => createSimSource({ seed: 1, timeframe: '15s', tickMs: 250 })).toThrow('every 250 ms');
    expect(() => createSimSource({ seed: 1, timeframe: '15s', tickMs: 2000 })).toThrow('whole number of ticks');
  });

  it('gives another market for another seed, and one pair a different path from the other', () => {
    const last = (seed: number, spec = BTC!) => new SimSeries(seed, spec, 1000).ticker(1_795_000_000_000).last;
    expect(last(1)).not.toBe(last(2));
    expect(new Set(SIM_PAIRS.map((spec) => new SimSeries(1, spec, 1000).ticker(1_795_000_000_000).change)).size).toBe(SIM_PAIRS.length);
  });
});
