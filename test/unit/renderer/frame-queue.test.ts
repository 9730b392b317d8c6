import { expect, onTestFinished, test, vi } from 'vitest';
import { FrameQueue, pacedFrames } from '../../../renderer/lib/frame-queue.ts';

test('many items become one batch per frame, in order', () => {
  const frames: (() => void)[] = [];
  const batches: (readonly number[])[] = [];
  const queue = new FrameQueue<number>({ take: (items) => batches.push(items), schedule: (task) => frames.push(task) });
  for (let item = 1; item <= 3; item++) queue.push(item);
  expect(frames).toHaveLength(1);
  frames.shift()?.();
  queue.push(4);
  frames.shift()?.();
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

test('a batch handed over early is not handed over again', () => {
  const frames: (() => void)[] = [];
  const batches: (readonly number[])[] = [];
  const queue = new FrameQueue<number>({ take: (items) => batches.push(items), schedule: (task) => frames.push(task) });
  queue.push(1);
  queue.flush();
  queue.push(2);
  while (frames.length > 0) frames.shift()?.();
  expect(batches).toEqual([[1], [2]]);
});

test('what is pushed while a batch is taken comes with the next frame', () => {
  const frames: (() => void)[] = [];
  const batches: (readonly number[])[] = [];
  const queue: FrameQueue<number> = new FrameQueue({
    take: (items) => {
      batches.push(items);
      if (items[0] === 1) queue.push(2);
    },
    schedule: (task) => frames.push(task),
  });
  queue.push(1);
  while (frames.length > 0) frames.shift()?.();
  expect(batches).toEqual([[1], [2]]);
});

test('paced frames come at once after a rest, and otherwise no oftener than told', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => setTimeout(task, 16));
  vi.stubGlobal('document', { hidden: false });
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const taken: Array<readonly [at: number, count: number]> = [];
  const began = performance.now();
  const queue = new FrameQueue<number>({
    take: (items) => taken.push([performance.now() - began, items.length]),
    schedule: pacedFrames(100),
  });
  for (let at = 0; at < 300; at += 1) {
    queue.push(at);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  const gaps = taken.slice(1).map(([at], index) => at - (taken[index]?.[0] ?? 0));
  expect(taken[0]?.[0]).toBeLessThanOrEqual(16);
  expect(gaps.length).toBeGreaterThan(1);
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(100);
  expect(taken.reduce((sum, [, count]) => sum + count, 0)).toBe(300);
});
