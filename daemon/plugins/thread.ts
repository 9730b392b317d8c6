import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { ownPackage } from '../lifecycle/package.ts';
import type { Log } from '../log/log.ts';
import { RpcError } from '../protocol/errors.ts';
import type { Answered, Asked, FromThread, Order, Question, ToThread } from './wire.ts';

export interface PluginLimits {
  /** Milliseconds the desk stands still for a strategy's answer. */
  readonly strategyMs: number;
  /** Seconds that a method may take. */
  readonly methodSeconds: number;
  readonly memoryMb: number;
}

export interface PluginThreadOptions {
  readonly name: string;
  readonly file: string;
  readonly limits: () => PluginLimits;
  readonly log: Log;
  /** Carries out a call that the plugin makes. */
  readonly call: (method: string, params: unknown) => Promise<unknown>;
  /** Told once when the thread ended without being asked to. */
  readonly onFault: (reason: string) => void;
}

const LOAD_MS = 10_000;
const PING_MS = 5000;
/** Pings in a row without an answer after which a thread counts as hanging. */
const PATIENT_PINGS = 2;
const LONGEST_LINE = 1000;

/**
 * A plugin's code in a thread of its own: without the daemon's environment, with a limit on its memory, and ended as soon as
 * it breaks a rule. It keeps faults in, not malice: the code has the rights of the user.
 */
export class PluginThread {
  readonly #options: PluginThreadOptions;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #counter = new Int32Array(new SharedArrayBuffer(4));
  readonly #pending = new Map<number, PromiseWithResolvers<string>>();
  readonly #loaded = Promise.withResolvers<unknown>();
  #watch: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #count = 0;
  #reason: string | undefined;

  constructor(options: PluginThreadOptions) {
    this.#options = options;
    const { name, file, log, limits } = options;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#loaded.promise.catch(() => {});
    const own = import.meta.url.endsWith('.ts') ? 'daemon/plugins/runner.ts' : 'out/main/plugin.js';
    this.#worker = new Worker(path.join(ownPackage().root, own), {
      name: `plugin ${name}`,
      workerData: { url: pathToFileURL(file).href, port: port2, answered: this.#counter.buffer },
      transferList: [port2],
      env: {},
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits().memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    this.#worker.unref();
    port1.unref();
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) this.#log(stream, log);
    this.#worker.on('message', (message: FromThread) => this.#take(message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.fail(wordsOf(error, limits().memoryMb)));
    this.#worker.on('exit', (code) => this.fail(`it ended its thread (exit code ${code})`));
  }

  /** Why it does not work any more; undefined while it does. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** What the code adds, unchecked. @throws Error when it can't be loaded, or not in time */
  async load(): Promise<unknown> {
    const late = setTimeout(() => this.fail(`it did not load within ${LOAD_MS / 1000} s`), LOAD_MS);
    try {
      const manifest = await this.#loaded.promise;
      this.#watch = setInterval(() => this.#ping(), PING_MS).unref();
      return manifest;
    } finally {
      clearTimeout(late);
    }
  }

