import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Networks, sourceOf } from '../../../daemon/gateways/tradingview/source.ts';

const PROXIES = new Networks(['127.0.0.1', '10.0.0.0/8', '::1']);

test.each([
  ['203.0.113.7', '52.89.214.238', '203.0.113.7'],
  ['127.0.0.1', undefined, '127.0.0.1'],
  ['127.0.0.1', '52.89.214.238', '52.89.214.238'],
  ['::ffff:127.0.0.1', '52.89.214.238', '52.89.214.238'],
  ['127.0.0.1', '52.89.214.238, 203.0.113.7', '203.0.113.7'],
  ['127.0.0.1', '52.89.214.238, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
  ['127.0.0.1', '52.89.214.238, unknown', undefined],
  ['127.0.0.1', '10.1.2.3, ::1', '10.1.2.3'],
])('a call from %s that says %s comes from %s', (peer, forwarded, source) => {
  expect(sourceOf(peer, forwarded, PROXIES)).toBe(source);
});

test('nobody but a trusted proxy can say whom a call is from', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.string(), (peer, forwarded) => {
      fc.pre(!PROXIES.has(peer));
      expect(sourceOf(peer, forwarded, PROXIES)).toBe(peer);
    }),
  );
});

test('what strangers write before the address that the proxy adds changes nothing', () => {
  fc.assert(
    fc.property(fc.string(), fc.ipV4(), (written, caller) => {
      fc.pre(!PROXIES.has(caller));
      expect(sourceOf('127.0.0.1', `${written}, ${caller}`, PROXIES)).toBe(caller);
    }),
  );
});
