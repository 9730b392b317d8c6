import { expect, test } from 'vitest';
import { STRATEGIES } from '../../../daemon/strategies/index.ts';
import type { Bar, Strategy } from '../../../daemon/strategies/strategy.ts';
import { bars, Desk } from './desk.ts';

const indicatorsOf = (id: string, params: Record<string, unknown>) => {
  const strategy = STRATEGIES.get(id) as Strategy;
  return strategy.indicators!(strategy.params.parse(params));
};

/** Swings, so that averages cross. */
const swing: Bar[] = bars(...Array.from({ length: 200 }, (_, index) => 100 + 10 * Math.sin(index / 7)));

test('every strategy shows what it goes by, and nothing before it is warm', () => {
  for (const [id, strategy] of STRATEGIES) {
    const indicators = indicatorsOf(id, {});
    const values = swing.map((bar) => indicators.onCandle(bar));
    expect(values.every((row) => row.length === indicators.lines.length)).toBe(true);
    expect(values[0]).toEqual(indicators.lines.map(() => null));
    expect(
      values.at(-1)!.every((value) => Number.isFinite(value)),
      strategy.id,
    ).toBe(true);
  }
});

test('the averages cross where the run enters', () => {
  const params = { fast: 3, slow: 9 };
  const strategy = STRATEGIES.get('ema-cross') as Strategy;
  const run = strategy.create(strategy.params.parse(params));
  const indicators = indicatorsOf('ema-cross', params);
  let before: readonly (number | null)[] = [];
  let entries = 0;
  for (const bar of swing) {
    const values = indicators.onCandle(bar);
    const intents = run.onCandle(new Desk().context(bar));
    if (intents.some((intent) => intent.kind === 'enter')) {
      entries += 1;
      expect(before[0]!).toBeLessThanOrEqual(before[1]!);
      expect(values[0]!).toBeGreaterThan(values[1]!);
    }
    before = values;
  }
  expect(entries).toBeGreaterThan(2);
});

test('a trend of 0 draws no third line', () => {
  expect(indicatorsOf('ema-cross', {}).lines.map(({ id }) => id)).toEqual(['fast', 'slow']);
  expect(indicatorsOf('ema-cross', { trend: 50 }).lines.map(({ id }) => id)).toEqual(['fast', 'slow', 'trend']);
});

test('the index has a scale of its own, with its marks', () => {
  const indicators = indicatorsOf('rsi-reversion', { oversold: 25, overbought: 80 });
  expect(indicators.lines).toEqual([{ id: 'rsi', title: 'RSI 14', pane: 'own' }]);
  expect(indicators.marks?.().map(({ value }) => value)).toEqual([25, 50, 80]);
});

test('the levels of the grid are those it waits on', () => {
  const params = { period: 5, spacing: 0.01, levels: 3, marketEntry: false };
  const strategy = STRATEGIES.get('grid') as Strategy;
  const run = strategy.create(strategy.params.parse(params));
  const indicators = indicatorsOf('grid', params);
  expect(indicators.marks?.()).toEqual([]);
  const flat = bars(...Array.from({ length: 30 }, () => 100));
  let wanted: number[] = [];
  for (const bar of flat) {
    indicators.onCandle(bar);
    wanted = run.onCandle(new Desk().context(bar)).flatMap((intent) => (intent.kind === 'enter' && intent.price !== undefined ? [intent.price] : []));
  }
  expect(indicators.marks?.().map(({ value }) => value)).toEqual(wanted);
});
