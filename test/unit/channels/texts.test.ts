import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALERT_KINDS } from '../../../daemon/alerts/kinds.ts';
import { CATALOGUES, LANGUAGES, type Language, type TextKey, topicOf } from '../../../daemon/channels/texts/catalogue.ts';
import { FIGURES } from '../../../daemon/channels/texts/figures.ts';
import { writePlain } from '../../../daemon/channels/texts/format.ts';
import { textsOf } from '../../../daemon/channels/texts/overview.ts';
import { placeholdersOf } from '../../../daemon/channels/texts/placeholders.ts';
import { oneLine, shorten } from '../../../daemon/channels/texts/plain.ts';
import { previewOf } from '../../../daemon/channels/texts/preview.ts';
import { templateProblem, WordingSettings } from '../../../daemon/channels/texts/settings.ts';
import { longText, worded } from '../../../daemon/channels/texts/worded.ts';
import { fillTemplate, parseTemplate, slotsOf } from '../../../daemon/protocol/texts/template.ts';
import type { JournalledTopic } from '../../../daemon/protocol/topics.ts';
import { JOURNALLED, sample } from './support/samples.ts';

const settings = (changes: object = {}) => WordingSettings.parse(changes);
const keys = Object.keys(CATALOGUES.en.topics) as TextKey[];

