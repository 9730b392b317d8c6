import fc from 'fast-check';
import { expect, test } from 'vitest';
import { affordable, isMultiple, proceedsOf, shareOf, typedDecimal } from '../../../renderer/lib/decimals.ts';

test.each([
  ['0.5', '0.5'],
  [' 0,5 ', '0.5'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['007', '7'],
  ['0', null],
  ['-1', null],
  ['1e3', null],
  ['1.2.3', null],
  ['', null],
])('"%s" is read as %s', (typed, expected) => {
  expect(typedDecimal(typed)).toBe(expected);
});

test('a share lies on the steps, and the whole is the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (units, share) => {
      const held = (units / 1e4).toFixed(4);
      const part = shareOf(held, share, '0.0001');
      expect(isMultiple(part, '0.0001')).toBe(true);
      expect(Number(part)).toBeLessThanOrEqual(Number(held));
    }),
  );
  expect(shareOf('0.123456789', 1, '0.001')).toBe('0.123456789');
});

test('what can be afforded leaves the reserve', () => {
  expect(affordable('1000', 1, '100', 0.011, '0.01')).toBe('9.89');
});

test('proceeds are exact', () => {
  expect(proceedsOf('0.3', '0.1', '0.001')).toEqual({ value: '0.03', fee: '0.00003', net: '0.02997' });
});
