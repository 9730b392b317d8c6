import { expect, test } from 'vitest';
import type { DeskSettings } from '../../../daemon/engine/settings.ts';
import type { Candle } from '../../../daemon/exchange/port.ts';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import type { Intent, StrategyContext } from '../../../daemon/strategies/strategy.ts';
import { EXACT, HandSource, MINUTE, NOON, openDesk, scripted, settings } from '../../support/desk.ts';
import { tempFolder } from '../../support/temp.ts';

const on = { scripted: { enabled: true, params: {}, pairs: ['BTC/USDT'] } };
const enter = (): Intent[] => [{ kind: 'enter', tag: 'go' }];
const enterAt = (price: number) => (): Intent[] => [{ kind: 'enter', tag: 'go', price }];
const exitAll = ({ trades }: StrategyContext): Intent[] => trades.map((trade) => ({ kind: 'exit', tradeId: trade.id, reason: 'exit_signal' }));

async function opened(more: Partial<DeskSettings> = {}, source = new HandSource('candle')) {
  const script = scripted();
  const bench = await openDesk({ source, settings: settings({ strategies: on, ...more }), strategies: new Map([['scripted', script.strategy]]), paper: EXACT });
  const trades = () => bench.queries.trades('paper', {}).items as Trade[];
  return { ...bench, script, trades };
}

test('a strategy enters and exits at the open of the next candle, with the stake of the configuration', async () => {
  const { source, script, trades, desk } = await opened({ stake: { kind: 'fixed', value: '1000' } });
  script.next(enter);
  source.flat(100);
  expect(trades()).toMatchObject([{ state: 'opening', amount: '0' }]);
  source.candle(101, 106, 100, 105);
  expect(trades()).toMatchObject([{ state: 'open', amount: '10', openRate: '101', entryTag: 'go', strategy: 'scripted' }]);
  script.next(exitAll);
  source.flat(105);
  source.candle(104, 104, 104, 104);
  expect(trades()).toMatchObject([{ state: 'closed', closeRate: '104', exitReason: 'exit_signal', profit: '27.95' }]);
  expect(desk.status().equity).toBe('10027.95');
});

test('a share of equity is staked, and an intent may ask for a part of it', async () => {
  const { source, script, trades } = await opened({ stake: { kind: 'fraction', value: 0.1 } });
  script.next(() => [{ kind: 'enter', tag: 'half', share: 0.5 }]);
  source.flat(100);
  source.flat(100);
  expect(trades()).toMatchObject([{ stake: '500' }]);
});

const protect = (exits: Partial<DeskSettings['exits']>) => ({ exits: { stopLoss: null, takeProfit: [], trailing: null, ...exits } });

async function held(more: Partial<DeskSettings>) {
  const bench = await opened(more);
  bench.script.next(enterAt(100));
  bench.source.flat(101);
  bench.source.candle(100.5, 101, 100, 100.5);
  expect(bench.trades()).toMatchObject([{ state: 'open', openRate: '100' }]);
  return bench;
}

test('within a candle the stop sells at its price', async () => {
  const { source, trades } = await held(protect({ stopLoss: 0.05, takeProfit: [{ afterMinutes: 0, profit: 0.01 }] }));
  source.candle(100, 130, 94, 120);
  expect(trades()).toMatchObject([{ state: 'closed', closeRate: '95', exitReason: 'stop_loss' }]);
});

test('a candle that opens below the stop sells at the open', async () => {
  const { source, trades } = await held(protect({ stopLoss: 0.05 }));
  source.candle(90, 99, 89, 98);
  expect(trades()).toMatchObject([{ closeRate: '90' }]);
});

test('the take-profit sells at its price, and later for less', async () => {
  const table = [
    { afterMinutes: 0, profit: 0.04 },
    { afterMinutes: 3, profit: 0.01 },
  ];
  const first = await held(protect({ takeProfit: table }));
  first.source.candle(101, 110, 100, 105);
  expect(first.trades()).toMatchObject([{ state: 'closed', closeRate: '104.21', exitReason: 'take_profit' }]);
  const later = await held(protect({ takeProfit: table }));
  for (let i = 0; i < 3; i += 1) later.source.candle(101, 102, 100, 101);
  expect(later.trades()).toMatchObject([{ state: 'open' }]);
  later.source.candle(101, 102, 100, 101);
  expect(later.trades()).toMatchObject([{ state: 'closed', closeRate: '101.21' }]);
});

test('the trailing stop follows the highs of the candles before', async () => {
  const { source, trades } = await held(protect({ trailing: { distance: 0.05, from: 0.02 } }));
  source.candle(101, 120, 100, 119);
  expect(trades()).toMatchObject([{ state: 'open', stopPrice: '114' }]);
  source.candle(118, 118, 113, 117);
  expect(trades()).toMatchObject([{ closeRate: '114', exitReason: 'trailing_stop' }]);
});

