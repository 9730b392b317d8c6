import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitText, typedLimit } from '../../../renderer/lib/limits.ts';

test.each([
  ['maxExposure', '80', { ok: true, value: 0.8 }],
  ['maxExposure', '7,5', { ok: true, value: 0.075 }],
  ['maxExposure', '101', { ok: false, rule: 'percent' }],
  ['maxExposure', '', { ok: true, value: null }],
  ['maxOrderCost', '1000.50', { ok: true, value: '1000.50' }],
  ['maxOrderCost', 'much', { ok: false, rule: 'number' }],
  ['maxOrdersPerMinute', '1.5', { ok: false, rule: 'integer' }],
  ['maxOpenTrades', '0', { ok: true, value: 0 }],
  ['maxOpenTrades', ' ', { ok: false, rule: 'needed' }],
] as const)('%s typed as %j', (name, typed, expected) => {
  expect(typedLimit(name, typed)).toEqual(expected);
});

test('a share is shown as it was typed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
      const typed = String(hundredths / 100);
      const read = typedLimit('maxDrawdown', typed);
      expect(read.ok && limitText('maxDrawdown', read.value)).toBe(typed);
    }),
  );
});
