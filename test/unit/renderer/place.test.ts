import { expect, test } from 'vitest';
import { type Place, parsePlace, placeHash } from '../../../renderer/lib/place.ts';

const PAGES = ['overview', 'trades'] as const;

test.each(['', '#', '#/nowhere', '#/overview?account=..%2f', '#/?account=UPPER'])('"%s" leads to the first page of the desk', (hash) => {
  expect(parsePlace(hash, PAGES)).toEqual({ page: 'overview', account: 'paper', query: {} });
});

test('an address that was made is read back', () => {
  const places: Place[] = [
    { page: 'trades', account: 'paper', query: { pair: 'BTC/USDT', text: 'a&b=c ü' } },
    { page: 'overview', account: 'replay-12', query: {} },
  ];
  for (const place of places) expect(parsePlace(placeHash(place), PAGES)).toEqual(place);
});

test('an address is short and readable: the desk, empty values and slashes are not written out', () => {
  expect(placeHash({ page: 'trades', account: 'paper', query: { pair: 'BTC/USDT', state: '' } })).toBe('#/trades?pair=BTC/USDT');
});
