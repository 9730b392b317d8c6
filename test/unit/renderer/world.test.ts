import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../daemon/client/connection.ts';
import type { TypedEvent } from '../../../daemon/protocol/index.ts';
import { bookOf, type Change, DESK, EMPTY_WORLD, fold, type World } from '../../../renderer/lib/world.ts';
import { order, position, status, trade } from './samples.ts';

const event = (one: TypedEvent): Change => ({ kind: 'event', event: one });
const told = (...changes: Change[]): World => fold(EMPTY_WORLD, changes);
const desk = (world: World) => bookOf(world, DESK);

const SNAPSHOT: Snapshot = { bots: [status()], positions: [position()], orders: [order()], trades: [trade()], balances: [], candles: {}, tickers: {} };
const snapshot = (seq: number, over: Partial<Snapshot> = {}): Change => ({ kind: 'snapshot', seq, snapshot: { ...SNAPSHOT, ...over } });

const exitFill = (seq: number, over = {}): Change =>
  event({
    topic: 'trade.exit_fill',
    seq,
    ts: 2000,
    data: {
      account: 'paper',
      trade: trade({ state: 'closed', closedAt: 2000, profit: '5', ...over }),
      order: order({ id: 'o_2', state: 'filled', side: 'sell', purpose: 'exit' }),
      fill: { id: 'f_1', orderId: 'o_2', ts: 2000, price: '105', amount: '1', fee: '0.1', feeCurrency: 'USDT', liquidity: 'taker' },
    },
  });

describe('snapshot', () => {
  test('fills one book for each bot, and what belongs to another account stays out', () => {
    const world = told(
      snapshot(7, {
        bots: [status(), status({ account: 'replay-1' })],
        positions: [position(), position({ account: 'replay-1', tradeId: 't_9' })],
      }),
    );
    expect(desk(world).positions.map((one) => one.tradeId)).toEqual(['t_1']);
    expect(bookOf(world, 'replay-1').positions.map((one) => one.tradeId)).toEqual(['t_9']);
    expect(world.seq).toBe(7);
  });

  test('an event that it already holds changes no book, yet its problem is told', () => {
    const world = told(snapshot(10), exitFill(9), event({ topic: 'warning', seq: 10, ts: 5, data: { source: 'market', text: 'no price' } }));
    expect(desk(world).positions).toHaveLength(1);
    expect(world.problems.map((problem) => problem.text)).toEqual(['no price']);
    expect(world.seq).toBe(10);
  });
});

describe('trades and positions', () => {
  test('an exit closes the trade, drops its position and its order', () => {
    const world = told(snapshot(1), exitFill(2));
    expect(desk(world).trades).toMatchObject([{ id: 't_1', state: 'closed', profit: '5' }]);
    expect(desk(world).positions).toEqual([]);
    expect(desk(world).orders.map((one) => one.id)).toEqual(['o_1']);
  });

  test('an update names all positions that are open', () => {
    const positions = [position({ tradeId: 't_2', markPrice: '102' })];
    const world = told(snapshot(1), event({ topic: 'position.update', ts: 9, data: { account: 'paper', positions } }));
    expect(desk(world).positions.map((one) => [one.tradeId, one.markPrice])).toEqual([['t_2', '102']]);
    expect(desk(world).pricedAt).toBe(9);
  });

  test('trades are newest first by when they ended or began, whatever the order of their events', () => {
    const longAgo = { id: 't_0', openedAt: 500, closedAt: 700 };
    const justNow = { id: 't_2', openedAt: 600, closedAt: 3000 };
    for (const [first, second] of [
      [longAgo, justNow],
      [justNow, longAgo],
    ])
      expect(desk(told(snapshot(1), exitFill(2, first), exitFill(3, second))).trades.map((one) => one.id)).toEqual(['t_2', 't_1', 't_0']);
  });

  test('a list that was asked for is in the same order', () => {
    const trades = [trade({ id: 't_3', openedAt: 900 }), trade({ id: 't_2', openedAt: 400, closedAt: 950, state: 'closed' })];
    const world = fold(told(snapshot(1)), [{ kind: 'book', account: 'paper', part: { trades } }]);
    expect(desk(world).trades.map((one) => one.id)).toEqual(['t_2', 't_3']);
  });

  test('an order is listed as long as it can change', () => {
    const at = (seq: number, state: 'partially_filled' | 'cancelled') =>
      event({ topic: `order.${state}`, seq, ts: 1, data: { account: 'paper', order: order({ state }) } });
    expect(desk(told(snapshot(1), at(2, 'partially_filled'))).orders).toMatchObject([{ state: 'partially_filled' }]);
    expect(desk(told(snapshot(1), at(2, 'partially_filled'), at(3, 'cancelled'))).orders).toEqual([]);
  });
});

