import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlertRule } from '../../../daemon/protocol/methods/alerts.ts';
import { TOPICS } from '../../../daemon/protocol/topics.ts';
import { AlertDesk, HOUR, position } from './desk.ts';

let desk: AlertDesk;
beforeEach(() => {
  desk = new AlertDesk();
});
afterEach(() => desk.remove());

const balance = (currency: string, total: string) => ({ currency, total, free: '0', used: total, value: null });

describe('each kind watches its figure and says why it fired', () => {
  test.each<[string, object, () => void, () => void, string | string[]]>([
    [
      'trade_profit',
      { percent: '5', pair: 'BTC/USDT' },
      () => {
        desk.figures = { positions: [position('t1', { profitRatio: 0.049 }), position('t2', { profitRatio: 0.5, pair: 'ETH/USDT' })] };
      },
      () => {
        desk.figures = { positions: [position('t1', { profitRatio: 0.051 })] };
      },
      'BTC/USDT (t1) is up by 5.1 %, asked for was 5 %',
    ],
    [
      'trade_loss',
      { percent: '5', strategy: 'grid' },
      () => {
        desk.figures = { positions: [position('t1', { profitRatio: 0.5 }), position('t2', { profitRatio: -0.5, strategy: null })] };
      },
      () => {
        desk.figures = { positions: [position('t1', { profitRatio: -0.05 }), position('t3', { profitRatio: -0.06 })] };
      },
      ['BTC/USDT (t1) is down by 5 %, asked for was 5 %', 'BTC/USDT (t3) is down by 6 %, asked for was 5 %'],
    ],
    [
      'day_profit',
      { amount: '10' },
      () => {
        desk.figures = { equity: '1099', profitToday: '99' };
      },
      () => {
        desk.figures = { equity: '1100', profitToday: '100' };
      },
      "the day's profit is 10 %, asked for was 10 %",
    ],
    [
      'day_loss',
      { amount: '200', unit: 'currency' },
      () => {
        desk.figures = { profitToday: '-199.99' };
      },
      () => {
        desk.figures = { profitToday: '-250' };
      },
      "the day's loss is 250 USDT, asked for was 200 USDT",
    ],
    [
      'drawdown',
      { percent: '10' },
      () => {
        desk.figures = { drawdown: 0.0999 };
      },
      () => {
        desk.figures = { drawdown: 0.125, equity: '875' };
      },
      'equity of 875 USDT is 12.5 % below its peak, asked for was 10 %',
    ],
    [
      'price_above',
      { pair: 'BTC/USDT', price: '70000' },
      () => {
        desk.prices = { 'BTC/USDT': '69999.99', 'ETH/USDT': '90000' };
      },
      () => {
        desk.prices = { 'BTC/USDT': '70000.5' };
      },
      'BTC/USDT is at 70000.5, asked for was 70000 or above',
    ],
    [
      'price_below',
      { pair: 'BTC/USDT', price: '70000' },
      () => {
        desk.prices = { 'BTC/USDT': '70000.01' };
      },
      () => {
        desk.prices = { 'BTC/USDT': '70000' };
      },
      'BTC/USDT is at 70000, asked for was 70000 or below',
    ],
    [
      'position_age',
      { hours: '12' },
      () => {
        desk.figures = { positions: [position('t1', { openedAt: desk.clock.now() - 11 * HOUR })] };
      },
      () => {
        desk.figures = { positions: [position('t1', { openedAt: desk.clock.now() - 12.5 * HOUR })] };
      },
      'BTC/USDT (t1) has been open for 12.5 h, asked for were 12 h',
    ],
    [
      'no_trade',
      { hours: '6' },
      () => {
        desk.lastTradeAt = desk.clock.now() - 5 * HOUR;
      },
      () => {
        desk.lastTradeAt = desk.clock.now() - 7 * HOUR;
      },
      'no order has been filled for 7 h, asked for were 6 h',
    ],
    [
      'balance_below',
      { currency: 'BNB', amount: '0.1' },
      () => {
        desk.figures = { balances: [balance('USDT', '0'), balance('BNB', '0.11')] };
      },
      () => {
        desk.figures = { balances: [balance('USDT', '0')] };
      },
      '0 BNB are left, asked for was 0.1 or less',
    ],
  ])('%s %j', (kind, params, before, after, expected) => {
    before();
    const rule = desk.alerts.set({ kind, params: params as Record<string, unknown> });
    expect(AlertRule.safeParse(rule)).toMatchObject({ success: true });
    desk.tick();
    expect(desk.texts).toEqual([]);
    after();
    desk.tick();
    desk.tick();
    expect(desk.texts).toEqual([expected].flat());
    for (const data of desk.fired) expect(TOPICS['alert.fired'].data.safeParse(data)).toMatchObject({ success: true });
    expect(desk.alerts.list()).toMatchObject([{ id: rule.id, state: 'fired', fired: [expected].flat().length }]);
  });
});