test('an entry whose candle falls on through the stop is stopped out in that candle', async () => {
  const { source, script, trades } = await opened(protect({ stopLoss: 0.05 }));
  script.next(enterAt(100));
  source.flat(101);
  source.candle(101, 102, 90, 96);
  expect(trades()).toMatchObject([{ state: 'closed', openRate: '100', closeRate: '95', exitReason: 'stop_loss' }]);
});

test('a stop takes back the exit that waited, and what was still to be bought', async () => {
  const bench = await opened({ ...protect({ stopLoss: 0.05 }), stake: { kind: 'fixed', value: '1000' } });
  bench.script.next(enterAt(100));
  bench.source.flat(101);
  bench.source.candle(100.5, 101, 100, 100.5);
  bench.script.next(({ trades }) => trades.map((trade): Intent => ({ kind: 'exit', tradeId: trade.id, reason: 'target', price: 110 })));
  bench.source.flat(100);
  expect(bench.trades()).toMatchObject([{ state: 'closing' }]);
  bench.source.candle(100, 109, 90, 92);
  expect(bench.trades()).toMatchObject([{ state: 'closed', exitReason: 'stop_loss', closeRate: '95' }]);
  expect(bench.told('trade.exit_cancel')).toHaveLength(1);
});

test('with every price known, stops and profits are watched price by price', async () => {
  const { source, desk, trades } = await opened(protect({ stopLoss: 0.05, trailing: { distance: 0.02, from: 0.03 } }), new HandSource('tick'));
  source.tick(100);
  desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '1' });
  for (const price of [102, 104, 102.5]) source.tick(price);
  expect(desk.positions()).toMatchObject([{ stopPrice: '101.92' }]);
  source.tick(101.9);
  expect(trades()).toMatchObject([{ exitReason: 'trailing_stop', closeRate: '101.9' }]);
});

test('a strategy that cannot go on is out at once; the desk still stops its trades out, and a person can sell them', async () => {
  const { desk, source, script, trades, told } = await held(protect({ stopLoss: 0.05 }));
  const seen = script.seen.length;
  desk.fail('scripted', new Error('plugin scripted was stopped'));
  desk.fail('scripted', new Error('told twice'));
  desk.fail('other', new Error('not at work'));
  expect(told('strategy.state')).toMatchObject([{ strategy: 'scripted', enabled: false, reason: 'plugin scripted was stopped' }]);
  expect(desk.status()).toMatchObject({ state: 'running', strategies: [] });
  expect(desk.why().reasons).toContainEqual(expect.objectContaining({ code: 'strategy_failed', strategy: 'scripted' }));
  source.candle(100, 101, 99, 100);
  expect(script.seen).toHaveLength(seen);
  expect(trades()).toMatchObject([{ state: 'open', stopPrice: '95' }]);
  source.candle(100, 100, 94, 96);
  expect(trades()).toMatchObject([{ state: 'closed', closeRate: '95', exitReason: 'stop_loss' }]);
});

test('a changed configuration moves the stops of open trades at once', async () => {
  const { desk, source, trades } = await held(protect({ stopLoss: 0.5 }));
  await desk.configure(settings({ strategies: on, ...protect({ stopLoss: 0.01 }) }));
  expect(trades()).toMatchObject([{ stopPrice: '99' }]);
  source.candle(100, 100, 98, 100);
  expect(trades()).toMatchObject([{ closeRate: '99' }]);
});

test('a strategy that throws is switched off with its reason; others go on, and it may be enabled again', async () => {
  const bad = scripted('bad');
  const good = scripted('good');
  const two = { bad: { enabled: true, params: {} }, good: { enabled: true, params: {}, pairs: ['BTC/USDT'] } };
  const wanted = settings({ strategies: two });
  const { desk, source, told } = await openDesk({
    source: new HandSource('candle'),
    settings: wanted,
    strategies: new Map([bad.strategy, good.strategy].map((one) => [one.id, one])),
  });
  bad.next(() => {
    throw new Error('division by zero');
  });
  good.next(enter);
  source.flat(100);
  expect(desk.status()).toMatchObject({ strategies: ['good'], openTrades: 1, state: 'running' });
  expect(told('strategy.state')).toMatchObject([{ strategy: 'bad', enabled: false, reason: 'division by zero' }]);
  expect(desk.why().reasons).toContainEqual(expect.objectContaining({ code: 'strategy_failed', strategy: 'bad' }));
  desk.pardon('bad');
  await desk.configure(wanted);
  expect(desk.status().strategies.sort()).toEqual(['bad', 'good']);
});

test('an unknown strategy or a wrong parameter is a fault of that strategy only', async () => {
  const { desk } = await opened({ strategies: { ...on, nonsense: { enabled: true, params: {} } } });
  expect(desk.status().strategies).toEqual(['scripted']);
  expect(desk.failedStrategies.get('nonsense')).toContain('there is no strategy');
});

