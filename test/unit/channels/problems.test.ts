import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { channelEvent } from '../../../daemon/channels/event.ts';
import { LANGUAGES, type Language } from '../../../daemon/channels/texts/catalogue.ts';
import { longText, worded } from '../../../daemon/channels/texts/worded.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { eventOf } from '../../../daemon/journal/event.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { LogHub } from '../../../daemon/log/hub.ts';
import { Redactor } from '../../../daemon/log/redactor.ts';
import { journalSink } from '../../../daemon/log/sinks.ts';
import { type JournalledTopic, TOPICS } from '../../../daemon/protocol/topics.ts';
import { Store } from '../../../daemon/store/store.ts';
import { ALL_CODES, sampleOf } from '../../support/codes.ts';

const settings = (language: Language) => ({ language, timeZone: 'UTC', templates: {} });
const event = (topic: JournalledTopic, data: object) => channelEvent(eventOf(7, 0, topic, JSON.stringify(TOPICS[topic].data.parse(data))));

test.each(LANGUAGES)('in %s every code is told in full', (language) => {
  for (const code of ALL_CODES) {
    const told = longText(worded(event('warning', { source: 'engine', text: 'ENGLISH', ...sampleOf(code) }), settings(language)));
    expect([code, told]).toEqual([code, expect.not.stringMatching(/ENGLISH|[{}]|undefined|NaN/)]);
  }
});

test('a state that the daemon took up by itself is told with its reason in German', () => {
  const cause = { code: 'max_drawdown', params: { fall: 0.3125, limit: 0.25 } };
  const data = { state: 'paused', reason: 'Equity is 31.25 % below its peak; the limit is 25 %', cause };
  const told = (topic: JournalledTopic, of: object) =>
    worded(channelEvent(eventOf(7, 0, topic, JSON.stringify(of))), settings('de')).text.replaceAll('\u00a0', ' ');
  expect(told('bot.state', data)).toBe('Bot pausiert: Das Kapital liegt 31,25 % unter seinem Höchststand; die Grenze liegt bei 25,00 %');
  expect(told('bot.state', { ...data, cause: { code: 'solar_flare', params: {} } })).toBe('Bot pausiert: Equity is 31.25 % below its peak; the limit is 25 %');
  const lock = { pair: 'BTC/USDT', until: 0, reason: 'cooldown of 2 min after a trade', cause: { code: 'cooldown', params: { forMs: 120_000 } } };
  expect(told('protection.triggered', { protection: 'rest', kind: 'cooldown_period', lock })).toContain('(Pause von 2 Min. nach einem Trade)');
});

test('a refusal by a limit reaches a German chat in German, figures and all', () => {
  const breach = {
    account: 'paper',
    limit: 'maxPairExposure',
    text: '31.25 % of equity would be in BTC/USDT; the limit is 25 %',
    strategy: null,
    code: 'max_pair_exposure',
    params: { share: 0.3125, pair: 'BTC/USDT', limit: 0.25 },
  };
  expect(worded(event('risk.breach', breach), settings('de')).text.replaceAll('\u00a0', ' ')).toBe(
    'Risikogrenze: 31,25 % des Kapitals wären in BTC/USDT; die Grenze liegt bei 25,00 %',
  );
  expect(worded(event('risk.breach', breach), settings('en')).text).toBe('Risk limit: 31.25% of equity would be in BTC/USDT; the limit is 25.00%');
});

test("without a code, with one of another version, or without a parameter the event's own words stay", () => {
  for (const more of [{}, { code: 'solar_flare', params: {} }, { code: 'toString', params: {} }, { code: 'crashed' }]) {
    expect(worded(event('warning', { source: 'daemon', text: 'as it was said', ...more }), settings('de')).text).toContain('as it was said');
  }
});

test('a warning is logged in English and journalled with its code, and its parameters hold no secret', async () => {
  const store = new Store(':memory:');
  const journal = new Journal(store, new EventBus(() => {}));
  const redactor = new Redactor();
  redactor.add('hunter2-hunter2');
  const hub = new LogHub(redactor);
  hub.addSink(journalSink(journal));
  hub.log('channels').warn('Channel ops is parked: token hunter2-hunter2 refused', {
    remedy: 'Get another',
    is: { code: 'channel_parked', params: { channel: 'ops', reason: 'token hunter2-hunter2 refused' } },
  });
  await turn();
  const [kept] = journal.read({ topics: (topic) => topic === 'warning', limit: 10 });
  const data = JSON.parse(kept?.json ?? '{}') as object;
  expect(data).toMatchObject({ code: 'channel_parked', params: { channel: 'ops', reason: expect.not.stringContaining('hunter2') }, remedy: 'Get another' });
  const told = longText(worded(event('warning', data), settings('de')));
  expect(told).toContain('Der Kanal ops ist stillgelegt: token');
  expect(told).toContain('Get another');
  store.close();
});
