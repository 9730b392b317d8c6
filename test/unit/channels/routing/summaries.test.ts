import { afterEach, describe, expect, test } from 'vitest';
import type { FiguresOf } from '../../../../daemon/channels/routing/summaries.ts';
import { periodFigures } from '../../../../daemon/engine/performance/period.ts';
import { NightDesk } from './night-desk.ts';

let night: NightDesk;
afterEach(() => night.close());

const asked: Array<[account: string, from: string, until: string]> = [];
const iso = (ts: number) => new Date(ts).toISOString().slice(0, 16);
const figures: FiguresOf = (account, from, until) => {
  asked.push([account, iso(from), iso(until)]);
  if (account !== 'paper') return undefined;
  const book = { currency: 'USDT', now: until, equity: '100', realisedOpen: '0', unrealised: '0', feesOpen: '0', openTrades: 0 };
  return periodFigures({ from, until, book, positions: [], trades: [], equity: [] });
};

const open = (now: string, summaries: object) => {
  asked.length = 0;
  return NightDesk.open(now, { summaries, quietHours: { from: '06:00', until: '09:00' } }, { figures, topics: ['notify.message'] });
};

describe('a daily summary', () => {
  test('comes at its hour, also in quiet hours, and covers the time since the one before', async () => {
    night = await open('2026-06-10T10:00+02:00', { daily: { at: '08:00' } });
    await night.pass(21 * 60);
    expect(asked).toEqual([]);
    await night.pass(24 * 60 + 120);
    expect(asked).toEqual([
      ['paper', '2026-06-10T06:00', '2026-06-11T06:00'],
      ['paper', '2026-06-11T06:00', '2026-06-12T06:00'],
    ]);
    expect(night.texts).toHaveLength(2);
    expect(night.texts[0]).toMatch(/^Summary 10 Jun 2026.*08:00.* – 11 Jun 2026.*08:00/);
  });

  test('has 23 hours on the day that is an hour shorter', async () => {
    night = await open('2026-03-28T10:00+01:00', { daily: { at: '08:00' } });
    await night.pass(24 * 60);
    expect(asked).toEqual([['paper', '2026-03-28T07:00', '2026-03-29T06:00']]);
  });

  test('that was due while the daemon was down comes once, late, for all the time', async () => {
    night = await open('2026-06-10T10:00+02:00', { daily: { at: '08:00' } });
    await night.restart(3 * 24 * 60);
    expect(asked).toEqual([['paper', '2026-06-10T06:00', '2026-06-13T06:00']]);
    expect(night.texts).toEqual([expect.stringMatching(/^Late summary 10 Jun.* – 13 Jun/)]);
    await night.restart(5);
    expect(night.texts).toHaveLength(1);
  });
});

test('days, weeks and months come side by side; what is not asked for any more is forgotten', async () => {
  night = await open('2026-05-31T10:00+02:00', { daily: { at: '08:00' }, weekly: { at: '08:00', day: 'monday' }, monthly: { at: '08:00', day: 1 } });
  await night.pass(23 * 60);
  expect(asked.map(([, from]) => from)).toEqual(['2026-05-31T06:00', '2026-05-25T06:00', '2026-05-01T06:00']);
  await night.desk.channels.configure({ id: 'ops', routing: { summaries: { weekly: { at: '08:00' } } } }, 'test');
  await night.pass(24 * 60);
  await night.desk.channels.configure({ id: 'ops', routing: { summaries: { daily: { at: '08:00' } } } }, 'test');
  await night.pass(60);
  expect(asked).toHaveLength(3);
});

test('the figures of a period take what closed in it and nothing else', () => {
  const at = (hour: number) => Date.UTC(2026, 5, 10, hour);
  const trade = (pair: string, hour: number, profit: string, profitRatio: number) => ({
    pair,
    entryTag: null,
    profit,
    profitRatio,
    fees: '1',
    openedAt: at(0),
    closedAt: at(hour),
  });
  const book = { currency: 'USDT', now: at(24), equity: '900', realisedOpen: '0', unrealised: '-5', feesOpen: '0', openTrades: 1 };
  const told = periodFigures({
    from: at(8),
    until: at(20),
    book,
    positions: [],
    trades: [trade('A/USDT', 7, '50', 0.5), trade('B/USDT', 8, '10', 0.1), trade('C/USDT', 19, '-4', -0.04), trade('D/USDT', 20, '-9', -0.9)],
    equity: [
      { ts: at(6), equity: '1000' },
      { ts: at(9), equity: '1100' },
      { ts: at(12), equity: '990' },
      { ts: at(19), equity: '1006' },
      { ts: at(20), equity: '1' },
    ],
  });
  expect(told).toMatchObject({
    startEquity: '1000',
    equity: '1006',
    profit: '6',
    profitRatio: 0.006,
    trades: 2,
    wins: 1,
    losses: 1,
    openTrades: 1,
    unrealised: '-5',
  });
  expect(told).toMatchObject({ bestPair: 'B/USDT', bestRatio: 0.1, worstPair: 'C/USDT', worstRatio: -0.04, maxDrawdown: '110', maxDrawdownRatio: 0.1 });
});
