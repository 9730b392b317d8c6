import { parentPort, workerData } from 'node:worker_threads';
import type { Answered, Asked, Delivery, FromThread, Order, Refused, ThreadData, ToThread } from './wire.ts';

/** The plugin's thread: imports its code, tells what it adds, and carries out what it is asked for. */

interface Code {
  readonly methods?: Record<string, { run(params: unknown, desk: Desk): unknown }>;
  readonly channel?: { send(delivery: Delivery, context: { settings: unknown; secrets: unknown; signal: AbortSignal }): unknown };
  readonly strategy?: { warmup(params: unknown): unknown; create(params: unknown): { onCandle(context: unknown): unknown } };
}

interface Desk {
  call(method: string, params?: object): Promise<unknown>;
  refuse(message: string, details?: { field?: string; hint?: string }): never;
}

class Refusal extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(refused.message);
    this.refused = refused;
  }
}

const { url, port, answered } = workerData as ThreadData;
const counter = new Int32Array(answered);
const running = new Map<number, AbortController>();
const calls = new Map<number, PromiseWithResolvers<unknown>>();
const runs = new Map<number, { onCandle(context: unknown): unknown }>();
let called = 0;

const tell = (message: FromThread): void => parentPort?.postMessage(message);
const textOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

const desk: Desk = {
  call(method, params = {}) {
    const id = ++called;
    const call = Promise.withResolvers<unknown>();
    calls.set(id, call);
    tell({ kind: 'call', id, method, params });
    return call.promise;
  },
  refuse(message, details = {}) {
    throw new Refusal({ message, ...details });
  },
};

const { default: code } = (await import(url)) as { default?: Code };
if (typeof code !== 'object' || code === null) throw new TypeError('it has no default export that is an object');
for (const [name, method] of Object.entries(code.methods ?? {})) need(method.run, `methods.${name}.run`);
if (code.channel) need(code.channel.send, 'channel.send');
if (code.strategy) {
  need(code.strategy.warmup, 'strategy.warmup');
  need(code.strategy.create, 'strategy.create');
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'ping') return tell({ kind: 'pong' });
  if (message.kind === 'abort') return running.get(message.id)?.abort();
  if (message.kind === 'order') return void carryOut(message.id, message.order);
  const call = calls.get(message.id);
  calls.delete(message.id);
  if (message.error === undefined) call?.resolve(message.value);
  else call?.reject(new Error(message.error));
});

port.on('message', (asked: Asked) => {
  if (asked.op === 'drop') {
    runs.delete(asked.run);
    return;
  }
  port.postMessage(answer(asked));
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
});

tell({ kind: 'ready', manifest: JSON.parse(JSON.stringify(code)) });

function need(value: unknown, name: string): void {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function`);
}

async function carryOut(id: number, order: Order): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    const result = await (order.op === 'method' ? method(order) : send(order, abort.signal));
    tell({ kind: 'done', id, json: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    if (error instanceof Refusal) tell({ kind: 'refused', id, refused: error.refused });
    else tell({ kind: 'threw', id, error: textOf(error) });
  } finally {
    running.delete(id);
  }
}

const method = ({ name, params }: Order & { op: 'method' }): unknown => code?.methods?.[name]?.run(params, desk);
const send = ({ delivery, settings, secrets }: Order & { op: 'send' }, signal: AbortSignal): unknown =>
  code?.channel?.send(delivery, { settings, secrets, signal });

function answer(asked: Exclude<Asked, { op: 'drop' }>): Answered {
  try {
    if (asked.op === 'warmup') return { value: code?.strategy?.warmup(asked.params) };
    if (asked.op === 'candle') return { value: JSON.parse(JSON.stringify(runs.get(asked.run)?.onCandle(asked.context) ?? [])) };
    const run = code?.strategy?.create(asked.params);
    need(run?.onCandle, 'onCandle of what strategy.create returns');
    if (run) runs.set(asked.run, run);
    return { value: null };
  } catch (error) {
    return { error: textOf(error) };
  }
}
