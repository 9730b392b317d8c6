import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { channelEvent } from '../../../daemon/channels/event.ts';
import { CATALOGUES, LANGUAGES } from '../../../daemon/channels/texts/catalogue.ts';
import type { Catalogue } from '../../../daemon/channels/texts/en.ts';
import { parseTemplate, slotsOf } from '../../../daemon/channels/texts/template.ts';
import { longText, worded } from '../../../daemon/channels/texts/worded.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { eventOf } from '../../../daemon/journal/event.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { LogHub } from '../../../daemon/log/hub.ts';
import { Redactor } from '../../../daemon/log/redactor.ts';
import { journalSink } from '../../../daemon/log/sinks.ts';
import { PROBLEMS, type ProblemCode } from '../../../daemon/protocol/schemas/problems.ts';
import { type JournalledTopic, TOPICS } from '../../../daemon/protocol/topics.ts';
import { Store } from '../../../daemon/store/store.ts';

const CODES = Object.keys(PROBLEMS) as ProblemCode[];
const settings = (language: 'en' | 'de') => ({ language, timeZone: 'UTC', templates: {} });
const event = (topic: JournalledTopic, data: object) => channelEvent(eventOf(7, 0, topic, JSON.stringify(TOPICS[topic].data.parse(data))));
const problemsOf = (language: 'en' | 'de'): Catalogue['problems'] => CATALOGUES[language].problems;

describe.each(LANGUAGES)('in %s', (language) => {
  test('every code has a text, which names nothing but what its event brings', () => {
    const problems = problemsOf(language);
    expect(Object.keys(problems).toSorted()).toEqual(CODES.toSorted());
    for (const code of CODES) {
      const { text, remedy = '' } = problems[code];
      const names = (of: string) => slotsOf(parseTemplate(of)).map(({ name }) => name);
      expect([code, PROBLEMS[code]]).toEqual([code, expect.arrayContaining(names(text + remedy))]);
      expect([code, names(text).toSorted()]).toEqual([code, names(problemsOf('en')[code].text).toSorted()]);
      expect([code, remedy !== '']).toEqual([code, problemsOf('en')[code].remedy !== undefined]);
    }
  });

  test('every code is told in full', () => {
    for (const code of CODES) {
      const params = Object.fromEntries(PROBLEMS[code].map((name) => [name, name.endsWith('Ms') ? 192_000 : '0.125']));
      const told = longText(worded(event('warning', { source: 'engine', text: 'ENGLISH', code, params }), settings(language)));
      expect([code, told]).toEqual([code, expect.not.stringMatching(/ENGLISH|[{}]|undefined|NaN/)]);
    }
  });
});

test('German is not English', () => {
  for (const code of CODES) expect([code, problemsOf('de')[code].text]).not.toEqual([code, problemsOf('en')[code].text]);
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
