import { expect, test } from 'vitest';
import type { Trade } from '../../../daemon/protocol/schemas/trading.ts';
import { filterOf, fromField, matches, toField } from '../../../renderer/lib/trade-filter.ts';

const trade = { id: 't_12', pair: 'BTC/USDT', strategy: null, state: 'closing', entryTag: 'Ema_Cross', exitReason: null, openedAt: 1000 } as Trade;

test('an address is read as far as it makes sense', () => {
  expect(filterOf({ state: 'open', pair: 'BTC/USDT', strategy: '-', since: '1000', until: 'soon', text: 'x' })).toEqual({
    state: 'open',
    pair: 'BTC/USDT',
    strategy: '',
    since: 1000,
    text: 'x',
  });
  expect(filterOf({ state: 'lost', since: '-5', strategy: '' })).toEqual({});
});

test.each([
  [{ state: 'open' }, true],
  [{ state: 'closed' }, false],
  [{ strategy: '' }, true],
  [{ strategy: 'grid' }, false],
  [{ since: 1000, until: 1001 }, true],
  [{ until: 1000 }, false],
  [{ text: 'ema_c' }, true],
  [{ text: 'T_1' }, true],
  [{ text: 'stop' }, false],
] as const)('%o: %s', (filter, expected) => {
  expect(matches(trade, filter)).toBe(expected);
});

test('a field for date and time keeps the minute, in either zone', () => {
  const ts = Date.UTC(2026, 2, 29, 0, 30);
  for (const zone of ['local', 'UTC', 'America/New_York', 'Asia/Kathmandu']) expect(fromField(toField(ts, zone), zone)).toBe(String(ts));
  const springForward = Date.UTC(2026, 2, 8, 8);
  expect(toField(springForward, 'America/New_York')).toBe('2026-03-08T04:00');
  expect(fromField('2026-03-08T04:00', 'America/New_York')).toBe(String(springForward));
  expect(fromField('', 'UTC')).toBe('');
});