describe('catalogues', () => {
  test.each(LANGUAGES)('%s says everything English says, and nothing is empty', (language) => {
    for (const section of ['topics', 'labels', 'words'] as const) {
      expect(Object.keys(CATALOGUES[language][section]).sort()).toEqual(Object.keys(CATALOGUES.en[section]).sort());
      expect(Object.entries(CATALOGUES[language][section]).filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  test.each(LANGUAGES)('every text of %s asks only for what its topic has, and for what English asks', (language) => {
    for (const key of keys) {
      const text = CATALOGUES[language].topics[key];
      expect([key, templateProblem(text, placeholdersOf(topicOf(key)).names)]).toEqual([key, undefined]);
      const names = (of: Language) => new Set(slotsOf(parseTemplate(CATALOGUES[of].topics[key])).map(({ name }) => name));
      expect([key, names(language)]).toEqual([key, names('en')]);
    }
  });

  test('every figure asks for what its topic has', () => {
    for (const [topic, lines] of Object.entries(FIGURES)) {
      for (const [, template] of lines) expect([topic, templateProblem(template, placeholdersOf(topic as JournalledTopic).names)]).toEqual([topic, undefined]);
    }
  });

  test.each(LANGUAGES)('in %s, one event of each topic in its long form', async (language) => {
    const told = JOURNALLED.map((topic) => `## ${topic}\n${longText(worded(sample(topic), settings({ language, timeZone: 'Europe/Zurich' })))}\n`);
    await expect(told.join('\n')).toMatchFileSnapshot(`golden/texts.${language}.txt`);
  });
});

describe('previews', () => {
  const now = Date.UTC(2026, 7, 1, 10);

  test.each(LANGUAGES)('every usual text of %s can be shown with an example of its event, and nothing is left open', (language) => {
    for (const key of keys) {
      const shown = previewOf({ key, language }, now);
      expect([key, shown]).toEqual([key, expect.not.stringMatching(/[{}]|undefined|NaN/)]);
      expect(shown).not.toBe('');
    }
  });

  test('an own text is filled in, and a wrong placeholder is named with the one that was meant', () => {
    expect(previewOf({ key: 'trade.exit_fill', template: '{pair} {profit_pct}[ by {exit_reason}]' }, now)).toBe('BTC/USDT +1.80% by take profit');
    expect(previewOf({ key: 'trade.entry_fill/part', template: 'half of {pair}' }, now)).toBe('half of BTC/USDT');
    expect(() => previewOf({ key: 'trade.exit_fill', template: '{pairr}' }, now)).toThrow(/no placeholder \{pairr\}.*did you mean \{pair\}/);
    expect(() => previewOf({ key: 'trade.exit_fill', template: '' }, now)).toThrow(/empty text/);
    expect(() => previewOf({ key: 'trade.exit_fil' }, now)).toThrow(/did you mean trade.exit_fill/);
    expect(() => previewOf({ key: 'test', timeZone: 'Moon/Sea' }, now)).toThrow(/time zone/);
  });
});

describe('an event in words', () => {
  const trade = { state: 'open', pair: 'ETH/USDT', profit: '0', profitRatio: 0 } as never;

  test('a form of a topic has its own text, and an operator may word the topic or the form', () => {
    const part = sample('trade.exit_fill', { trade });
    expect(worded(part, settings()).text).toContain('filled in part');
    expect(worded(part, settings({ templates: { 'trade.exit_fill': 'any {pair}' } })).text).toBe('any ETH/USDT');
    const both = { 'trade.exit_fill': 'any {pair}', 'trade.exit_fill/part': 'part {pair}' };
    expect(worded(part, settings({ templates: both }))).toMatchObject({ text: 'part ETH/USDT', figures: [] });
    expect(worded(sample('trade.exit_fill'), settings({ templates: both })).text).toBe('any BTC/USDT');
  });

  test('every kind of alert says why it fired in the language of the channel, and one of another version as it came', () => {
    const fired = { pair: 'BTC/USDT', tradeId: 't_7', text: 'as it came' };
    for (const kind of ALERT_KINDS.keys()) {
      for (const unit of ['percent', 'USDT']) {
        const texts = LANGUAGES.map((language) => worded(sample('alert.fired', { ...fired, kind, unit }), settings({ language })).text);
        expect(new Set(texts).size, kind).toBe(LANGUAGES.length);
        for (const text of texts) {
          expect(text).not.toContain('as it came');
          expect(text).toMatch(/8[.,]1/);
        }
      }
    }
    const money = worded(sample('alert.fired', { ...fired, kind: 'day_loss', unit: 'USDT' }), settings({ language: 'de' })).text;
    expect(money).toBe('Alarm deep water: Tagesverlust 8,10 USDT, gemeldet wird ab 8 USDT');
    expect(worded(sample('alert.fired', { ...fired, kind: 'moon' }), settings()).text).toContain('as it came');
  });

  test('trouble of the daemon itself is told in the language of the channel', () => {
    const told = (changes: object) => worded(sample('daemon.health', changes), settings({ language: 'de' })).text;
    expect(told({})).toBe('Seit 2 Min. 5 Sek. kein Kurs von Kraken: HTTP 503');
    expect(told({ state: 'ok' })).toBe('Wieder Kurse von Kraken, nach 2 Min. 5 Sek.');
    expect(told({ check: 'event_loop' })).toContain('Der Daemon stand 2 Min. 5 Sek. still');
    expect(told({ forMs: undefined })).toBe('no price for 2 min');
  });

  test('numbers and times follow language and time zone, and keep every digit', () => {
    const templates = { 'trade.exit_fill': '{profit} {profit:.2f} {profit_pct} {trade.openRate} {close_time} {close_time:%d.%m.%Y %H:%M} {held}' };
    expect(worded(sample('trade.exit_fill'), settings({ templates })).text).toBe(
      '+13.4924925 +13.49 +1.80% 50,000 1 Aug 2026, 11:01:01 01.08.2026 11:01 1 hr 1 min',
    );
    expect(worded(sample('trade.exit_fill'), settings({ templates, language: 'de', timeZone: 'Europe/Zurich' })).text).toBe(
      '+13,4924925 +13,49 +1,80\u00a0% 50.000 01.08.2026, 13:01:01 01.08.2026 13:01 1 Std. 1 Min.',
    );
  });

  test('a book other than the desk is named', () => {
    expect(worded(sample('replay.state'), settings()).text).toBe('[replay-1] Replay replay-1 done');
  });

  test('an event of an older daemon that lacks what the text names is still told', () => {
    const bare = { ...sample('trade.exit_fill'), data: { account: 'paper' } };
    expect(worded(bare, settings()).text).toContain('filled in part');
    expect(worded({ ...sample('warning'), data: {} }, settings()).text).toBe('Warning from : ');
    const gone = { ...sample('warning'), topic: 'no.such.topic' as never };
    expect(worded(gone, settings()).text).toBe('no.such.topic');
  });

  test('what a field holds is never read as a template', () => {
    const data = { text: '{trade.profit} [x] {{', level: 'info', who: 'x', channels: null } as const;
    expect(worded(sample('notify.message', data), settings()).text).toBe('{trade.profit} [x] {{');
  });
});

describe('templates', () => {
  const fill = (template: string, values: Record<string, string | null> = {}) => fillTemplate(parseTemplate(template), ({ name }) => values[name] ?? null);

  test.each([
    ['a {x} b', 'a 1 b'],
    ['{x}[ by {y}]', '1'],
    ['{x}[ by {x}]', '1 by 1'],
    ['{{x}} [[x]] [plain words]', '{x} [x] [plain words]'],
    ['{y}', ''],
    ['[{x}][{y}][{x}{y}]', '1'],
  ])('%s', (template, expected) => {
    expect(fill(template, { x: '1', y: null })).toBe(expected);
  });

  test.each([
    ['{', 'has no partner'],
    ['}', 'has no partner'],
    ['[{x}', '"[" has no partner'],
    ['{}', 'is no placeholder'],
    ['{a b}', 'is no placeholder'],
    ['{x!r}', 'is no placeholder'],
    ['{x:>10}', 'asks for the format ">10"; expected one such as .2f'],
    ['{x:%Q}', 'asks for the format'],
  ])('%s is refused', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(message);
  });

  test('any text, its brackets doubled, is a template of itself', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fill(text.replace(/[{}[\]]/g, '$&$&')) === text));
  });

  test('any text is either a template or refused', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', 'a', '.', ':', '%', 'f', '\n', '💥');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const problem = templateProblem(text, ['a']);
        if (problem === undefined) expect(typeof fill(text, { a: 'x' })).toBe('string');
        else expect(problem).toMatch(/partner|placeholder|format/);
      }),
    );
  });

  test.each([
    ['8f', '1234.500000'],
    ['.2f', '1234.50'],
    [',.1f', '1,234.5'],
    ['10.1f', '    1234.5'],
    ['.0%', '123450%'],
    ['d', '1235'],
    ['', '1234.5'],
  ])('a number for programs as %s', (spec, expected) => {
    expect(writePlain({ is: 'number', raw: '1234.5' }, spec)).toBe(expected);
  });
});

