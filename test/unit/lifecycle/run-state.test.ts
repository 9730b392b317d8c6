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
  second.ready();
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

test('the fifth start after failures within a minute is refused, forced it goes, and time heals', () => {
  const { clock, open } = setup();
  const fail = (force = false) => {
    clock.now += 1000;
    const state = open();
    state.begin('boot', force);
    state.failed();
  };
  for (let run = 0; run < 5; run++) fail();
  expect(() => fail()).toThrow(CrashLoopError);
  fail(true);
  clock.now += 61_000;
  fail();
});

test('a run that ended before it answered counts as a failure, one that was killed later does not', () => {
  const { clock, open } = setup();
  for (let run = 0; run < 20; run++) {
    clock.now += 100;
    const state = open();
    expect(state.begin('boot', false).lastExit).toBe(run === 0 ? 'first' : 'crash');
    state.ready();
  }
  for (let run = 0; run < 5; run++) open().begin('boot', false);
  expect(() => open().begin('boot', false)).toThrow(/failed each time; not trying again for \d+ s/);
});

test('a clean end breaks the series', () => {
  const { clock, open } = setup();
  for (let run = 0; run < 12; run++) {
    clock.now += 1000;
    const state = open();
    state.begin('boot', false);
    if (run % 4 === 3) state.end('running');
    else state.failed();
  }
});

test('a file that is damaged counts as none', () => {
  const { file, open } = setup();
  fs.writeFileSync(file, '{"state": "up"');
  expect(open().begin('a', false)).toEqual({ lastExit: 'first', downMs: null });
});
