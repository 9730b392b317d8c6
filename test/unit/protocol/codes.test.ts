import { describe, expect, test } from 'vitest';
import type { Coded } from '../../../daemon/protocol/codes.ts';
import { Reason } from '../../../daemon/protocol/schemas/bot.ts';
import { say } from '../../../daemon/protocol/texts/english.ts';
import { CODE_TEXTS } from '../../../daemon/protocol/texts/index.ts';
import { tell } from '../../../daemon/protocol/texts/tell.ts';
import { parseTemplate, slotsOf } from '../../../daemon/protocol/texts/template.ts';
import { ALL_CODES, paramsOf, sampleOf } from '../../support/codes.ts';

const { en } = CODE_TEXTS;
const names = (template = '') => slotsOf(parseTemplate(template)).map(({ name }) => name);

describe.each(Object.entries(CODE_TEXTS))('in %s', (language, texts) => {
  test('every code has a text, and nothing else has', () => expect(Object.keys(texts).toSorted()).toEqual(ALL_CODES.toSorted()));

  test.each(ALL_CODES)('%s names nothing but its parameters, and goes without those that may be missing', (code) => {
    const { text, remedy } = texts[code];
    const known = paramsOf(code);
    expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining([...names(text), ...names(remedy)]));
    const bare = [text, remedy ?? ''].flatMap((of) => parseTemplate(of)).flatMap((piece) => (typeof piece === 'object' && 'name' in piece ? [piece] : []));
    const required = known.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
    expect(required).toEqual(expect.arrayContaining(bare.map(({ name }) => name)));
    expect([...slotsOf(parseTemplate(text)), ...slotsOf(parseTemplate(remedy ?? ''))].map(({ spec }) => spec).join('')).toBe('');
  });

  test.each(ALL_CODES)('%s says as much as in English', (code) => {
    expect(names(texts[code].text).toSorted()).toEqual(names(en[code].text).toSorted());
    expect(names(texts[code].remedy).toSorted()).toEqual(names(en[code].remedy).toSorted());
    expect(texts[code].remedy === undefined).toBe(en[code].remedy === undefined);
    if (language !== 'en') expect(texts[code].text).not.toBe(en[code].text);
  });
});

test.each(ALL_CODES)('%s: every parameter that it cannot do without is told somewhere', (code) => {
  const told = [...names(en[code].text), ...names(en[code].remedy)];
  expect(told).toEqual(expect.arrayContaining(paramsOf(code).map(({ name }) => name)));
});

test.each(ALL_CODES)('%s reads as a sentence, with all it may know and with the least', (code) => {
  for (const which of ['all', 'required'] as const) {
    const { text, remedy = '' } = say(sampleOf(code, which) as Coded);
    expect(text + remedy).not.toMatch(/[{}[\]]|undefined|NaN| {2}|^[ ,;:]/);
  }
});

test('figures stand in English as people read them, times in UTC', () => {
  const until = Date.UTC(2026, 10, 21, 8, 30, 5);
  const locked = say({ code: 'locked', params: { lock: 'l_3', pair: 'BTC/USDT', until, protection: 'guard', reason: 'news' } });
  expect(locked.text).toBe('Entries in BTC/USDT are locked until 2026-11-21 08:30:05 UTC, by protection guard: news');
  expect(locked.remedy).toBe('Wait, or lift lock l_3');
  expect(say({ code: 'locked', params: { lock: 'l_3', until } }).text).toBe('Entries are locked until 2026-11-21 08:30:05 UTC');
  expect(say({ code: 'max_drawdown', params: { fall: 0.3125, limit: 0.25 } }).text).toBe('Equity is 31.25 % below its peak; the limit is 25 %');
  expect(say({ code: 'crashed', params: { downMs: 7_512_000 } }).text).toMatch(/no daemon ran for 2 h 5 min$/);
  expect(say({ code: 'crashed', params: { downMs: 12_400 } }).text).toMatch(/for 12 s$/);
});

test('a cause is told by its own code, in the place of the words', () => {
  const { de } = CODE_TEXTS;
  const paused = { code: 'paused', params: { reason: 'Equity is 31.25 % below its peak' } };
  const cause = { code: 'max_drawdown', params: { fall: 0.3125, limit: 0.25 } };
  expect(tell({ ...paused, cause }, de)?.text).toEqual([
    'Einstiege sind pausiert',
    ': ',
    'Das Kapital liegt ',
    { is: 'share', raw: 0.3125 },
    ' unter seinem Höchststand; die Grenze liegt bei ',
    { is: 'share', raw: 0.25 },
    '; offene Positionen werden weiter betreut',
  ]);
  expect(tell({ ...paused, cause: { code: 'solar_flare', params: {} } }, de)?.text).toContain('Equity is 31.25 % below its peak');
  expect(tell(paused, de)?.text).toContain('Equity is 31.25 % below its peak');
});

test('what another version says is left alone', () => {
  for (const other of [{}, { code: 'solar_flare' }, { code: 'toString' }, { code: 'crashed' }, { code: 7 }]) expect(tell(other, en)).toBeUndefined();
  expect(tell({ code: 'crashed', params: { downMs: 'long' } }, en)?.text.join('')).toMatch(/for long$/);
});

test('codes and parameters pass the contract', () => {
  const paused = say({ code: 'paused', params: { reason: undefined } });
  expect(Reason.safeParse({ ...paused.is, severity: 'warning', text: paused.text }).success).toBe(true);
  for (const code of ALL_CODES) expect(Reason.safeParse({ ...sampleOf(code), severity: 'info', text: 'x' }).success).toBe(true);
});
