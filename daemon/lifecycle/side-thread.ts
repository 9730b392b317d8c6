import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ErrorObject } from '../protocol/errors.ts';
import { RpcError } from '../protocol/rpc-error.ts';
import { ownPackage } from './package.ts';

/** What goes to the thread and what comes back, see `serveSideThread`. */
export interface Question<Q> {
  readonly id: number;
  readonly question: Q;
}
export type Reply<A> =
  | { readonly id: number; readonly answer: A }
  | { readonly id: number; readonly refused: ErrorObject }
  | { readonly id: number; readonly failed: string };

export interface SideThreadOptions {
  /** Its program, from the root of the package, as it is run from the sources. */
  readonly source: string;
  /** The same as it is built, beside the daemon. */
  readonly built: string;
  /** Handed to the thread as `workerData`. */
  readonly data?: unknown;
  /** An answer that takes longer is given up, and the thread with it. */
  readonly patienceMs: number;
  /** The thread ends when nothing was asked for so long. */
  readonly idleMs: number;
}

interface Waiting<A> {
  readonly resolve: (answer: A) => void;
  readonly reject: (error: Error) => void;
}

/** Work that trading must not wait for, in a thread of its own. It starts with the first question and ends when there are no more. */
export class SideThread<Q, A> {
  readonly #options: SideThreadOptions;
  readonly #waiting = new Map<number, Waiting<A>>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(options: SideThreadOptions) {
    this.#options = options;
  }

  /** @throws RpcError that the thread refused with, or Error when it failed or took too long */
  async ask(question: Q): Promise<A> {
    const { patienceMs, idleMs, source } = this.#options;
    clearTimeout(this.#idle);
    const worker = this.#open();
    const id = ++this.#count;
    const waiting = Promise.withResolvers<A>();
    this.#waiting.set(id, waiting);
    const late = setTimeout(() => this.#end(new Error(`${source} took longer than ${patienceMs / 1000} s`)), patienceMs);
    worker.postMessage({ id, question } satisfies Question<Q>);
    try {
      return await waiting.promise;
    } finally {
      clearTimeout(late);
      this.#waiting.delete(id);
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#end(new Error(`${source} was put away`)), idleMs).unref();
    }
  }

  /** Ends the thread; what it was asked fails. */
  stop(): Promise<void> {
    clearTimeout(this.#idle);
    return this.#end(new Error(`${this.#options.source} was stopped`));
  }

  #open(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#file(), { workerData: this.#options.data });
    worker.unref();
    worker.on('message', (reply: Reply<A>) => this.#settle(reply));
    worker.on('error', (error) => this.#worker === worker && this.#end(error as Error));
    worker.on('exit', () => this.#worker === worker && this.#end(new Error(`${this.#options.source} ended`)));
    this.#worker = worker;
    return worker;
  }

  #file(): string {
    const { source, built } = this.#options;
    return path.join(ownPackage().root, import.meta.url.endsWith('.ts') ? source : path.join('out/main', built));
  }

  #settle(reply: Reply<A>): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if ('answer' in reply) waiting.resolve(reply.answer);
    else waiting.reject('refused' in reply ? RpcError.from(reply.refused) : new Error(reply.failed));
  }

  async #end(reason: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    await worker?.terminate();
  }
}
