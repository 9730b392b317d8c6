import { expect, test } from 'vitest';
import { FrameQueue } from '../../../renderer/lib/frame-queue.ts';

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
