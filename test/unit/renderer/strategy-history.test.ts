import { expect, test } from 'vitest';
import { changesOf } from '../../../renderer/lib/strategy-history.ts';

const state = (seq: number, ts: number, enabled: boolean, params: object, reason: string | null = null) => ({
  seq,
  ts,
  topic: 'strategy.state',
  data: { strategy: 'ema-cross', enabled, params, reason },
});
const config = (seq: number, ts: number, ...paths: string[]) => ({ seq, ts, topic: 'config.changed', data: { paths, who: 'ada' } });

test('each change with who made it, and what a parameter was before', () => {
  const events = [
    state(12, 600, false, { fast: 7 }, 'threw an error'),
    state(10, 500, true, { fast: 7 }),
    config(9, 500, 'strategies.ema-cross.pairs'),
    state(8, 400, true, { fast: 7 }),
    config(7, 400, 'strategies.ema-cross.enabled'),
    state(6, 300, false, { fast: 7 }),
    config(5, 300, 'strategies.ema-cross.params.fast'),
    config(4, 300, 'strategies.grid.params.levels'),
    state(3, 200, false, { fast: 8 }),
    config(2, 200, 'strategies.ema-cross.enabled'),
  ];
  const told = changesOf(events, 'ema-cross', { fast: 9, slow: 21 });
  expect(told.map(({ seq, who, what, params }) => [seq, who, what, params])).toEqual([
    [12, null, 'failed', []],
    [10, 'ada', 'pairs', []],
    [8, 'ada', 'enabled', []],
    [6, 'ada', 'params', [{ name: 'fast', from: 8, to: 7 }]],
    [3, 'ada', 'disabled', []],
  ]);
  expect(changesOf(events.slice(5, 7), 'ema-cross', { fast: 9 })[0]?.params).toEqual([{ name: 'fast', from: undefined, to: 7 }]);
  expect(changesOf(events, 'grid', {})).toEqual([]);
});
