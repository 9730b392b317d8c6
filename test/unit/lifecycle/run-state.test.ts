import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CrashLoopError, desiredState, RunState } from '../../../daemon/lifecycle/run-state.ts';
import { tempFolder } from '../../support/temp.ts';

function setup() {
  const file = path.join(tempFolder(), 'run.json');
  const clock = { now: 1_700_000_000_000 };
  return { file, clock, open: () => new RunState(file, () => clock.now) };
}

test('the first run, a clean end and a crash are told apart, with the time down', () => {
  const { file, clock, open } = setup();
  const first = open();
  expect(first.begin('a', false)).toEqual({ lastExit: 'first', downMs: null });
  clock.now += 5000;
  first.end('running');
  clock.now += 2000;
  const second = open();
  expect(second.begin('b', false)).toEqual({ lastExit: 'clean', downMs: 2000 });
  clock.now += 60_000;
  second.touch();
  clock.now += 3000;
  expect(open().begin('c', false)).toEqual({ lastExit: 'crash', downMs: 3000 });
  expect(RunState.running(file)).toMatchObject({ pid: process.pid });
});

test('an intended stop is remembered until the next start', () => {
  const { file, open } = setup();
  expect(desiredState(file)).toBe('running');
  const state = open();
  state.begin('a', false);
  state.end('stopped');
  expect(desiredState(file)).toBe('stopped');
  expect(RunState.running(file)).toBeUndefined();
  open().begin('b', false);
  expect(desiredState(file)).toBe('running');
});

test('the fifth start after crashes within a minute is refused, forced it goes, and time heals', () => {
  const { clock, open } = setup();
  open().begin('first', false);
  for (let crash = 0; crash < 4; crash++) {
    clock.now += 1000;
    open().begin(`again ${crash}`, false);
  }
  clock.now += 1000;
  expect(() => open().begin('fifth', false)).toThrow(CrashLoopError);
  expect(open().begin('forced', true).lastExit).toBe('crash');
  clock.now += 61_000;
  expect(open().begin('later', false).lastExit).toBe('crash');
});

test('a clean end breaks the series', () => {
  const { clock, open } = setup();
  open().begin('first', false);
  for (let round = 0; round < 10; round++) {
    clock.now += 1000;
    const state = open();
    state.begin(`crashed ${round}`, false);
    if (round % 3 === 2) state.end('running');
  }
});

test('a file that is damaged counts as none', () => {
  const { file, open } = setup();
  fs.writeFileSync(file, '{"state": "up"');
  expect(open().begin('a', false)).toEqual({ lastExit: 'first', downMs: null });
});
