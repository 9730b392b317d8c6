import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimals, plainDecimal, powerStep, Step } from '../../../daemon/exchange/steps.ts';
import { candleOpen, timeframeMs, timeframeOf } from '../../../daemon/exchange/timeframe.ts';

describe('Step', () => {
  it('rounds to the multiples on either side, exactly', () => {
    const size = fc.constantFrom('0.01', '1', '0.25', '0.00000001', '5', '0.3', '10');
    const value = fc.tuple(fc.nat(1e9), fc.integer({ min: 0, max: 12 })).map(([digits, places]) => new Big(digits).div(new Big(10).pow(places)));
    fc.assert(
      fc.property(size, value, (text, number) => {
        const step = new Step(text);
        const [down, up] = [step.down(number), step.up(number)];
        expect(down.mod(text).eq(0) && up.mod(text).eq(0)).toBe(true);
        expect(down.lte(number) && up.gte(number) && up.minus(down).lte(text)).toBe(true);
        expect(step.fits(number)).toBe(down.eq(number));
      }),
    );
  });

  it('refuses a step of nothing', () => {
    expect(() => new Step('0')).toThrow(RangeError);
  });
});

describe('plainDecimal', () => {
  it.each([
    ['0.09946999000000001', '0.09946999000000001'],
    ['1482.0', '1482.0'],
    ['3.817e-05', '0.00003817'],
    ['1E3', '1000'],
    ['NaN', undefined],
    ['', undefined],
    ['1,5', undefined],
    ['Infinity', undefined],
  ])('reads %s as %s', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });

  it('counts meaningful decimals', () => {
    expect([decimals('12'), decimals('12.0'), decimals('0.0150')]).toEqual([0, 0, 3]);
    expect([powerStep(0), powerStep(3)]).toEqual(['1', '0.001']);
  });
});

describe('timeframes', () => {
  it('reads what it writes', () => {
    for (const timeframe of ['15s', '1m', '5m', '4h', '1d', '1w']) expect(timeframeOf(timeframeMs(timeframe))).toBe(timeframe);
  });

  it('names a timeframe it does not know', () => {
    expect(() => timeframeMs('5x')).toThrow('"5x" is no timeframe');
  });

  it('opens weeks on Monday and everything else on its grid', () => {
    const wednesday = Date.UTC(2018, 0, 10, 4, 57, 3);
    expect(candleOpen(wednesday, timeframeMs('1w'))).toBe(Date.UTC(2018, 0, 8));
    expect(candleOpen(wednesday, timeframeMs('5m'))).toBe(Date.UTC(2018, 0, 10, 4, 55));
  });
});
