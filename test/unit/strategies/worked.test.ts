import { expect, test } from 'vitest';
import { emaCross } from '../../../daemon/strategies/ema-cross/index.ts';
import { grid } from '../../../daemon/strategies/grid/index.ts';
import { rsiReversion } from '../../../daemon/strategies/rsi-reversion/index.ts';
import { bar, bars, Desk } from './desk.ts';

const kinds = (desk: Desk) => desk.told.map(({ ts, intents }) => [ts / 300_000, ...intents.map((intent) => intent.kind)]);

test('ema-cross: enters on the cross up, exits once below, and not twice', () => {
  // EMA(2), weight 2/3: 10, 9.333, 8.444, 10.815, 12.938, 10.979, 8.993
  // EMA(3), weight 1/2: 10, 9.5,   8.75,  10.375, 12.188, 11.094, 9.547
  const run = emaCross.create(emaCross.params.parse({ fast: 2, slow: 3 }));
  const desk = new Desk().play(run, bars(10, 9, 8, 12, 14, 10, 8));
  expect(kinds(desk)).toEqual([
    [3, 'enter'],
    [5, 'exit'],
  ]);
  expect(desk.trades).toEqual([]);
});

test('ema-cross: the trend filter keeps it out below the long average', () => {
  const closes = [20, 19, 18, 17, 16, 15, 10, 9, 8, 12];
  const free = new Desk().play(emaCross.create(emaCross.params.parse({ fast: 2, slow: 3 })), bars(...closes));
  expect(kinds(free)).toEqual([[9, 'enter']]);
  const filtered = new Desk().play(emaCross.create(emaCross.params.parse({ fast: 2, slow: 3, trend: 8 })), bars(...closes));
  expect(filtered.told).toEqual([]);
});

test('ema-cross: a trade whose cross was missed is still closed, and one being closed is left alone', () => {
  const run = emaCross.create(emaCross.params.parse({ fast: 2, slow: 3 }));
  const desk = new Desk();
  desk.warm(run, bars(10, 9, 8, 7));
  const trade = { id: 't1', tag: 'ema_cross', amount: 1, entryPrice: 9, openedAt: 0, profitRatio: 0 };
  const context = { ...desk.context(bar(4, 6)), trades: [trade] };
  expect(run.onCandle(context)).toEqual([{ kind: 'exit', tradeId: 't1', reason: 'exit_signal' }]);
  const closing = { id: 'o1', tag: null, side: 'sell', price: 6, purpose: 'exit', tradeId: 't1' } as const;
  expect(run.onCandle({ ...context, orders: [closing] })).toEqual([]);
});

test('rsi-reversion: enters as the index leaves the oversold zone, exits at the midline', () => {
  // Wilder's averages of 2: RSI 0 after 10 → 9 → 8; then gain .5, loss .5 → 50 at 9.
  // With closes 10 9 8 7 7.4: gain 0.2, loss 0.5 → 100 − 100/(1 + 0.4) = 28.6; at 7.6: gain 0.2, loss 0.25 → 44.4;
  // at 8: gain 0.3, loss 0.125 → 70.6.
  const run = rsiReversion.create(rsiReversion.params.parse({ period: 2, oversold: 30 }));
  const desk = new Desk().play(run, bars(10, 9, 8, 7, 7.4, 7.6, 8));
  expect(kinds(desk)).toEqual([
    [5, 'enter'],
    [6, 'exit'],
  ]);
});

test('rsi-reversion: may wait for the overbought mark', () => {
  const params = rsiReversion.params.parse({ period: 2, oversold: 30, overbought: 90, exitAt: 'overbought' });
  const desk = new Desk().play(rsiReversion.create(params), bars(10, 9, 8, 7, 7.4, 7.6, 8));
  expect(desk.trades).toHaveLength(1);
});

const gridParams = grid.params.parse({ spacing: 0.1, levels: 2, period: 2, marketEntry: false });
/** Level k lies at 1.1^k: 100 is just under level 48.3, so the levels below are 47 (88.20) and 46 (80.18). */
const level = (k: number) => 1.1 ** k;

test('grid: lays entries below the reference, sells one level up, and lays the level anew', () => {
  const desk = new Desk();
  const run = grid.create(gridParams);
  desk.play(run, [bar(0, 100), bar(1, 100)]);
  expect(desk.orders.map((order) => order.price)).toEqual([expect.closeTo(level(47), 8), expect.closeTo(level(46), 8)]);

  desk.play(run, [bar(2, 98, { low: 88 })]);
  expect(desk.trades.map((trade) => trade.entryPrice)).toEqual([expect.closeTo(level(47), 8)]);
  expect(desk.orders.filter((order) => order.side === 'sell').map((order) => order.price)).toEqual([expect.closeTo(level(48), 8)]);

  desk.play(run, [bar(3, 98, { high: 99 })]);
  expect(desk.trades).toEqual([]);
  expect(desk.orders.map((order) => [order.side, Math.round(order.price)])).toEqual([
    ['buy', 80],
    ['buy', 88],
  ]);
});

test('grid: buys one level at the market when nothing is held, and sells it one level up', () => {
  const desk = new Desk();
  const run = grid.create({ ...gridParams, marketEntry: true });
  desk.play(run, [bar(0, 100), bar(1, 100)]);
  expect(desk.told.flatMap(({ intents }) => intents).map((intent) => intent.kind === 'enter' && (intent.price ?? 'market'))).toEqual([
    'market',
    expect.closeTo(level(47), 8),
    expect.closeTo(level(46), 8),
  ]);
  desk.play(run, [bar(2, 100), bar(3, 100)]);
  expect(desk.trades).toHaveLength(1);
  expect(desk.orders.filter((order) => order.side === 'sell').map((order) => order.price)).toEqual([expect.closeTo(level(49), 8)]);
});

test('grid: follows the reference, and keeps what it holds for its own target', () => {
  const desk = new Desk();
  const run = grid.create(gridParams);
  desk.play(run, [bar(0, 100), bar(1, 100), bar(2, 98, { low: 88 }), bar(3, 130), bar(4, 170), bar(5, 170), bar(6, 170)]);
  expect(desk.orders.every((order) => order.side === 'buy' && order.price > 120)).toBe(true);

  desk.play(run, [bar(7, 60), bar(8, 60), bar(9, 60), bar(10, 60)]);
  const exits = desk.orders.filter((order) => order.side === 'sell');
  expect(exits).toHaveLength(desk.trades.length);
  for (const exit of exits) {
    const trade = desk.trades.find((held) => held.id === exit.tradeId);
    expect(exit.price).toBeCloseTo((trade?.entryPrice ?? 0) * 1.1, 6);
  }
});

test('grid: an entry filled in part is taken back once the price is past its target', () => {
  const run = grid.create(gridParams);
  const desk = new Desk();
  desk.warm(run, [bar(0, 100), bar(1, 100)]);
  const trade = { id: 't1', tag: 'grid', amount: 0.3, entryPrice: level(47), openedAt: 0, profitRatio: 0 };
  const entry = { id: 'o1', tag: 'grid', side: 'buy', price: level(47), purpose: 'entry', tradeId: 't1' } as const;
  const waiting = run.onCandle({ ...desk.context(bar(2, 95)), trades: [trade], orders: [entry] });
  expect(waiting.filter((intent) => intent.kind !== 'enter')).toEqual([]);
  const past = run.onCandle({ ...desk.context(bar(3, 99)), trades: [trade], orders: [entry] });
  expect(past.filter((intent) => intent.kind !== 'enter')).toEqual([{ kind: 'cancel', orderId: 'o1' }]);
});
