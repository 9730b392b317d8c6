import { describe, expect, test } from 'vitest';
import type { Hello } from '../../../daemon/client/connection.ts';
import { NO_LINK, nextLink } from '../../../renderer/app/link.ts';
import { freshness, STALE_AFTER_MS } from '../../../renderer/lib/freshness.ts';
import { offerFor } from '../../../renderer/lib/verbs.ts';
import { status } from './samples.ts';

const HELLO: Hello = {
  name: 'nightdesk',
  version: '0.1.0',
  protocol: 1,
  supported: { min: 1, max: 1 },
  bootId: 'b',
  storeId: 's',
  lastSeq: 1,
  time: 5_000,
  role: 'owner',
};

describe('link', () => {
  const ready = nextLink(NO_LINK, { name: 'ready', hello: HELLO }, 4_000);

  test('once greeted it knows how far the clocks are apart', () => {
    expect(ready).toMatchObject({ phase: 'connected', skewMs: 1_000 });
  });

  test('a loss keeps the last greeting and says when the next attempt is', () => {
    expect(nextLink(ready, { name: 'waiting', attempt: 1, retryAt: 9_000, reason: 'gone' }, 6_000)).toMatchObject({
      phase: 'lost',
      retryAt: 9_000,
      hello: HELLO,
    });
  });

  test('an attempt after a loss is still a loss; the first one of all is not', () => {
    expect(nextLink(ready, { name: 'connecting', attempt: 2 }, 0).phase).toBe('lost');
    expect(nextLink(NO_LINK, { name: 'connecting', attempt: 1 }, 0).phase).toBe('connecting');
  });

  test('a browser that is not known is told so', () => {
    expect(nextLink(ready, { name: 'unauthorised', reason: 'revoked' }, 0).phase).toBe('refused');
  });
});

describe('freshness', () => {
  const { data } = status();
  const at = 1_000_000;

  test.each([
    ['a recent price', true, data, at - 500, { kind: 'fresh', ageMs: 500 }],
    ['an old price', true, data, at - STALE_AFTER_MS - 1, { kind: 'stale', ageMs: STALE_AFTER_MS + 1 }],
    ['no connection, however recent the price', false, data, at - 500, { kind: 'disconnected', ageMs: 500 }],
    ['a replay at its end', true, { ...data, state: 'ended' as const }, at - 900_000, { kind: 'ended', ageMs: 900_000 }],
    ['no price at all', true, { ...data, updatedAt: null }, null, { kind: 'waiting', ageMs: null }],
    ['a price ahead of this clock', true, data, at + 300, { kind: 'fresh', ageMs: 0 }],
  ])('%s', (_, connected, health, pricedAt, expected) => {
    expect(freshness(connected, health, pricedAt, at)).toEqual(expected);
  });
});

describe('verbs', () => {
  test('panic is at hand in every state, while the daemon can be heard', () => {
    for (const state of ['running', 'paused', 'stopped', 'needs_attention', 'panicked'] as const) expect(offerFor(state, true).panic).toBe(true);
  });

  test('nothing can be pressed without a connection, and the buttons keep their places', () => {
    expect(offerFor('paused', false)).toEqual({ pause: { verb: 'resume', enabled: false }, run: { verb: 'stop', enabled: false }, panic: false });
  });

  test('a panic is lifted before anything can start', () => {
    expect(offerFor('panicked', true)).toMatchObject({ pause: { enabled: false }, run: { verb: 'rearm', enabled: true } });
  });
});
