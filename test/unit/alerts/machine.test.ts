import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRESH, step, type Terms } from '../../../daemon/alerts/machine.ts';

const MINUTE = 60_000;
const UP: Terms = { direction: 'up', limit: new Big(100), hysteresisPercent: 5, once: false, cooldownMs: 10 * MINUTE };

/** Minutes at which a rule fires when a figure takes these values, one a minute. */
function firings(values: readonly number[], terms: Terms): number[] {
  let state = FRESH;
  return values.flatMap((value, minute) => {
    const next = step(state, new Big(value), minute * MINUTE, terms);
    state = next.state;
    return next.fires ? [minute] : [];
  });
}

const still = { ...UP, cooldownMs: 0 };
const down: Terms = { ...still, direction: 'down' };

describe('a rule fires', () => {
  test.each([
    ['when the limit is reached, not only passed', [99, 100], still, [1]],
    ['at once when it is there already', [120], still, [0]],
    ['once while the figure stays', [99, 101, 102, 101], still, [1]],
    ['once while the figure hovers about the limit', [99, 101, 99, 101, 96, 101], still, [1]],
    ['again after the figure came back by the hysteresis', [101, 95, 101], still, [0, 2]],
    ['again at once without a hysteresis', [101, 99, 101], { ...still, hysteresisPercent: 0 }, [0, 2]],
    ['not for a figure that only touches the limit from above, without a hysteresis', [101, 100, 101], { ...still, hysteresisPercent: 0 }, [0]],
    ['downward as well', [101, 100, 104, 99, 105, 99], down, [1, 5]],
    ['about a limit of zero', [-1, 0, -1, 0], { ...still, limit: new Big(0) }, [1, 3]],
    ['about a limit below zero', [-120, -100, -104, -100, -106, -99], { ...still, limit: new Big(-100) }, [1, 5]],
    ['once only when asked to', [101, 90, 101], { ...still, once: true }, [0]],
    ['not within the cool-down, but at its end if it still holds', [101, 90, 101, ...Array(10).fill(102)], UP, [0, 10]],
    ['not after the cool-down when it holds no more', [101, 90, 101, ...Array(12).fill(98)], UP, [0]],
  ] as Array<[string, number[], Terms, number[]]>)('%s', (_when, values, terms, expected) => {
    expect(firings(values, terms)).toEqual(expected);
  });

  test('only where the figure is, and no sooner after the last time than the cool-down, whatever it does', () => {
    const terms = fc.record({
      direction: fc.constantFrom('up' as const, 'down' as const),
      limit: fc.integer({ min: -50, max: 50 }).map((limit) => new Big(limit)),
      hysteresisPercent: fc.integer({ min: 0, max: 50 }),
      once: fc.boolean(),
      cooldownMs: fc.nat(5 * MINUTE),
    });
    fc.assert(
      fc.property(terms, fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 60 }), (given, values) => {
        const fired = firings(values, given);
        const isThere = (minute: number) => (given.direction === 'up' ? given.limit.lte(values[minute] ?? 0) : given.limit.gte(values[minute] ?? 0));
        expect(fired.every(isThere)).toBe(true);
        expect(fired.every((minute, nth) => nth === 0 || (minute - (fired[nth - 1] ?? 0)) * MINUTE >= given.cooldownMs)).toBe(true);
        expect(fired[0]).toBe(values.findIndex((_, minute) => isThere(minute)) === -1 ? undefined : values.findIndex((_, minute) => isThere(minute)));
        if (given.once) expect(fired.length).toBeLessThan(2);
      }),
    );
  });
});

test('after the clock was set back a rule does not stay dumb', () => {
  const { state } = step(FRESH, new Big(101), 1000 * MINUTE, UP);
  const back = step(state, new Big(90), MINUTE, UP).state;
  expect(step(back, new Big(101), 2 * MINUTE, UP).fires).toBe(true);
});
