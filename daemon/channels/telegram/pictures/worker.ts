import { serveSideThread } from '../../../lifecycle/serve-side-thread.ts';
import { draw } from './draw.ts';
import type { PictureOrder } from './order.ts';

/** The drawing thread: takes orders, gives back PNGs. */
serveSideThread((order: PictureOrder): Uint8Array => draw(order));
