import { SideThread } from '../../../lifecycle/side-thread.ts';
import type { PictureOrder } from './order.ts';

/** Has pictures drawn in a thread of its own, which trading never waits for. It starts with the first picture. */
export class Painter {
  readonly #thread = new SideThread<PictureOrder, Uint8Array>({
    source: 'daemon/channels/telegram/pictures/worker.ts',
    built: 'painter.js',
    patienceMs: 15_000,
    idleMs: 60_000,
  });

  /** @returns a PNG. @throws Error when it could not be drawn */
  paint(order: PictureOrder): Promise<Uint8Array> {
    return this.#thread.ask(order);
  }

  stop(): void {
    void this.#thread.stop();
  }
}
