import { afterEach, describe, expect, it } from 'vitest';
import { backOff } from '../../../daemon/exchange/ccxt/failure.ts';
import { createLiveSource, type LiveOptions } from '../../../daemon/exchange/ccxt/source.ts';
import type { Clock } from '../../../daemon/exchange/clock.ts';
import type { MarketSource } from '../../../daemon/exchange/port.ts';
import { fastClock } from '../../fakes/fast-clock.ts';
import { FakeKraken } from '../../fakes/kraken.ts';
import { MarketLog } from '../../fakes/market-log.ts';

const T0 = Date.UTC(2026, 0, 1, 0, 0, 30);
const MINUTE = 60_000;
const PAIRS = ['BTC/USD', 'ETH/USD'];

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

const candleOf = (minute: number) => {
  const price = `${minute}.5`;
  return { ts: minute * MINUTE, open: price, high: price, low: price, close: price, volume: '1.50000000' };
};

/** A minute of the market passes in 100 ms. */
async function kraken(options: Partial<LiveOptions> & { rateLimit?: number } = {}) {
  const clock: Clock = fastClock(T0, 600);
  const server = new FakeKraken(clock.now);
  const url = await server.listen();
  cleanUp.push(() => server.close());
  const client = { urls: { api: { public: url } }, rateLimit: options.rateLimit ?? 1, timeout: 300 };
  const source: MarketSource = await createLiveSource({
    exchange: 'kraken',
    timeframe: '1m',
    pollMs: 12_000,
    settleMs: 6000,
    staleMs: 3_000_000,
    clock,
    client,
    ...options,
  });
  cleanUp.push(() => source.stop());
  return { clock, server, source, log: new MarketLog() };
}

describe('a live source', () => {
  it('knows the markets of the exchange, in its own digits', async () => {
    const { source, log } = await kraken();
    await source.start(PAIRS, log);
    expect(source.markets()).toEqual([
      {
        pair: 'BTC/USD',
        base: 'BTC',
        quote: 'USD',
        priceStep: '0.1',
        amountStep: '0.00000001',
        minAmount: '0.00005',
        minCost: '0.5',
        makerFee: '0.0025',
        takerFee: '0.004',
      },
      {
        pair: 'ETH/USD',
        base: 'ETH',
        quote: 'USD',
        priceStep: '0.01',
        amountStep: '0.00000001',
        minAmount: '0.00005',
        minCost: '0.5',
        makerFee: '0.0025',
        takerFee: '0.004',
      },
    ]);
  });

  it('tells tickers and every closed candle of each pair once, in order', async () => {
    const { source, log } = await kraken();
    expect(source.health()).toMatchObject({ state: 'connecting', updatedAt: null });
    await source.start(PAIRS, log);
    await log.until(() => PAIRS.every((pair) => log.of(pair).length >= 3) && log.tickers.length > 8);
    for (const pair of PAIRS) {
      const first = log.of(pair)[0]!.ts / MINUTE;
      expect(log.of(pair)).toEqual(log.of(pair).map((_, i) => candleOf(first + i)));
    }
    const [ticker] = log.tickers;
    expect([ticker!.bid, ticker!.last, ticker!.ask].map((price) => price.split('.')[1])).toEqual(['40000', '50000', '60000']);
    expect(source.health()).toMatchObject({ source: 'live', label: 'kraken', state: 'fresh' });
    expect(log.healthChanges).toBe(1);
  });

  it('reads history in closed candles only, over as many requests as it takes', async () => {
    const { source, server, clock } = await kraken();
    const until = clock.now();
    const candles = await source.history('BTC/USD', until, 700);
    const last = Math.floor(until / MINUTE) - 1;
    expect(candles.map(({ ts }) => ts / MINUTE)).toEqual(Array.from({ length: 700 }, (_, i) => last - 699 + i));
    expect(server.count('OHLC')).toBeGreaterThan(0);
  });

  it('goes over a candle in which nobody traded', async () => {
    const { source, log, server } = await kraken();
    server.quiet = (minute) => minute % 3 === 0;
    await source.start(['BTC/USD'], log);
    await log.until(() => log.candles.length >= 5);
    const minutes = log.of('BTC/USD').map(({ ts }) => ts / MINUTE);
    const traded = Array.from({ length: minutes.at(-1)! - minutes[0]! + 1 }, (_, i) => minutes[0]! + i).filter((minute) => minute % 3 !== 0);
    expect(minutes).toEqual(traded);
  });

  it('keeps to the rate limit', async () => {
    const { source, log, server } = await kraken({ rateLimit: 40, pollMs: 1 });
    await source.start(['BTC/USD'], log);
    await log.until(() => log.tickers.length >= 5);
    const times = server.requests.map(({ at }) => at);
    expect(times.at(-1)! - times[0]!).toBeGreaterThan((times.length - 2) * 40 * 0.8);
  });
});