  /**
   * Calls a method of the plugin; one that throws or takes too long ends it.
   *
   * @returns JSON text of the result
   * @throws RpcError
   */
  async method(name: string, params: unknown): Promise<string> {
    if (this.#reason !== undefined) throw this.#gone();
    const { methodSeconds } = this.#options.limits();
    const late = setTimeout(() => this.fail(`${name} took longer than ${methodSeconds} s`), methodSeconds * 1000);
    try {
      return await this.ask({ op: 'method', name, params });
    } catch (error) {
      if (error instanceof RpcError) throw error;
      this.fail(`${name} threw ${(error as Error).message}`);
      throw this.#gone();
    } finally {
      clearTimeout(late);
    }
  }

  /** @returns JSON text of the result. @throws RpcError `invalid` for a refusal, Error for a throw, the signal's reason, or the thread's end */
  async ask(order: Order, signal?: AbortSignal): Promise<string> {
    if (this.#reason !== undefined) throw this.#gone();
    const id = ++this.#count;
    const pending = Promise.withResolvers<string>();
    this.#pending.set(id, pending);
    const abort = () => {
      this.#post({ kind: 'abort', id });
      pending.reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.#post({ kind: 'order', id, order });
    try {
      return await pending.promise;
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#pending.delete(id);
    }
  }

  /**
   * Asks and stands still for the answer, since a decision on a candle must come before the next price; a throw or a late
   * answer ends the plugin.
   *
   * @throws Error naming the plugin
   */
  askNow(question: Question): unknown {
    if (this.#reason !== undefined) throw this.#gone();
    const { strategyMs } = this.#options.limits();
    const before = Atomics.load(this.#counter, 0);
    this.#port.postMessage(question satisfies Asked);
    Atomics.wait(this.#counter, 0, before, strategyMs);
    const received = receiveMessageOnPort(this.#port) as { message: Answered } | undefined;
    if (received && 'value' in received.message) return received.message.value;
    this.fail(received && 'error' in received.message ? `its strategy threw ${received.message.error}` : `its strategy took longer than ${strategyMs} ms`);
    throw this.#gone();
  }

  /** Lets the thread forget a run of its strategy. */
  drop(run: number): void {
    if (this.#reason === undefined) this.#port.postMessage({ op: 'drop', run } satisfies Asked);
  }

  /** Ends the thread because it broke a rule. */
  fail(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#end(reason);
    this.#options.onFault(reason);
  }

  /** Ends the thread in good order. */
  async stop(reason: string): Promise<void> {
    if (this.#reason === undefined) this.#end(reason);
    await this.#worker.terminate();
  }

  #end(reason: string): void {
    this.#reason = reason;
    clearInterval(this.#watch);
    this.#loaded.reject(new Error(reason));
    for (const { reject } of this.#pending.values()) reject(this.#gone());
    this.#port.close();
    void this.#worker.terminate();
  }

  #take(message: FromThread): void {
    if (message.kind === 'ready') this.#loaded.resolve(message.manifest);
    else if (message.kind === 'pong') this.#unanswered = 0;
    else if (message.kind === 'call') void this.#call(message);
    else this.#settle(message);
  }

  #settle(message: FromThread & { id: number }): void {
    const pending = this.#pending.get(message.id);
    if (message.kind === 'done') pending?.resolve(message.json);
    else if (message.kind === 'threw') pending?.reject(new Error(message.error));
    else if (message.kind === 'refused')
      pending?.reject(new RpcError('invalid', message.refused.message, { field: message.refused.field, hint: message.refused.hint }));
  }

  async #call({ id, method, params }: FromThread & { kind: 'call' }): Promise<void> {
    try {
      this.#post({ kind: 'answer', id, value: await this.#options.call(method, params) });
    } catch (error) {
      this.#post({ kind: 'answer', id, error: (error as Error).message });
    }
  }

  #ping(): void {
    if (this.#unanswered >= PATIENT_PINGS) this.fail(`it did not answer for ${(PING_MS * PATIENT_PINGS) / 1000} s`);
    this.#unanswered += 1;
    this.#post({ kind: 'ping' });
  }

  #post(message: ToThread): void {
    if (this.#reason === undefined) this.#worker.postMessage(message);
  }

  #gone(): RpcError {
    const { name } = this.#options;
    return new RpcError('conflict', `plugin ${name} was stopped: ${this.#reason}`, { hint: remedyFor(name) });
  }

  #log(stream: Readable, log: Log): void {
    createInterface({ input: stream }).on('line', (line) => log.info(line.slice(0, LONGEST_LINE)));
  }
}

export const remedyFor = (name: string): string => `Mend it, then: nightdesk plugins reload ${name}`;

function wordsOf(error: NodeJS.ErrnoException, memoryMb: number): string {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return `it used more than ${memoryMb} MB of memory`;
  return `it threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}
