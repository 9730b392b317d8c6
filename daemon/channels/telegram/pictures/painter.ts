import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ownPackage } from '../../../lifecycle/package.ts';
import type { PictureOrder } from './order.ts';

/** What the drawing thread answers. */
export type Painted = { readonly id: number; readonly png: Uint8Array } | { readonly id: number; readonly error: string };

/** A picture that takes longer is given up. */
const PATIENCE_MS = 15_000;
/** The thread ends when nobody wanted a picture for so long. */
const IDLE_MS = 60_000;

/** Beside the sources it runs as it is written; in a build it is a file of its own. */
const workerFile = (): string =>
  import.meta.url.endsWith('.ts') ? path.join(import.meta.dirname, 'worker.ts') : path.join(ownPackage().root, 'out/main/painter.js');

/** Has pictures drawn in a thread of its own, which trading never waits for. It starts with the first picture. */
export class Painter {
  readonly #waiting = new Map<number, { resolve: (png: Uint8Array) => void; reject: (error: Error) => void }>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #count = 0;

  /** @returns a PNG. @throws Error when it could not be drawn */
  async paint(order: PictureOrder): Promise<Uint8Array> {
    clearTimeout(this.#idle);
    const worker = this.#open();
    const id = ++this.#count;
    const painted = Promise.withResolvers<Uint8Array>();
    this.#waiting.set(id, painted);
    const late = setTimeout(() => this.#end(new Error('drawing took too long')), PATIENCE_MS);
    worker.postMessage({ id, order });
    try {
      return await painted.promise;
    } finally {
      clearTimeout(late);
      this.#waiting.delete(id);
      this.#idle = setTimeout(() => this.#end(new Error('the painter was put away')), IDLE_MS).unref();
    }
  }

  stop(): void {
    clearTimeout(this.#idle);
    this.#end(new Error('the channel was stopped'));
  }

  #open(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(workerFile());
    worker.unref();
    worker.on('message', (painted: Painted) => {
      const waiting = this.#waiting.get(painted.id);
      if ('png' in painted) waiting?.resolve(painted.png);
      else waiting?.reject(new Error(painted.error));
    });
    worker.on('error', (error) => this.#end(error as Error));
    worker.on('exit', () => this.#worker === worker && this.#end(new Error('the painter ended')));
    this.#worker = worker;
    return worker;
  }

  #end(reason: Error): void {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    void worker?.terminate();
  }
}
