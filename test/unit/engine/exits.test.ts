import { describe, expect, test } from 'vitest';
import { exitAtPrice, exitInCandle, profitWanted, stopLossPrice, stopPrice, takeProfitPrice, trailingPrice } from '../../../daemon/engine/exits.ts';
import { MarketRules } from '../../../daemon/engine/market-rules.ts';
import { Big } from '../../../daemon/engine/money.ts';
import type { ExitRules } from '../../../daemon/engine/settings.ts';
import { MINUTE, market } from '../../support/desk.ts';

const rules = new MarketRules(market('BTC/USDT'));
const off: ExitRules = { stopLoss: null, takeProfit: [], trailing: null };
const big = (value: number | string) => new Big(value);

/** One coin bought at 100 with a fee of 0.1. */
const trade = (more: object = {}) => ({
  held: big(1),
  entered: big(1),
  entryCost: big(100),
  basis: big('100.1'),
  peakPrice: null as Big | null,
  stopPrice: null as Big | null,
  openedAt: 0,
  ...more,
});

describe('the stop-loss', () => {
  test('lies below the mean entry price, rounded down to the price step', () => {
    expect(stopLossPrice(trade({ entered: big(3), entryCost: big(100) }), { ...off, stopLoss: 0.05 }, rules)?.toFixed()).toBe('31.66');
  });
  test('sells at the market once the price is at it, not before', () => {
    const held = trade({ stopPrice: big(95) });
    expect(exitAtPrice(held, big('95.01'), 0, { ...off, stopLoss: 0.05 }, rules)).toBeUndefined();
    expect(exitAtPrice(held, big(95), 0, { ...off, stopLoss: 0.05 }, rules)).toEqual({ reason: 'stop_loss', type: 'market', price: null });
  });
});

describe('the take-profit table', () => {
  const table: ExitRules = {
    ...off,
    takeProfit: [
      { afterMinutes: 60, profit: 0.02 },
      { afterMinutes: 0, profit: 0.04 },
      { afterMinutes: 240, profit: 0 },
    ],
  };
  test.each([
    [0, 0.04],
    [59.99, 0.04],
    [60, 0.02],
    [239, 0.02],
    [10_000, 0],
  ])('after %d minutes asks for %d', (minutes, profit) => {
    expect(profitWanted(minutes * MINUTE, table)).toBe(profit);
  });
  test('asks for nothing before its first row', () => {
    expect(profitWanted(MINUTE, { ...off, takeProfit: [{ afterMinutes: 5, profit: 0.01 }] })).toBeUndefined();
  });
  test('reckons the price at which the profit is left after both fees', () => {
    // 100.1 × 1.04 / 0.999 = 104.2082…, up to the step.
    expect(takeProfitPrice(trade(), table, 0, rules)?.toFixed()).toBe('104.21');
    expect(exitAtPrice(trade(), big('104.2'), 0, table, rules)).toBeUndefined();
    expect(exitAtPrice(trade(), big('104.21'), 0, table, rules)?.reason).toBe('take_profit');
  });
});

describe('the trailing stop', () => {
  const trailing: ExitRules = { ...off, stopLoss: 0.05, trailing: { distance: 0.02, from: 0.03 } };
  test('begins once the profit asked for was reached', () => {
    expect(trailingPrice(trade({ peakPrice: big('102.99') }), trailing, rules)).toBeNull();
    expect(trailingPrice(trade({ peakPrice: big(103) }), trailing, rules)?.toFixed()).toBe('100.94');
  });
  test('counts only while it is above the stop-loss', () => {
    const wide: ExitRules = { ...trailing, trailing: { distance: 0.2, from: 0 } };
    expect(stopPrice(trade({ peakPrice: big(101) }), wide, rules)?.toFixed()).toBe('95');
    expect(stopPrice(trade({ peakPrice: big(110) }), trailing, rules)?.toFixed()).toBe('107.8');
  });
  test('is named when it sells', () => {
    const held = trade({ peakPrice: big(110), stopPrice: big('107.8') });
    expect(exitAtPrice(held, big(107), 0, trailing, rules)?.reason).toBe('trailing_stop');
  });
});

describe('within a candle', () => {
  const both: ExitRules = { ...off, stopLoss: 0.05, takeProfit: [{ afterMinutes: 0, profit: 0.01 }] };
  const held = trade({ stopPrice: big(95) });
  test('the stop goes before the profit, since nobody knows which came first', () => {
    expect(exitInCandle(held, { low: big(94), high: big(120) }, 0, both, rules)).toMatchObject({ reason: 'stop_loss', type: 'stop' });
  });
  test('the profit is taken at its price when only it was reached', () => {
    expect(exitInCandle(held, { low: big('95.01'), high: big(120) }, 0, both, rules)).toMatchObject({ reason: 'take_profit', type: 'limit' });
  });
  test('nothing happens in between', () => {
    expect(exitInCandle(held, { low: big(96), high: big(101) }, 0, both, rules)).toBeUndefined();
  });
});
