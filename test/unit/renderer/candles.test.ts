import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Candle } from '../../../daemon/protocol/schemas/market.ts';
import { type Bars, NO_BARS, timeframesFor, withClosed, withOlder, withPrice } from '../../../renderer/lib/candles.ts';

const MINUTE = 60_000;
const FIVE = 5 * MINUTE;

const candle = (ts: number, [open, high, low, close]: readonly [number, number, number, number], volume = 1): Candle => ({
  ts,
  open: String(open),
  high: String(high),
  low: String(low),
  close: String(close),
  volume: String(volume),
});

test('longer timeframes are those that can be made of the own one', () => {
  expect(timeframesFor('10s')).toEqual(['10s', '1m', '5m', '15m', '1h', '4h', '1d']);
  expect(timeframesFor('7m')).toEqual(['7m']);
  expect(timeframesFor('1h')).toEqual(['1h', '4h', '1d']);
});

test('a price moves the candle under way, and the closed one takes its place', () => {
  let bars: Bars = withClosed(NO_BARS, candle(0, [1, 2, 1, 2]), MINUTE, MINUTE);
  bars = withPrice(bars, '3', MINUTE + 1, MINUTE);
  bars = withPrice(bars, '2.5', MINUTE + 2, MINUTE);
  expect(bars.forming).toMatchObject({ ts: MINUTE, open: '3', high: '3', low: '2.5', close: '2.5' });
  bars = withClosed(bars, candle(MINUTE, [3, 3.2, 2.4, 2.6]), MINUTE, MINUTE);
  expect(bars.forming).toBeNull();
  expect(bars.closed.map(({ close }) => close)).toEqual(['2', '2.6']);
});

test('a candle told twice, and a price of a time already closed, change nothing', () => {
  const bars = withClosed(NO_BARS, candle(MINUTE, [1, 2, 1, 2]), MINUTE, MINUTE);
  expect(withClosed(bars, candle(MINUTE, [9, 9, 9, 9]), MINUTE, MINUTE)).toBe(bars);
  expect(withPrice(bars, '9', MINUTE + 5, MINUTE)).toBe(bars);
});

test('older candles come before, each once', () => {
  const bars = withClosed(NO_BARS, candle(FIVE, [1, 1, 1, 1]), MINUTE, MINUTE);
  const older = [0, MINUTE, FIVE].map((ts) => candle(ts, [1, 1, 1, 1]));
  expect(withOlder(bars, older).closed.map(({ ts }) => ts)).toEqual([0, MINUTE, FIVE]);
});

test('candles joined as they close are those joined afterwards', () => {
  const price = fc.integer({ min: 1, max: 999 });
  fc.assert(
    fc.property(fc.array(fc.tuple(price, price, fc.integer({ min: 0, max: 50 })), { minLength: 5, maxLength: 60 }), (steps) => {
      const own = steps.map(([open, close, volume], index) => candle(index * MINUTE, [open, Math.max(open, close), Math.min(open, close), close], volume));
      const { closed, forming } = own.reduce((bars, one) => withClosed(bars, one, MINUTE, FIVE), NO_BARS);
      const groups = Map.groupBy(own, ({ ts }) => Math.floor(ts / FIVE) * FIVE);
      const whole = [...groups].map(([ts, group]) => ({
        ts,
        open: group[0]!.open,
        high: Math.max(...group.map(({ high }) => Number(high))),
        low: Math.min(...group.map(({ low }) => Number(low))),
        close: group.at(-1)!.close,
        volume: group.reduce((sum, { volume }) => sum + Number(volume), 0),
      }));
      const shown = forming === null ? closed : [...closed, forming];
      expect(shown.map((one) => ({ ...one, high: Number(one.high), low: Number(one.low), volume: Number(one.volume) }))).toEqual(whole);
    }),
  );
});
