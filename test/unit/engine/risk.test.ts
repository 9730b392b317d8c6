import { describe, expect, test } from 'vitest';
import { Big } from '../../../daemon/engine/money.ts';
import { checkOrder, type Exposure, limitUse, type ProposedOrder } from '../../../daemon/engine/risk.ts';
import type { RiskLimits } from '../../../daemon/protocol/methods/risk.ts';
import { MINUTE, NOON, openDesk, scripted, settings } from '../../support/desk.ts';

const off: RiskLimits = {
  maxOpenTrades: 10,
  maxOrderCost: null,
  maxExposure: null,
  maxPairExposure: null,
  maxDailyLoss: null,
  maxDrawdown: null,
  maxOrdersPerMinute: null,
  maxPriceDeviation: null,
};

const big = (value: number) => new Big(value);

/** 1,000 of equity, of which 300 are in BTC and 100 in ETH. */
const exposure: Exposure = {
  equity: big(1000),
  peakEquity: big(1250),
  dayEquity: big(1100),
  openTrades: 2,
  committed: big(400),
  committedIn: (pair) => big(pair === 'BTC/USDT' ? 300 : 100),
  committedMost: big(300),
  ordersLastMinute: 5,
};

const entry: ProposedOrder = {
  pair: 'BTC/USDT',
  side: 'buy',
  purpose: 'entry',
  type: 'limit',
  price: big(100),
  last: big(100),
  cost: big(100),
  newTrade: true,
  byHand: false,
};

/** Each limit where it just holds, and where it just breaks, on the same account. */
const EDGES: Array<[keyof RiskLimits, holds: number | string, breaks: number | string]> = [
  ['maxOpenTrades', 3, 2],
  ['maxOrderCost', '100', '99.99'],
  ['maxExposure', 0.5, 0.4999],
  ['maxPairExposure', 0.4, 0.3999],
  ['maxDailyLoss', 0.091, 0.0909],
  ['maxDrawdown', 0.201, 0.2],
  ['maxOrdersPerMinute', 6, 5],
];

describe.each(EDGES)('%s', (limit, holds, breaks) => {
  test('lets an entry pass up to it and refuses it beyond', () => {
    expect(checkOrder(entry, { ...off, [limit]: holds }, exposure)).toBeUndefined();
    expect(checkOrder(entry, { ...off, [limit]: breaks }, exposure)).toMatchObject({ limit });
  });
  test('never stands in the way of an exit', () => {
    const exit: ProposedOrder = { ...entry, side: 'sell', purpose: 'exit', newTrade: false };
    expect(checkOrder(exit, { ...off, [limit]: breaks }, exposure)).toBeUndefined();
    expect(checkOrder({ ...exit, byHand: true }, { ...off, [limit]: breaks }, exposure)).toBeUndefined();
  });
});

test('an entry into a trade that is open already needs no place of its own', () => {
  expect(checkOrder({ ...entry, newTrade: false }, { ...off, maxOpenTrades: 0 }, exposure)).toBeUndefined();
});

test.each([
  ['buy', 105, true],
  ['buy', 105.1, false],
  ['buy', 50, true],
  ['sell', 95, true],
  ['sell', 94.9, false],
  ['sell', 200, true],
] as const)('a %s limit at %d against 100, with 5 %% allowed: %s', (side, price, passes) => {
  const order: ProposedOrder = { ...entry, side, purpose: side === 'buy' ? 'entry' : 'exit', price: big(price), byHand: true };
  expect(checkOrder(order, { ...off, maxPriceDeviation: 0.05 }, exposure) === undefined).toBe(passes);
});

test('the use of each limit tells how far away it is', () => {
  const use = new Map(limitUse({ ...off, maxExposure: 0.8, maxDrawdown: 0.25, maxDailyLoss: 0.05 }, exposure).map((one) => [one.limit, one]));
  expect(use.get('maxExposure')).toMatchObject({ value: 0.8, used: 0.4, share: 0.5, breached: false });
  expect(use.get('maxDrawdown')).toMatchObject({ used: 0.2, share: 0.8, breached: false });
  expect(use.get('maxDailyLoss')).toMatchObject({ breached: true });
  expect(use.get('maxOrderCost')).toMatchObject({ value: null, share: null, breached: false });
  expect(use.size).toBe(Object.keys(off).length);
});

const always = () => [{ kind: 'enter' as const, tag: 'go' }];

async function losing(limits: Partial<RiskLimits>) {
  const script = scripted();
  const bench = await openDesk({
    settings: settings({ limits: { ...off, ...limits }, strategies: { scripted: { enabled: true, params: {} } } }),
    strategies: new Map([['scripted', script.strategy]]),
  });
  bench.source.tick(100);
  bench.desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '50' });
  return { ...bench, script };
}

test('the daily loss stops entries until midnight UTC, and is told once', async () => {
  const { desk, source, told, script } = await losing({ maxDailyLoss: 0.1 });
  source.tick(70);
  source.tick(69);
  expect(told('risk.breach')).toMatchObject([
    { limit: 'maxDailyLoss', strategy: null, code: 'max_daily_loss', params: { lost: expect.any(Number), limit: expect.any(Number) } },
  ]);
  expect(desk.status().state).toBe('running');
  expect(desk.why()).toMatchObject({ trading: false, reasons: [{ code: 'max_daily_loss' }, expect.anything()] });
  script.next(always);
  source.flat(69);
  expect(desk.status().openTrades).toBe(1);
  expect(() => desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '1' })).toThrow(expect.objectContaining({ kind: 'risk_rejected' }));

  source.pass(NOON + 12 * 60 * MINUTE - source.now());
  source.flat(69);
  script.next(always);
  source.flat(69);
  expect(desk.status().openTrades).toBe(2);
  expect(desk.why().trading).toBe(true);
});

test('the drawdown pauses the bot, exits go on, and resuming counts the peak anew', async () => {
  const { desk, source, told } = await losing({ maxDrawdown: 0.2 });
  source.tick(60);
  source.tick(59);
  expect(desk.status().state).toBe('paused');
  expect(told('risk.breach')).toMatchObject([{ limit: 'maxDrawdown' }]);
  expect(desk.why().reasons[0]).toMatchObject({ code: 'paused', text: expect.stringContaining('below its peak') });
  expect(desk.command('resume').state).toBe('running');
  source.tick(58);
  source.tick(58);
  expect(desk.status().state).toBe('running');
  expect(desk.close({ pair: 'BTC/USDT' })).toMatchObject([{ state: 'filled' }]);
});

test('a strategy that is refused again and again is told of once, until it gets an entry', async () => {
  const { desk, source, told, script } = await losing({});
  await desk.configure({ ...settings({ limits: { ...off, maxOrderCost: '500' } }), strategies: { scripted: { enabled: true, params: {} } } });
  for (let i = 0; i < 3; i += 1) {
    script.next(always);
    source.flat(100);
  }
  expect(told('risk.breach')).toMatchObject([{ limit: 'maxOrderCost', strategy: 'scripted', pair: 'BTC/USDT', code: 'max_order_cost' }]);
});

test('the pace of orders is kept, by whoever they come, and does not stop exits', async () => {
  const { desk, source } = await losing({ maxOrdersPerMinute: 2 });
  const buy = { pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '0.1' } as const;
  desk.place(buy);
  expect(() => desk.place(buy)).toThrow(expect.objectContaining({ kind: 'risk_rejected' }));
  expect(desk.close({ pair: 'BTC/USDT', amount: '1' })).toHaveLength(1);
  source.pass(MINUTE);
  expect(desk.place(buy).state).toBe('open');
});
