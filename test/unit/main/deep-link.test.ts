import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeIn, placeOf } from '../../../main/deep-link.ts';

test.each([
  ['nightdesk://overview', 'overview'],
  ['nightdesk://overview/', 'overview'],
  ['NIGHTDESK://overview?account=replay-1', 'overview?account=replay-1'],
  ['nightdesk://overview?account=replay-1&run=now', 'overview?account=replay-1'],
])('%s leads to %s', (link, place) => {
  expect(placeOf(link)).toBe(place);
});

test.each([
  'https://overview',
  'nightdesk:overview',
  'nightdesk://',
  'nightdesk://overview/../x',
  'nightdesk://user:pass@overview',
  'nightdesk://overview:80',
  'nightdesk://overview?account=%22%3E%3Cscript%3E',
  'nightdesk://javascript:alert(1)',
  'nightdesk://<script>',
  'nonsense',
])('%s leads nowhere', (link) => {
  expect(placeOf(link)).toBeUndefined();
});

test('whatever a link says, a place is a page and at most an account', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => {
      const place = placeOf(`nightdesk://${text.replace(/^\w+:\/\//, '')}`);
      return place === undefined || /^[a-z][a-z-]*(\?account=[a-z][a-z0-9-]*)?$/.test(place);
    }),
  );
});

test('the link is found among the arguments of a start', () => {
  expect(placeIn(['/usr/bin/nightdesk', '--flag', 'nightdesk://overview'])).toBe('overview');
  expect(placeIn(['/usr/bin/nightdesk'])).toBeUndefined();
});