describe('a rule', () => {
  const above = (more: object = {}) => desk.alerts.set({ kind: 'price_above', params: { pair: 'BTC/USDT', price: '100' }, cooldownMinutes: 0, ...more });

  test('fires once over a restart, and again when its figure has come back', () => {
    above({ id: 'high' });
    desk.prices = { 'BTC/USDT': '101' };
    desk.tick();
    desk.close();
    desk.open();
    desk.tick();
    expect(desk.fired).toHaveLength(1);
    desk.prices = { 'BTC/USDT': '90' };
    desk.tick();
    desk.close();
    desk.open();
    desk.prices = { 'BTC/USDT': '101' };
    desk.tick();
    expect(desk.fired.map(({ times }) => times)).toEqual([1, 2]);
  });

  test('that is to fire once is done then, until it is set again', () => {
    const { id } = above({ repeat: 'once', name: 'moon' });
    desk.prices = { 'BTC/USDT': '101' };
    desk.tick();
    desk.prices = { 'BTC/USDT': '50' };
    desk.tick();
    expect(desk.alerts.list()).toMatchObject([{ state: 'done', name: 'moon', value: '50', unit: 'USDT' }]);
    desk.alerts.set({ id, params: { price: '40' } });
    desk.tick();
    expect(desk.fired).toHaveLength(2);
    expect(desk.alerts.list()).toMatchObject([{ params: { pair: 'BTC/USDT', price: '40' }, repeat: 'once', cooldownMinutes: 0 }]);
  });

  test('that is off is not looked at', () => {
    const { id } = above({ enabled: false });
    desk.prices = { 'BTC/USDT': '101' };
    desk.tick();
    expect(desk.alerts.list()).toMatchObject([{ id, state: 'disabled', value: null }]);
    expect(desk.fired).toEqual([]);
  });

  test('for trades forgets those that are closed', () => {
    desk.alerts.set({ kind: 'trade_loss', params: { percent: '5' }, repeat: 'once' });
    for (const tradeId of ['t1', 't2', 't3']) {
      desk.figures = { positions: [position(tradeId, { profitRatio: -0.1 })] };
      desk.tick();
    }
    expect(desk.fired.map(({ tradeId }) => tradeId)).toEqual(['t1', 't2', 't3']);
    expect(desk.store.prepare<[], { subject: string }>('SELECT subject FROM alert_subject').all()).toEqual([{ subject: 't3' }]);
  });

  test('that throws says so, harms no other, and works again', () => {
    desk.alerts.set({ kind: 'drawdown', params: { percent: '10' } });
    above();
    desk.prices = { 'BTC/USDT': '101' };
    desk.figures = { drawdown: Number.NaN };
    desk.tick();
    expect(desk.texts).toEqual(['BTC/USDT is at 101, asked for was 100 or above']);
    expect(desk.alerts.list()).toMatchObject([{ state: 'failing', problem: expect.stringContaining('number') }, { state: 'fired' }]);
    desk.figures = { drawdown: 0.2 };
    desk.tick();
    expect(desk.fired).toHaveLength(2);
  });

  test('that is removed is gone for good, with what it knew', () => {
    const { id } = above();
    desk.prices = { 'BTC/USDT': '101' };
    desk.tick();
    desk.alerts.remove(id);
    desk.close();
    desk.open();
    expect(desk.alerts.list()).toEqual([]);
    expect(above().id).toBe(id);
    expect(() => desk.alerts.remove('nothing')).toThrow('there is no alert rule "nothing"');
  });

  test.each([
    [{}, 'kind', 'its kind is needed'],
    [{ kind: 'mood' }, 'kind', 'no kind of alert called "mood"'],
    [{ kind: 'drawdown' }, 'params.percent', 'is needed'],
    [{ kind: 'drawdown', params: { percent: '-1' } }, 'params.percent', 'above zero'],
    [{ kind: 'price_above', params: { pair: 'btc', price: '1' } }, 'params.pair', 'expected a pair'],
    [{ kind: 'drawdown', params: { percent: '1', colour: 'red' } }, 'params', 'colour'],
  ])('%j is refused, naming %s', (change, field, message) => {
    expect(() => desk.alerts.set(change)).toThrow(
      expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(message), data: expect.objectContaining({ field }) }),
    );
  });
});

test('however fast prices come, rules are looked at once a second; without rules never, and without prices twice a minute', () => {
  desk.tick();
  desk.clock.advance(HOUR);
  expect(desk.looks).toBe(0);
  desk.alerts.set({ kind: 'no_trade', params: { hours: '3' } });
  desk.looks = 0;
  for (let price = 0; price < 1000; price++) {
    desk.bus.publishLive('ticker', { account: 'paper', ticker: { pair: 'BTC/USDT', ts: 0, bid: '1', ask: '1', last: '1' } });
    desk.clock.advance(10);
  }
  expect(desk.looks).toBeLessThanOrEqual(11);
  desk.looks = 0;
  desk.clock.advance(5 * 60_000);
  expect(desk.looks).toBe(10);
});

test('what a rule fires and where it stands are written together or not at all', () => {
  desk.alerts.set({ kind: 'price_above', params: { pair: 'BTC/USDT', price: '100' } });
  desk.prices = { 'BTC/USDT': '101' };
  const { write } = desk.journal;
  desk.journal.write = (work) =>
    write.call(desk.journal, (emit) => {
      work(emit);
      throw new Error('the disk is full');
    }) as never;
  desk.tick();
  expect(desk.fired).toEqual([]);
  expect(desk.alerts.list()).toMatchObject([{ state: 'failing', fired: 0, problem: 'the disk is full' }]);
  desk.journal.write = write;
  desk.tick();
  expect(desk.fired).toMatchObject([{ times: 1 }]);
});
