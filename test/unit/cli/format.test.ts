import { describe, expect, test } from 'vitest';
import { bytes, change, gain, money, quantity } from '../../../daemon/cli/format/number.ts';
import { plain } from '../../../daemon/cli/format/plain.ts';
import { facts, table } from '../../../daemon/cli/format/table.ts';
import { dateTime, duration, parseTime, relative } from '../../../daemon/cli/format/time.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('time', () => {
  test.each([
    [340, '340 ms'],
    [59_000, '59 s'],
    [7_500_000, '2 h 5 m'],
    [7_200_000, '2 h'],
    [90_000_000, '1 d 1 h'],
  ])('%d ms reads "%s"', (ms, text) => expect(duration(ms)).toBe(text));

  test('relative times say which way they lie', () => {
    expect(relative(NOW - 180_000, NOW)).toBe('3 m ago');
    expect(relative(NOW + 7_300_000, NOW)).toBe('in 2 h');
    expect(relative(NOW - 10, NOW)).toBe('now');
  });

  test('UTC is marked as such', () => expect(dateTime(NOW, true)).toBe('2026-03-01 12:00:00Z'));

  test.each([
    ['15m', NOW - 900_000],
    ['1.5h', NOW - 5_400_000],
    ['2w', NOW - 14 * 86_400_000],
    ['1515560100000', 1_515_560_100_000],
    ['2026-02-01', Date.parse('2026-02-01T00:00:00Z')],
    ['2026-02-01 06:30', Date.parse('2026-02-01T06:30:00Z')],
    ['2026-02-01T06:30:00+02:00', Date.parse('2026-02-01T04:30:00Z')],
    ['yesterday', undefined],
    ['2026-13-01', undefined],
  ])('"%s" is read', (text, ts) => expect(parseTime(text, NOW, true)).toBe(ts));
});

describe('numbers', () => {
  test('money to the cent where that is how it is read, exact otherwise', () => {
    expect(money('10023.4567', 'USDT')).toBe('10023.46');
    expect(money('0.015000', 'BTC')).toBe('0.015');
    expect(gain('12.5', 'USDT')).toBe('+12.50 USDT');
    expect(gain('-0.5', 'BTC')).toBe('-0.5 BTC');
  });

  test('quantities never turn into exponents', () => expect(quantity('0.00000001')).toBe('0.00000001'));
  test('ratios are percent', () => expect([change(0.0123), change(-0.5)]).toEqual(['+1.23 %', '-50.00 %']));
  test('bytes', () => expect([bytes(512), bytes(1536), bytes(3 * 1024 ** 3)]).toEqual(['512 B', '1.5 KiB', '3.0 GiB']));
});

test('a text of others can neither forge a line nor reach the terminal', () => {
  expect(plain('up\u001b[2J\u001b[31m red\r\nerror: forged\u0007')).toBe('up red error: forged');
});

describe('tables', () => {
  test('figures stand right, words left, whatever colours they wear', () => {
    const rows = [
      { name: 'a', value: '\u001b[32m1.00\u001b[39m' },
      { name: 'longer', value: '-12.50' },
    ];
    const lines = table(rows, [
      { head: 'NAME', cell: (row) => row.name },
      { head: 'VALUE', align: 'right', cell: (row) => row.value },
    ]).split('\n');
    expect(lines).toEqual(['NAME     VALUE', 'a         \u001b[32m1.00\u001b[39m', 'longer  -12.50']);
  });

  test('facts leave out what is not known', () => {
    expect(
      facts([
        ['State', 'running'],
        ['Reason', null],
        ['On', 'paper'],
      ]),
    ).toBe('State  running\nOn     paper');
  });
});
