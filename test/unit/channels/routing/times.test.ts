import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietUntil } from '../../../../daemon/channels/routing/quiet.ts';
import { dueTimes, PERIODS } from '../../../../daemon/channels/routing/schedule.ts';
import type { QuietHours } from '../../../../daemon/channels/routing/schema.ts';
import { clockText, instantOf, localDate, plusDays } from '../../../../daemon/channels/routing/zone.ts';

const at = (text: string) => Date.parse(text);
const iso = (ts: number | undefined) => (ts === undefined ? undefined : new Date(ts).toISOString().slice(0, 16));
const BERLIN = 'Europe/Berlin';
const ZONES = ['UTC', BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Sao_Paulo'];

describe('a local time', () => {
  test.each([
    ['in winter', BERLIN, { year: 2026, month: 1, day: 15 }, 450, '2026-01-15T06:30'],
    ['in summer', BERLIN, { year: 2026, month: 7, day: 15 }, 450, '2026-07-15T05:30'],
    ['that is skipped moves on with the clocks', BERLIN, { year: 2026, month: 3, day: 29 }, 150, '2026-03-29T01:30'],
    ['that is shown twice is the first', BERLIN, { year: 2026, month: 10, day: 25 }, 150, '2026-10-25T00:30'],
    ['after clocks moved by half an hour', 'Australia/Lord_Howe', { year: 2026, month: 10, day: 4 }, 135, '2026-10-03T15:45'],
    ['at a quarter to', 'Asia/Kathmandu', { year: 2026, month: 6, day: 1 }, 0, '2026-05-31T18:15'],
  ])('%s', (_what, zone, date, minutes, expected) => {
    expect(iso(instantOf(zone, date, minutes))).toBe(expected);
  });

  test('is what the clocks show then, unless they skip it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: at('2015-01-01'), max: at('2035-01-01') }), fc.nat(1439), (zone, ts, minutes) => {
        const date = localDate(zone, ts);
        const instant = instantOf(zone, date, minutes);
        const shown = clockText(zone, instant);
        const wanted = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        if (shown === wanted) expect(localDate(zone, instant)).toEqual(date);
        else expect(clockText(zone, instant - 3_600_000) > wanted || shown > wanted || localDate(zone, instant).day !== date.day).toBe(true);
      }),
    );
  });
});

describe('quiet hours', () => {
  const night: QuietHours = { from: '22:00', until: '07:00', digest: true };
  test.each([
    ['before', night, '2026-06-10T21:59+02:00', undefined],
    ['from the first moment', night, '2026-06-10T22:00+02:00', '2026-06-11T05:00'],
    ['after midnight', night, '2026-06-11T03:00+02:00', '2026-06-11T05:00'],
    ['at their end', night, '2026-06-11T07:00+02:00', undefined],
    ['over the night that is an hour shorter', night, '2026-03-28T23:00+01:00', '2026-03-29T05:00'],
    ['over the night that is an hour longer', night, '2026-10-24T23:00+02:00', '2026-10-25T06:00'],
    ['that end in the hour that is skipped', { ...night, until: '02:30' }, '2026-03-29T01:00+01:00', '2026-03-29T01:30'],
    ['that end in the hour that comes twice', { ...night, until: '02:30' }, '2026-10-25T01:00+02:00', '2026-10-25T00:30'],
    ['by day', { from: '12:00', until: '13:00', digest: true }, '2026-06-10T12:30+02:00', '2026-06-10T11:00'],
    ['of the day they began on', { ...night, days: ['saturday'] }, '2026-06-14T03:00+02:00', '2026-06-14T05:00'],
    ['not on other days', { ...night, days: ['saturday'] }, '2026-06-14T23:00+02:00', undefined],
  ] as Array<[string, QuietHours, string, string | undefined]>)('%s', (_when, hours, now, end) => {
    expect(iso(quietUntil(hours, BERLIN, at(now)))).toBe(end);
  });

  test('always end, and within a day and the hour a clock may be moved', () => {
    const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), time, time, fc.integer({ min: at('2015-01-01'), max: at('2035-01-01') }), (zone, from, until, now) => {
        fc.pre(from !== until);
        const end = quietUntil({ from, until, digest: true }, zone, now);
        if (end === undefined) return;
        expect(end).toBeGreaterThan(now);
        expect(end - now).toBeLessThanOrEqual(25 * 3_600_000);
        expect(quietUntil({ from, until, digest: true }, zone, end)).toBe(undefined);
      }),
    );
  });
});

describe('summaries are due', () => {
  const daily = { daily: { at: '02:30' } };
  test.each([
    ['each day', daily, 'daily', '2026-06-10T10:00+02:00', '2026-06-10T00:30', '2026-06-11T00:30'],
    ['at the very moment', daily, 'daily', '2026-06-10T02:30+02:00', '2026-06-10T00:30', '2026-06-11T00:30'],
    ['on the day that lacks the hour', daily, 'daily', '2026-03-29T12:00+02:00', '2026-03-29T01:30', '2026-03-30T00:30'],
    ['on the day that has it twice', daily, 'daily', '2026-10-25T12:00+01:00', '2026-10-25T00:30', '2026-10-26T01:30'],
    ['each week', { weekly: { at: '08:00', day: 'monday' as const } }, 'weekly', '2026-06-10T10:00Z', '2026-06-08T06:00', '2026-06-15T06:00'],
    ['each month', { monthly: { at: '08:00', day: 1 } }, 'monthly', '2026-01-01T06:00Z', '2025-12-01T07:00', '2026-01-01T07:00'],
    ['on the last day of a short month', { monthly: { at: '08:00', day: 31 } }, 'monthly', '2026-03-01T12:00Z', '2026-02-28T07:00', '2026-03-31T06:00'],
  ] as const)('%s', (_when, summaries, period, now, last, next) => {
    const due = dueTimes(summaries, period, BERLIN, at(now));
    expect([iso(due?.last), iso(due?.next)]).toEqual([last, next]);
  });

  test('again and again without gap or overlap', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(...PERIODS),
        fc.nat(23),
        fc.integer({ min: at('2015-01-01'), max: at('2035-01-01') }),
        (zone, period, hour, now) => {
          const time = { at: `${String(hour).padStart(2, '0')}:30` };
          const summaries = { daily: time, weekly: { ...time, day: 'sunday' as const }, monthly: { ...time, day: 31 } };
          const due = dueTimes(summaries, period, zone, now);
          if (!due) throw new Error('a period that is asked for is due');
          expect(due.last).toBeLessThanOrEqual(now);
          expect(due.next).toBeGreaterThan(now);
          expect(dueTimes(summaries, period, zone, due.next)?.last).toBe(due.next);
          expect(dueTimes(summaries, period, zone, due.next - 1)).toEqual(due);
        },
      ),
    );
  });
});

test('days are counted over the end of a month', () => {
  expect(plusDays({ year: 2024, month: 2, day: 28 }, 1)).toEqual({ year: 2024, month: 2, day: 29 });
  expect(plusDays({ year: 2026, month: 1, day: 1 }, -1)).toEqual({ year: 2025, month: 12, day: 31 });
});