test('prices carry the daemon’s clock; a ticker of one pair leaves the others as they are', () => {
  const ticker = (pair: string, ts: number) =>
    event({ topic: 'ticker', ts, data: { account: 'paper', ticker: { pair, ts: 1, bid: '1', ask: '1', last: '1' } } });
  const first = told(snapshot(1), ticker('BTC/USDT', 50));
  const second = fold(first, [ticker('ETH/USDT', 60)]);
  expect(desk(second).pricedAt).toBe(60);
  expect(desk(second).tickers['BTC/USDT']).toBe(desk(first).tickers['BTC/USDT']);
  expect(desk(second).trades).toBe(desk(first).trades);
});

test('another account’s events leave the desk’s book untouched', () => {
  const before = told(snapshot(1));
  const world = fold(before, [
    event({
      topic: 'bot.state',
      seq: 2,
      ts: 1,
      data: { account: 'replay-1', state: 'paused', previous: 'running', reason: null, status: status({ account: 'replay-1', state: 'paused' }) },
    }),
  ]);
  expect(desk(world)).toBe(desk(before));
  expect(bookOf(world, 'replay-1').status?.state).toBe('paused');
});

describe('log', () => {
  const line = (id: number) => ({ id, ts: id, level: 'info' as const, source: 'engine', text: `line ${id}` });

  test('lines asked for and lines that came meanwhile make one list without doubles', () => {
    const live = (id: number) => event({ topic: 'log', ts: id, data: line(id) });
    const world = told(live(5), live(6), { kind: 'log', lines: [line(5), line(4), line(3)] }, live(7));
    expect(world.log.map((one) => one.id)).toEqual([7, 6, 5, 4, 3]);
  });

  test('it holds the newest 300', () => {
    const world = told({ kind: 'log', lines: Array.from({ length: 1000 }, (_, index) => line(index)) });
    expect(world.log).toHaveLength(300);
    expect(world.log[0]?.id).toBe(999);
  });
});

describe('problems', () => {
  const restart = (seq: number, lastExit: 'crash' | 'clean'): TypedEvent => ({
    topic: 'daemon.state',
    seq,
    ts: 1,
    data: { state: 'started', bootId: 'b', version: '1', lastExit, downMs: 5 },
  });

  test('history and stream overlap without doubles, newest first', () => {
    const warn = (seq: number): TypedEvent => ({ topic: 'warning', seq, ts: seq, data: { source: 's', text: `w${seq}` } });
    const world = told(snapshot(1), event(warn(2)), { kind: 'history', events: [warn(2), warn(1)] }, event(warn(3)));
    expect(world.problems.map((problem) => problem.seq)).toEqual([3, 2, 1]);
  });

  test('a return from a crash is one, a plain start is none', () => {
    expect(told(event(restart(1, 'clean')), event(restart(2, 'crash'))).problems).toMatchObject([{ seq: 2, kind: 'crash' }]);
  });

  test('a parked channel is one, with its remedy', () => {
    const state = (seq: number, value: 'ok' | 'parked') =>
      event({ topic: 'channel.state', seq, ts: 1, data: { channel: 'ops', state: value, reason: '401', remedy: 'set the secret' } });
    expect(told(state(1, 'ok'), state(2, 'parked')).problems).toMatchObject([{ seq: 2, level: 'error', source: 'ops', remedy: 'set the secret' }]);
  });
});
