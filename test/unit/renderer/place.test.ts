import { expect, test } from 'vitest';
import { parsePlace, placeHash } from '../../../renderer/lib/place.ts';

const PAGES = ['overview', 'trades'] as const;

test.each(['', '#', '#/nowhere', '#/overview?account=..%2f', '#/?account=UPPER'])('"%s" leads to the first page of the desk', (hash) => {
  expect(parsePlace(hash, PAGES)).toEqual({ page: 'overview', account: 'paper' });
});

test('an address that was made is read back', () => {
  for (const place of [
    { page: 'trades', account: 'paper' },
    { page: 'overview', account: 'replay-12' },
  ])
    expect(parsePlace(placeHash(place), PAGES)).toEqual(place);
});
