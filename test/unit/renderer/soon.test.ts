import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { soon } from '../../../renderer/lib/soon.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a burst is one, and calls that never stop do not put it off', () => {
  const task = vi.fn();
  const call = soon(task, 400);
  for (let ms = 0; ms < 4000; ms += 100) {
    call();
    vi.advanceTimersByTime(100);
  }
  expect(task).toHaveBeenCalledTimes(10);
});

test('what was cancelled is not done, and can be asked for again', () => {
  const task = vi.fn();
  const call = soon(task, 400);
  call();
  call.cancel();
  vi.advanceTimersByTime(1000);
  expect(task).not.toHaveBeenCalled();
  call();
  vi.advanceTimersByTime(400);
  expect(task).toHaveBeenCalledOnce();
});
