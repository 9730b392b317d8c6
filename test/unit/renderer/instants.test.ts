import { expect, test } from 'vitest';
import { partsOf } from '../../../renderer/lib/instants.ts';

const AT = Date.UTC(2026, 10, 21, 8, 30, 5);

test('times that the daemon names are found among its words', () => {
  expect(partsOf('BTC/USDT is locked until 2026-11-21 08:30:05 UTC (too many stops)')).toEqual(['BTC/USDT is locked until ', AT, ' (too many stops)']);
  expect(partsOf('2026-11-21 08:30:05 UTC2026-11-21 08:30:05 UTC')).toEqual([AT, AT]);
  expect(partsOf('since midnight UTC')).toEqual(['since midnight UTC']);
  expect(partsOf('')).toEqual([]);
});
