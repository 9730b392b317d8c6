import { afterEach, beforeEach, expect, test } from 'vitest';
import { HealthWatch } from '../../../daemon/alerts/health.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import type { DataHealth } from '../../../daemon/protocol/schemas/market.ts';
import { AlertDesk } from './desk.ts';

let desk: AlertDesk;
let watch: HealthWatch;
let data: DataHealth;
let limits: { staleDataSeconds: number | null; stalledLoopSeconds: number | null };

const fresh: DataHealth = { source: 'live', label: 'binance', timeframe: '5m', state: 'fresh', updatedAt: 0, ageMs: 100, marketTime: 0 };
const told = () => desk.journal.read({ topics: (topic) => topic === 'daemon.health' }).map(({ json }) => JSON.parse(json));
const begin = () => {
  const { store, journal, clock } = desk;
  watch = new HealthWatch({ store, journal, clock, log: SILENT, limits: () => limits, data: () => data, uptime: () => clock.now() });
  watch.start();
};

beforeEach(() => {
  desk = new AlertDesk();
  data = fresh;
  limits = { staleDataSeconds: 120, stalledLoopSeconds: 5 };
  begin();
});
afterEach(() => {
  watch.stop();
  desk.remove();
});

test('prices that stay away are told once, also over a restart, and once more when they are back', () => {
  desk.clock.advance(10_000);
  data = { ...fresh, state: 'stale', ageMs: 130_000, reason: 'connection refused' };
  desk.clock.advance(5_000);
  watch.stop();
  begin();
  desk.clock.advance(60_000);
  expect(told()).toMatchObject([{ check: 'market_data', state: 'failing', text: 'No price from binance for 2 min 10 s: connection refused' }]);
  data = fresh;
  desk.clock.advance(60_000);
  expect(told().slice(1)).toMatchObject([{ state: 'ok', text: expect.stringMatching(/^Prices from binance again, after \d+ min/) }]);
});

test('a market that never answers is told of; one that has come to its end, or nobody watches, is not', () => {
  data = { ...fresh, state: 'ended', ageMs: null };
  desk.clock.advance(300_000);
  limits = { ...limits, staleDataSeconds: null };
  data = { ...fresh, state: 'connecting', ageMs: null };
  desk.clock.advance(300_000);
  expect(told()).toEqual([]);
  limits = { ...limits, staleDataSeconds: 120 };
  desk.clock.advance(1000);
  expect(told()).toMatchObject([{ state: 'failing' }]);
});

test('a daemon that stood still says so, and for how long; not again for a while', () => {
  desk.clock.jump(4_000);
  expect(told()).toEqual([]);
  desk.clock.jump(13_000);
  expect(told()).toMatchObject([{ check: 'event_loop', state: 'failing', text: expect.stringContaining('stood still for 12 s') }]);
  desk.clock.jump(13_000);
  expect(told()).toHaveLength(1);
  desk.clock.advance(600_000);
  desk.clock.jump(13_000);
  expect(told()).toHaveLength(2);
});
