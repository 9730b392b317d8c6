import { parentPort } from 'node:worker_threads';
import { draw } from './draw.ts';
import type { PictureOrder } from './order.ts';
import type { Painted } from './painter.ts';

/** The drawing thread: takes orders, gives back PNGs. */
parentPort?.on('message', ({ id, order }: { id: number; order: PictureOrder }) => {
  let painted: Painted;
  try {
    painted = { id, png: draw(order) };
  } catch (error) {
    painted = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(painted);
});
