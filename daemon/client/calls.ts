import type { ErrorObject, Params } from '../protocol/index.ts';
import { RpcError } from '../protocol/rpc-error.ts';
import type { CallOptions } from './connection.ts';
import { READS } from './reads.ts';
import type { Timers } from './timers.ts';

const TIMEOUT_MS = 30_000;

/** How a call ended. Told at once, in the order of the lines, so that nothing can slip between an answer and the events after it. */
export interface Outcome {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

interface Call extends Outcome {
  readonly id: number;
  readonly method: string;
  readonly text: string;
  /** Outlives a lost connection: it is sent anew on the next one. */
  readonly durable: boolean;
  /** Waits for a connection that is down. */
  readonly patient: boolean;
  sent: boolean;
  release(): void;
}

/** Calls waiting to be sent or to be answered. */
export class Calls {
  readonly #timers: Timers;
  readonly #calls = new Map<number, Call>();
  #lastId = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Takes a call in; `send` takes it out. */
  add(method: string, params: unknown, options: CallOptions, outcome: Outcome): Call | undefined {
    const { signal, timeoutMs = TIMEOUT_MS, wait = false, idempotencyKey } = options;
    if (signal?.aborted) {
      outcome.reject(signal.reason);
      return undefined;
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const given = idempotencyKey === undefined ? params : { ...(params as Params<'session.ping'>), idempotencyKey };
    const abort = () => this.#take(id)?.reject(signal?.reason);
    const stop = this.#timers.after(timeoutMs, () => {
      const call = this.#take(id);
      call?.reject(call.sent ? lost(method, `no answer within ${timeoutMs} ms`) : unavailable(`no connection within ${timeoutMs} ms`));
    });
    signal?.addEventListener('abort', abort, { once: true });
    const call: Call = {
      ...outcome,
      id,
      method,
      text: JSON.stringify({ jsonrpc: '2.0', id, method, params: given }),
      durable: idempotencyKey !== undefined || (wait && READS.has(method)),
      patient: wait || idempotencyKey !== undefined,
      sent: false,
      release: () => {
        stop();
        signal?.removeEventListener('abort', abort);
      },
    };
    this.#calls.set(id, call);
    return call;
  }

  /** Takes an answer from the wire. */
  answer(response: { id?: unknown; result?: unknown; error?: ErrorObject }): void {
    const call = this.#take(response.id as number);
    if (response.error) call?.reject(RpcError.from(response.error));
    else call?.resolve(response.result);
  }

  sendWaiting(send: (text: string) => void): void {
    for (const call of this.#calls.values()) {
      if (call.sent) continue;
      call.sent = true;
      send(call.text);
    }
  }

  /** The connection is gone: what can be repeated waits for the next, the rest fails as the truth demands. */
  disconnected(reason: string, hint?: string): void {
    for (const call of [...this.#calls.values()]) {
      if (call.sent && !call.durable) this.#take(call.id)?.reject(lost(call.method, reason));
      else if (!call.sent && !call.patient) this.#take(call.id)?.reject(unavailable(reason, hint));
      else call.sent = false;
    }
  }

  /** No connection will come: everything fails. */
  abandon(error: (method: string) => RpcError): void {
    for (const call of [...this.#calls.values()]) this.#take(call.id)?.reject(call.sent ? lost(call.method, 'the connection was closed') : error(call.method));
  }

  /** Lets fail what is not sent yet and must not be. */
  refuse(why: (method: string) => RpcError | undefined): void {
    for (const call of [...this.#calls.values()]) {
      const error = call.sent ? undefined : why(call.method);
      if (error) this.#take(call.id)?.reject(error);
    }
  }

  #take(id: number): Call | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    call?.release();
    return call;
  }
}

export const unavailable = (reason: string, hint?: string): RpcError => new RpcError('upstream_unavailable', reason, { hint });

/** A read can be asked again; of a change nobody knows whether it was made. */
function lost(method: string, reason: string): RpcError {
  if (READS.has(method)) return unavailable(reason);
  return new RpcError('outcome_unknown', `${method} was sent, but its answer was lost: ${reason}`, { hint: 'look at the present state before repeating it' });
}
