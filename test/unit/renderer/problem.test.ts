import { expect, test } from 'vitest';
import type { TypedEvent } from '../../../daemon/protocol/index.ts';
import type { Reason } from '../../../daemon/protocol/schemas/bot.ts';
import de from '../../../renderer/app/locales/de.json' with { type: 'json' };
import en from '../../../renderer/app/locales/en.json' with { type: 'json' };
import { openReasons, PROBLEM_TOPICS, type Problem, pastOf, problemOf } from '../../../renderer/lib/problem.ts';

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
  [
    'bot.state',
    { account: 'paper', state: 'needs_attention', reason: 'an order is unknown' },
    { level: 'error', kind: 'attention', text: 'an order is unknown' },
  ],
  ['channel.state', { channel: 'mail', state: 'parked', reason: 'refused', remedy: 'set it' }, { level: 'error', kind: 'channel', remedy: 'set it' }],
] as const)('%s %j', (topic, data, problem) => expect(read(topic, data)).toMatchObject({ seq: 7, ts: 1000, ...problem }));

test.each([
  ['daemon.health', { check: 'market_data', state: 'ok', text: 'prices are back', since: 1 }],
  ['channel.state', { channel: 'mail', state: 'running', reason: null, remedy: null }],
  ['bot.state', { account: 'paper', state: 'panicked', reason: null }],
  ['warning', { source: 'channels.mail', text: 'Channel mail is parked', code: 'channel_parked' }],
  ['candle.closed', {}],
])('%s %j is none', (topic, data) => expect(read(topic, data)).toBeNull());

test('without a number there is nothing to remember it by', () =>
  expect(problemOf({ ts: 1, topic: 'alert.fired', data: alert } as unknown as TypedEvent)).toBeNull());

test('where the daemon names no remedy, the console does, in both languages', () => {
  expect(PROBLEM_TOPICS).toEqual(expect.arrayContaining(['daemon.health', 'alert.fired']));
  for (const { problem } of [en, de]) {
    for (const kind of ['risk', 'crash', 'health', 'alert', 'attention'] as const) expect(problem.remedy[kind]).not.toBe('');
  }
});

test('what lasts is counted once, and as long as it lasts', () => {
  const reason = (code: string, severity: Reason['severity'] = 'critical'): Reason => ({ code, severity, text: code });
  const open = openReasons([reason('needs_attention'), reason('panicked'), reason('stopped', 'warning'), reason('no_signal', 'info')]);
  expect(open.map(({ code }) => code)).toEqual(['needs_attention']);
  const problems = [
    read('exception', { source: 'desk', text: 'disk full' }, 9),
    read('bot.state', { account: 'paper', state: 'needs_attention', reason: 'an order is unknown' }, 8),
    read('warning', { source: 'desk', text: 'late' }, 7),
    read('bot.state', { account: 'paper', state: 'needs_attention', reason: 'yesterday' }, 6),
  ] as Problem[];
  expect(pastOf(problems, open).map(({ seq }) => seq)).toEqual([9, 7, 6]);
  expect(pastOf(problems, [])).toEqual(problems);
});