describe('settings', () => {
  const problem = (changes: object) => {
    const { error } = WordingSettings.safeParse(changes);
    return { path: error?.issues[0]?.path.join('.'), message: error?.issues[0]?.message };
  };

  test('a placeholder nobody knows: the text, what was meant, and what there is', () => {
    const { path, message } = problem({ templates: { 'trade.exit_fill': '{profit_pc} {pair}' } });
    expect(path).toBe('templates.trade.exit_fill');
    expect(message).toContain('there is no placeholder {profit_pc} here; did you mean {profit_pct}? Known: ');
    expect(message).toContain('trade.profitRatio');
  });

  test('a text nobody knows: what was meant', () => {
    expect(problem({ templates: { 'trade.exitfill': 'x' } }).message).toContain('there is no text called "trade.exitfill"; did you mean trade.exit_fill?');
  });

  test.each([
    [{ language: 'fr' }, 'language'],
    [{ timeZone: 'Mars/Base' }, 'timeZone'],
    [{ templates: { warning: '' } }, 'templates.warning'],
    [{ templates: { warning: '{text' } }, 'templates.warning'],
    [{ templates: { warning: 'x'.repeat(4001) } }, 'templates.warning'],
  ])('%j is refused', (changes, path) => {
    expect(problem(changes).path).toBe(path);
  });
});

describe('fitting texts', () => {
  test('never longer than the limit, never inside a character, controls and direction marks gone', () => {
    const backslash = (character: string) => (character === '*' ? '\\*' : character);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('*', 'a', '🚀', '\u202e', '\u0000', '\n') }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const fitted = shorten(text, limit, backslash);
        expect(fitted.length).toBeLessThanOrEqual(limit);
        expect(fitted.isWellFormed()).toBe(true);
        for (const unwanted of ['\u0000', '\u202e']) expect(fitted).not.toContain(unwanted);
        expect(fitted.replaceAll('\\*', '')).not.toContain('\\');
      }),
    );
  });

  test('one line stays one line', () => {
    expect(oneLine('a\r\n b\r\n\r\nc\u202e')).toBe('a b c');
  });
});

test('an operator can look up the usual texts and what own ones may ask for', () => {
  const { languages, items } = textsOf('de');
  expect(languages).toEqual([...LANGUAGES]);
  const closed = items.find(({ key }) => key === 'trade.exit_fill/part');
  expect(closed).toMatchObject({
    topic: 'trade.exit_fill',
    text: expect.stringContaining('teilweise'),
    placeholders: expect.arrayContaining(['profit_pct', 'trade.openRate']),
  });
  for (const { key, text } of items) expect([key, WordingSettings.safeParse({ templates: { [key]: text } }).error]).toEqual([key, undefined]);
  expect(() => textsOf('xx')).toThrow('there are no texts in "xx"');
});