describe('when the exchange fails', () => {
  it.each([
    ['5xx', { status: 503 }],
    ['520', { status: 520 }],
    ['malformed JSON', 'malformed'],
    ['no answer', 'hang'],
    ['a limit of its own', { refuse: 'EAPI:Rate limit exceeded' }],
    ['429', { status: 429, headers: { 'retry-after': '0' } }],
  ] as const)('with %s, the feed comes back by itself, and candles are not held up by tickers', async (_what, fault) => {
    const { source, log, server } = await kraken({ pollMs: 1000 });
    server.fail('Ticker', fault, fault);
    await source.start(['BTC/USD'], log);
    await log.until(() => log.tickers.length > 0 && log.candles.length > 0);
    expect(server.count('Ticker')).toBeGreaterThanOrEqual(3);
    expect(source.health().state).toBe('fresh');
    expect(source.health().reason).toBeUndefined();
  });

  it('a lost candle is asked for again, and told once', async () => {
    const { source, log, server } = await kraken();
    server.fail('OHLC', { status: 502 }, 'malformed', 'hang');
    await source.start(['BTC/USD'], log);
    await log.until(() => log.candles.length >= 3);
    const minutes = log.of('BTC/USD').map(({ ts }) => ts / MINUTE);
    expect(minutes).toEqual(minutes.map((_, i) => minutes[0]! + i));
    expect(server.count('OHLC')).toBeGreaterThanOrEqual(4);
  });

  it('waits as long as it is told to', async () => {
    const { source, log, server, clock } = await kraken({ pollMs: 1000 });
    server.fail('Ticker', { status: 429, headers: { 'retry-after': '120' } });
    await source.start(['BTC/USD'], log);
    const begun = clock.now();
    await log.until(() => log.tickers.length > 0);
    expect(clock.now() - begun).toBeGreaterThanOrEqual(119_000);
    expect(server.count('Ticker')).toBeLessThan(8);
  });

  it('calls its data stale, and says why', async () => {
    const { source, log, server } = await kraken({ pollMs: 1000, staleMs: 5000 });
    await source.start(['BTC/USD'], log);
    await log.until(() => log.tickers.length > 0);
    server.fail('Ticker', ...Array.from({ length: 50 }, () => ({ status: 500 })));
    await log.until(() => log.healthChanges >= 2);
    expect(source.health()).toMatchObject({ state: 'stale', reason: expect.stringContaining("Kraken can't be reached") });
  });

  it('a start without the exchange fails with its reason and can be tried again', async () => {
    const { source, log, server } = await kraken();
    const broken = { status: 503, body: 'Service Unavailable' };
    server.fail('AssetPairs', broken, broken, broken);
    await expect(source.start(PAIRS, log)).rejects.toMatchObject({ kind: 'upstream_unavailable', data: { retryable: true } });
    expect(log.calls).toEqual([]);
    await source.start(PAIRS, log);
    await log.until(() => log.tickers.length >= 2);
  });

  it('what it refuses is not asked again and again', async () => {
    const { source, log, server } = await kraken();
    server.fail('AssetPairs', { refuse: 'EGeneral:Permission denied' });
    await expect(source.start(PAIRS, log)).rejects.toMatchObject({
      kind: 'upstream_unavailable',
      data: { retryable: false },
      message: expect.stringContaining('Kraken refused'),
    });
    expect(server.count('AssetPairs')).toBe(1);
  });
});

describe('what does not exist', () => {
  it('is refused by name', async () => {
    await expect(createLiveSource({ exchange: 'mtgox', timeframe: '1m' })).rejects.toMatchObject({
      kind: 'invalid',
      message: 'ccxt knows no exchange "mtgox"',
    });
    await expect(createLiveSource({ exchange: '../../evil', timeframe: '1m' })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(createLiveSource({ exchange: 'kraken', timeframe: '7m' })).rejects.toThrow('Kraken has no 7m candles');
    const { source, log } = await kraken();
    await expect(source.start(['DOGE/MOON'], log)).rejects.toMatchObject({ kind: 'invalid', message: 'Kraken has no pair DOGE/MOON' });
  });
});

describe('the back-off', () => {
  it('doubles to a minute, with the upper half left to chance', () => {
    expect([1, 2, 3, 9].map((attempt) => backOff(attempt, 1000, () => 1))).toEqual([1000, 2000, 4000, 60_000]);
    expect([1, 2, 3, 9].map((attempt) => backOff(attempt, 1000, () => 0))).toEqual([500, 1000, 2000, 30_000]);
  });
});
