import { expect, test } from 'vitest';
import type { TypedEvent } from '../../../daemon/protocol/index.ts';
import de from '../../../renderer/app/locales/de.json' with { type: 'json' };
import en from '../../../renderer/app/locales/en.json' with { type: 'json' };
import { PROBLEM_TOPICS, problemOf } from '../../../renderer/lib/problem.ts';

const read = (topic: string, data: object, seq: number | undefined = 7) => problemOf({ seq, ts: 1000, topic, data } as TypedEvent);
const alert = { rule: 'r1', kind: 'price_above', name: null, account: 'paper', text: 'BTC/USDT is above 90000', value: '90001', limit: '90000' };

test.each([
  [
    'daemon.health',
    { check: 'market_data', state: 'failing', text: 'no prices for 60 s', since: 1 },
    { level: 'error', kind: 'health', source: 'market_data' },
  ],
  ['alert.fired', alert, { level: 'warning', kind: 'alert', source: 'r1', text: 'BTC/USDT is above 90000', account: 'paper' }],
  ['alert.fired', { ...alert, name: 'Moon' }, { source: 'Moon' }],
  ['risk.breach', { limit: 'maxExposure', text: 'too much', account: 'paper' }, { level: 'warning', kind: 'risk' }],
  ['channel.state', { channel: 'mail', state: 'parked', reason: 'refused', remedy: 'set it' }, { level: 'error', kind: 'channel', remedy: 'set it' }],
] as const)('%s %j', (topic, data, problem) => expect(read(topic, data)).toMatchObject({ seq: 7, ts: 1000, ...problem }));

test.each([
  ['daemon.health', { check: 'market_data', state: 'ok', text: 'prices are back', since: 1 }],
  ['channel.state', { channel: 'mail', state: 'running', reason: null, remedy: null }],
  ['candle.closed', {}],
])('%s %j is none', (topic, data) => expect(read(topic, data)).toBeNull());

test('without a number there is nothing to remember it by', () =>
  expect(problemOf({ ts: 1, topic: 'alert.fired', data: alert } as unknown as TypedEvent)).toBeNull());

test('where the daemon names no remedy, the console does, in both languages', () => {
  expect(PROBLEM_TOPICS).toEqual(expect.arrayContaining(['daemon.health', 'alert.fired']));
  for (const { problem } of [en, de]) {
    for (const kind of ['risk', 'crash', 'health', 'alert'] as const) expect(problem.remedy[kind]).not.toBe('');
  }
});
