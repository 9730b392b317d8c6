import { expect, test } from 'vitest';
import { CODE_TEXTS } from '../../../daemon/protocol/texts/index.ts';
import { tell } from '../../../daemon/protocol/texts/tell.ts';
import { plainly, type Saying, speak, toldNow } from '../../../renderer/app/told.ts';
import { createFormats } from '../../../renderer/lib/format.ts';
import { ALL_CODES, sampleOf } from '../../support/codes.ts';

const formats = { en: createFormats('en', 'UTC'), de: createFormats('de', 'Asia/Tokyo') };
const LANGUAGES = Object.keys(CODE_TEXTS) as Array<keyof typeof CODE_TEXTS>;

function toldIn(language: keyof typeof CODE_TEXTS, said: Saying) {
  speak((reported) => tell(reported, CODE_TEXTS[language]));
  return toldNow(said);
}

test.each(LANGUAGES)('in %s every code is told in full', (language) => {
  for (const code of ALL_CODES) {
    const { text, remedy, isOwn } = toldIn(language, { ...sampleOf(code), text: 'ENGLISH' });
    expect([code, isOwn]).toEqual([code, false]);
    expect([code, plainly([...text, ...(remedy ?? [])], formats[language])]).toEqual([code, expect.not.stringMatching(/ENGLISH|[{}[\]]|undefined|NaN/)]);
  }
});

test('figures and times stand in the language and the zone of the reader', () => {
  const until = Date.UTC(2026, 10, 21, 20, 30, 5);
  const locked = { code: 'locked', params: { lock: 'l_3', pair: 'BTC/USDT', until, reason: 'Nachrichten' }, text: 'Entries in BTC/USDT are locked' };
  expect(plainly(toldIn('de', locked).text, formats.de)).toBe(`Einstiege in BTC/USDT sind bis ${formats.de.stamp(until)} gesperrt: Nachrichten`);
  expect(formats.de.stamp(until)).toContain('05:30:05');
  const funds = { code: 'insufficient_funds', params: { free: '1234.5', currency: 'USDT' }, text: 'x' };
  expect(plainly(toldIn('de', funds).text, formats.de)).toBe('Frei sind 1.234,5 USDT, weniger als der kleinste Einstieg kostet');
});

test('what a newer daemon says is shown as it says it', () => {
  const said = { code: 'solar_flare', params: { size: 3 }, text: 'A solar flare; wait', remedy: 'Wait' };
  expect(toldIn('de', said)).toEqual({ text: ['A solar flare; wait'], remedy: ['Wait'], isOwn: true });
  expect(toldIn('de', { text: 'no code' })).toEqual({ text: ['no code'], remedy: null, isOwn: true });
});
