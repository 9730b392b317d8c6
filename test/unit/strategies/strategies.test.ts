import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { STRATEGIES } from '../../../daemon/strategies/index.ts';
import type { Bar, Strategy } from '../../../daemon/strategies/strategy.ts';
import { bar, Desk, recorded } from './desk.ts';

const all: ReadonlyArray<[string, Strategy]> = [...STRATEGIES];
const defaults = (strategy: Strategy) => strategy.params.parse({});

test('the desk knows three strategies, each under its own id', () => {
  expect([...STRATEGIES.keys()]).toEqual(['ema-cross', 'rsi-reversion', 'grid']);
  for (const [id, strategy] of STRATEGIES) expect(strategy.id).toBe(id);
});

test.each(all)('%s: every parameter has a default and says what it is', (_id, strategy) => {
  const schema = z.toJSONSchema(strategy.params, { io: 'input' }) as { properties: Record<string, Record<string, unknown>>; required?: string[] };
  expect(schema.required ?? []).toEqual([]);
  for (const property of Object.values(schema.properties)) {
    expect(property.description).toEqual(expect.any(String));
    expect(property.default).toBeDefined();
  }
  expect(strategy.params.safeParse({ unknown: 1 }).success).toBe(false);
});

test.each([
  ['ema-cross', { fast: 21, slow: 21 }, 'fast'],
  ['ema-cross', { fast: 1 }, 'fast'],
  ['ema-cross', { slow: 20, trend: 15 }, 'trend'],
  ['rsi-reversion', { oversold: 55 }, 'oversold'],
  ['rsi-reversion', { overbought: 50 }, 'overbought'],
  ['rsi-reversion', { period: 14.5 }, 'period'],
  ['grid', { spacing: 0 }, 'spacing'],
  ['grid', { levels: 0 }, 'levels'],
])('%s refuses %o, naming the field', (id, params, field) => {
  const outcome = STRATEGIES.get(id)?.params.safeParse(params);
  expect(outcome?.error?.issues.map((issue) => issue.path.join('.'))).toContain(field);
});

const walk = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 60, maxLength: 400 }).map((moves): Bar[] => {
  let close = 100;
  return moves.map((move, index) => {
    close *= 1 + move / 1000;
    return bar(index, close, { high: close * 1.004, low: close * 0.996 });
  });
});

test.each(all)('%s: the same candles give the same intents', (_id, strategy) => {
  fc.assert(
    fc.property(walk, (candles) => {
      const once = new Desk().play(strategy.create(defaults(strategy)), candles);
      const again = new Desk().play(strategy.create(defaults(strategy)), candles);
      expect(again.told).toEqual(once.told);
    }),
    { numRuns: 40 },
  );
});

test.each(all)('%s: rebuilt from history at any candle, it decides as if it had never stopped', (_id, strategy) => {
  fc.assert(
    fc.property(walk, fc.double({ min: 0, max: 1, noNaN: true }), (candles, share) => {
      const cut = Math.floor(share * candles.length);
      const through = new Desk().play(strategy.create(defaults(strategy)), candles);

      const stopped = new Desk().play(strategy.create(defaults(strategy)), candles.slice(0, cut));
      const rebuilt = strategy.create(defaults(strategy));
      stopped.warm(rebuilt, candles.slice(0, cut));
      stopped.play(rebuilt, candles.slice(cut));
      expect(stopped.told).toEqual(through.told);
    }),
    { numRuns: 40 },
  );
});

test.for(all)('%s: on a real market, a warm-up of the length it names is as good as the whole past', ([, strategy], context) => {
  const candles = recorded();
  if (!candles) return context.skip('no recording on this machine');
  const params = defaults(strategy);
  const through = new Desk().play(strategy.create(params), candles);
  expect(through.told.length).toBeGreaterThan(20);

  for (const cut of [1000, 2500, 4321]) {
    const stopped = new Desk().play(strategy.create(params), candles.slice(0, cut));
    const rebuilt = strategy.create(params);
    stopped.warm(rebuilt, candles.slice(cut - strategy.warmup(params), cut));
    stopped.play(rebuilt, candles.slice(cut));
    expect(stopped.told).toEqual(through.told);
  }
});

test.each(all)('%s: stays silent until its indicators have what they need', (_id, strategy) => {
  const desk = new Desk().play(strategy.create(defaults(strategy)), [bar(0, 100), bar(1, 90), bar(2, 110), bar(3, 95), bar(4, 120)]);
  expect(desk.told).toEqual([]);
});