test('strategies are warmed up on the past, without trading, and miss no candle that closes meanwhile', async () => {
  const candle = (ts: number): Candle => ({ ts, open: '1', high: '1', low: '1', close: '1', volume: '1' });
  const source = new HandSource('candle');
  for (let i = 5; i > 0; i -= 1) source.past.push(candle(NOON - i * MINUTE));
  const script = scripted();
  script.next(enter);
  let release = () => {};
  const waiting = new Promise<void>((resolve) => {
    release = resolve;
  });
  const opening = openDesk({
    source,
    settings: settings({ strategies: on }),
    strategies: new Map([['scripted', { ...script.strategy, warmup: () => 3 }]]),
    history: async (_pair, limit) => {
      await waiting;
      return source.past.slice(-limit);
    },
  });
  await new Promise(setImmediate);
  source.flat(100);
  release();
  const { desk } = await opening;
  expect(script.seen.map(({ bar, warmingUp }) => [(bar.ts - NOON) / MINUTE, warmingUp])).toEqual([
    [-3, true],
    [-2, true],
    [-1, true],
    [0, true],
  ]);
  source.flat(100);
  expect(script.seen.at(-1)).toMatchObject({ warmingUp: false, bar: { ts: NOON + MINUTE } });
  expect(desk.status().openTrades).toBe(1);
});

test('entries that wait at a limit leave room for other strategies', async () => {
  const greedy = scripted('greedy');
  const other = scripted('other');
  const strategies = { greedy: { enabled: true, params: {}, pairs: ['BTC/USDT'] }, other: { enabled: true, params: {}, pairs: ['BTC/USDT'] } };
  const { desk, source } = await openDesk({
    source: new HandSource('candle'),
    settings: settings({ strategies, limits: { ...settings().limits, maxOpenTrades: 4, maxPairExposure: null } }),
    strategies: new Map([greedy.strategy, other.strategy].map((one) => [one.id, one])),
  });
  greedy.next(() => [99, 98, 97, 96].flatMap((price) => enterAt(price)()));
  other.next(enter);
  source.flat(100);
  expect(desk.activeOrders().map((order) => [order.strategy, order.price])).toEqual([
    ['other', null],
    ['greedy', '98'],
    ['greedy', '99'],
  ]);
  expect(desk.why().reasons).toContainEqual(expect.objectContaining({ code: 'fair_share', strategy: 'greedy' }));
});

test('a blacklisted pair is not entered, by nobody, and its open trades are still managed', async () => {
  const { desk, source, script, trades } = await held({});
  await desk.configure(settings({ strategies: on, blacklist: ['BTC/USDT'] }));
  script.next(enter);
  source.flat(100);
  expect(trades()).toHaveLength(1);
  expect(desk.why().reasons).toContainEqual(expect.objectContaining({ code: 'blacklisted', pair: 'BTC/USDT' }));
  expect(() => desk.place({ pair: 'BTC/USDT', side: 'buy', type: 'market', amount: '1' })).toThrow(expect.objectContaining({ kind: 'risk_rejected' }));
  script.next(exitAll);
  source.flat(100);
  source.flat(100);
  expect(trades()).toMatchObject([{ state: 'closed' }]);
});

test('messages of strategies are told', async () => {
  const { source, script, told } = await opened();
  script.next(() => [{ kind: 'message', text: 'Trend is up' }]);
  source.flat(100);
  expect(told('strategy.message')).toEqual([{ account: 'paper', strategy: 'scripted', pair: 'BTC/USDT', text: 'Trend is up' }]);
});

test('the equity curve has a point for each change, no closer than asked for, and drawdown counts what lies between', async () => {
  const { desk, source, queries } = await held({ stake: { kind: 'fixed', value: '1000' } });
  const { length } = queries.equity('paper');
  source.candle(100, 100, 100, 100);
  source.candle(100, 120, 80, 110);
  source.candle(110, 110, 110, 110);
  expect(queries.equity('paper').length).toBe(length + 2);
  expect(queries.equity('paper').at(-1)).toEqual({ ts: source.now() - MINUTE, equity: desk.status().equity });
});

test('everything is as it was after a restart', async () => {
  const script = scripted();
  const first = await openDesk({
    file: `${tempFolder()}/desk.db`,
    source: new HandSource('candle'),
    settings: settings({ strategies: on, ...protect({ stopLoss: 0.05, trailing: { distance: 0.05, from: 0 } }) }),
    strategies: new Map([['scripted', script.strategy]]),
  });
  script.next(enter);
  first.source.flat(100);
  first.source.candle(100, 130, 100, 125);
  first.source.past.push({ ts: first.source.now() - MINUTE, open: '100', high: '130', low: '100', close: '125', volume: '1' });
  const next = await first.again();
  expect(next.desk.positions()).toEqual(first.desk.positions());
  expect(next.desk.balances()).toEqual(first.desk.balances());
  expect({ ...next.desk.status(), reasons: [] }).toEqual({ ...first.desk.status(), reasons: [] });
});
