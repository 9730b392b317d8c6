import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFormats, moneyDigits, stepDigits, tone, utc } from '../../../renderer/lib/format.ts';

const en = createFormats('en', 'UTC');
const de = createFormats('de', 'UTC');

describe('money', () => {
  test('has the digits of its currency and the signs of the reader’s language', () => {
    expect(en.money('10694.1', 'USDT')).toBe('10,694.10');
    expect(de.money('10694.1', 'USDT')).toBe('10.694,10');
    expect(en.money('0.0123456789', 'BTC')).toBe('0.012346');
  });

  test('a change is signed, nothing is not', () => {
    expect(en.change('42.1875', 'USDT')).toBe('+42.19');
    expect(en.change('-6.4', 'USDT')).toBe('−6.40');
    expect(en.change('0.00', 'USDT')).toBe('0.00');
  });

  test('digits beyond those of a float survive', () => {
    expect(en.money('90071992547409931234.56', 'USDT')).toBe('90,071,992,547,409,931,234.56');
  });

  test('every decimal of the contract is written, to within half a digit of the last place', () => {
    const decimal = fc
      .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 999_999 }))
      .map(([negative, whole, part]) => `${negative ? '-' : ''}${whole}.${String(part).padStart(6, '0')}`);
    fc.assert(
      fc.property(decimal, (value) => {
        const shown = en.money(value, 'USDT').replaceAll(',', '').replace('−', '-');
        expect(shown).toMatch(/^-?\d+\.\d\d$/);
        const millionths = (text: string) => BigInt(text.replace('.', '').replace(/^-/, '').padEnd(1, '0'));
        const exact = millionths(value);
        const rounded = millionths(shown) * 10_000n;
        const gap = exact > rounded ? exact - rounded : rounded - exact;
        expect(gap <= 5_000n).toBe(true);
      }),
    );
  });
});

test('a price follows the step of its market', () => {
  expect(en.price('0.4521', '0.00001')).toBe('0.45210');
  expect(en.price('67412.5', '0.01')).toBe('67,412.50');
  expect(en.price('0.000012345678')).toBe('0.000012346');
  expect([stepDigits('0.0010'), stepDigits('1'), stepDigits('10')]).toEqual([3, 0, 0]);
  expect([moneyDigits('USDT'), moneyDigits('ETH')]).toEqual([2, 6]);
});

test('percent', () => {
  expect(en.percent(0.0318)).toBe('3.18%');
  expect(en.percentChange(-0.0064)).toBe('−0.64%');
  expect(en.percentChange(0.0182)).toBe('+1.82%');
});

test('a length of time is told in its two largest units', () => {
  expect([0, 999, 1000, 61_000, 3_600_000, 8_065_000, 90_000_000].map(en.duration)).toEqual(['0s', '0s', '1s', '1m 1s', '1h', '2h 14m', '1d 1h']);
});

test('an instant is told in the chosen zone, and in UTC for who asks', () => {
  const ts = Date.UTC(2026, 10, 20, 23, 5, 9);
  expect(en.clock(ts)).toBe('23:05:09');
  expect(en.moment(ts)).toBe('Nov 20 23:05');
  expect(utc(ts)).toBe('2026-11-20 23:05:09 UTC');
});

test('the tone of a decimal', () => {
  expect(['12', '-0.01', '0.000', '-0', 0, -0.5].map(tone)).toEqual(['gain', 'loss', 'flat', 'flat', 'flat', 'loss']);
});
