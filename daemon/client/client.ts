import type { ErrorObject, MethodName, Params, Result, TypedEvent } from '../protocol/index.ts';
import { RpcError } from '../protocol/rpc-error.ts';
import { PROTOCOL, TIMELESS } from '../protocol/version.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import { Calls, unavailable } from './calls.ts';
import { callConfirmed } from './confirm.ts';
import type { CallOptions, Connection, ConnectionState, Hello, SubscribeRequest, Subscription, SubscriptionHandlers } from './connection.ts';
import type { Connector, Link, LinkFailure } from './connector.ts';
import { READS } from './reads.ts';
import { Streams } from './streams.ts';
import { SYSTEM_TIMERS, type Timers } from './timers.ts';

export interface DaemonClientOptions {
  /** The way to the daemon. */
  readonly connect: Connector;
  /** Name and version of the caller, for the daemon's log. */
  readonly client: string;
  readonly backoff?: Backoff;
  readonly timers?: Timers;
  /** After so long without a word a ping is sent, ms; after four times as long the connection counts as dead. */
  readonly keepAliveMs?: number;
  /**
   * Milliseconds between two times that events come, at least, for who shows rather than acts on them: of prices and figures
   * that changed again meanwhile only the newest comes. As they happen when absent.
   */
  readonly pace?: number;
  /** Told what a handler of the application threw; thrown on as uncaught when absent. */
  readonly onFault?: (error: unknown) => void;
}

/** The pace of a console: nobody reads figures that change faster, and each time all that shows them is drawn anew. */
export const CONSOLE_PACE_MS = 100;
const KEEP_ALIVE_MS = 5_000;
const DEAD_AFTER = 4;
/** A connection that lasted so long was a good one: the next loss begins with short waits. */
const STABLE_MS = 2_000;

/** What may be called where no protocol was agreed on: a read does no harm when it is misunderstood. */
const mayGoUnagreed = (method: string): boolean => READS.has(method) || TIMELESS.has(method);

const onlyToRead = ({ version, supported }: Hello): RpcError =>
  new RpcError('protocol_mismatch', `the daemon is version ${version} and speaks another protocol: from here it can only be read`, {
    hint: supported.min > PROTOCOL.max ? 'update this program' : 'restart the daemon in the version of this program',
  });

interface Incoming {
  id?: unknown;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: ErrorObject;
}

/** A typed client of the daemon: it connects, greets, reconnects, and resumes its event streams where they broke off. */
export class DaemonClient implements Connection {
  readonly #options: DaemonClientOptions;
  readonly #timers: Timers;
  readonly #calls: Calls;
  readonly #streams: Streams;
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  #state: ConnectionState = { name: 'idle' };
  #link: Link | undefined;
  #attempt = 0;
  #readySince = 0;
  #silentTicks = 0;
  /** Why the daemon did not agree on a protocol, while it is asked whether it may be read from at least. */
  #mismatch: RpcError | undefined;
  #stopTimer: (() => void) | undefined;

  constructor(options: DaemonClientOptions) {
    this.#options = options;
    this.#timers = options.timers ?? SYSTEM_TIMERS;
    this.#calls = new Calls(this.#timers);
    this.#streams = new Streams({
      send: (method, params, outcome) => this.#send(method, params, outcome),
      onFault: (error) => this.#fault(error),
      timers: this.#timers,
      pace: options.pace,
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect(): void {
    const { name } = this.#state;
    if (name === 'idle' || name === 'waiting' || name === 'unauthorised') this.#open();
  }

  call<M extends MethodName>(method: M, params: Params<M>, options: CallOptions = {}): Promise<Result<M>> {
    if (this.#state.name === 'idle') this.connect();
    const refusal = this.#refusal(method, options);
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#calls.add(method, params, options, { resolve: resolve as (result: unknown) => void, reject });
      if (this.#accepts(method)) this.#calls.sendWaiting((text) => this.#link?.send(text));
    });
  }

  callConfirmed<M extends MethodName>(method: M, params: Params<M>, options: CallOptions = {}): Promise<Result<M>> {
    return callConfirmed(this, method, params, options);
  }

  subscribe(request: SubscribeRequest, handlers: SubscriptionHandlers): Subscription {
    const { name } = this.#state;
    if (name === 'idle') this.connect();
    if (name === 'closed') throw unavailable('the connection was closed');
    return this.#streams.add(request, handlers);
  }

  close(): void {
    if (this.#state.name === 'closed') return;
    this.#drop();
    this.#become({ name: 'closed' });
    this.#calls.abandon(() => unavailable('the connection was closed'));
  }

  /** Why a call cannot be taken in now. */
  #refusal(method: string, { wait, idempotencyKey }: CallOptions): RpcError | undefined {
    const state = this.#state;
    if (state.name === 'closed') return unavailable('the connection was closed');
    if (state.name === 'unauthorised') return new RpcError('unauthenticated', state.reason);
    if (state.name === 'incompatible' && !TIMELESS.has(method)) return new RpcError('protocol_mismatch', state.reason);
    if (state.name === 'ready' && state.hello.readOnly && !mayGoUnagreed(method)) return onlyToRead(state.hello);
    if (state.name === 'waiting' && !wait && idempotencyKey === undefined) return unavailable(state.reason);
    return undefined;
  }

  #accepts(method: string): boolean {
    const { name } = this.#state;
    return name === 'ready' || (name === 'incompatible' && TIMELESS.has(method));
  }

  /** Sends on the link as it is, past the queue. */
  #send(method: string, params: unknown, outcome: { resolve(result: unknown): void; reject(error: unknown): void }): void {
    const call = this.#calls.add(method, params, {}, outcome);
    if (!call) return;
    call.sent = true;
    this.#link?.send(call.text);
  }

  #open(): void {
    this.#stopTimer?.();
    this.#attempt += 1;
    this.#silentTicks = 0;
    this.#become({ name: 'connecting', attempt: this.#attempt });
    const current = () => link === this.#link;
    const link = this.#options.connect.connect({
      opened: () => {
        if (current()) this.#greet();
      },
      message: (value) => {
        if (current()) this.#message(value as Incoming);
      },
      closed: (failure) => {
        if (current()) this.#lost(failure);
      },
    });
    this.#link = link;
    this.#mismatch = undefined;
    this.#watch();
  }

  #greet(): void {
    this.#become({ name: 'greeting', attempt: this.#attempt });
    const { client, connect } = this.#options;
    const params: Params<'session.hello'> = {
      client,
      protocol: PROTOCOL,
      ...(connect.token !== undefined && { token: connect.token }),
      ...(this.#mismatch && { readOnly: true }),
    };
    this.#send('session.hello', params, {
      resolve: (hello) => this.#welcome(hello as Hello),
      reject: (error) => this.#turnedAway(error as RpcError),
    });
  }

  #welcome(hello: Hello): void {
    this.#readySince = this.#timers.now();
    this.#streams.connected(hello);
    if (hello.readOnly) this.#calls.refuse((method) => (mayGoUnagreed(method) ? undefined : onlyToRead(hello)));
    this.#become({ name: 'ready', hello });
    this.#calls.sendWaiting((text) => this.#link?.send(text));
  }

  #turnedAway(error: RpcError): void {
    if (this.#state.name !== 'greeting') return;
    const mismatch = this.#mismatch;
    if (mismatch !== undefined) {
      // It does not know of attaching only to read.
      this.#become({ name: 'incompatible', reason: mismatch.message });
      this.#calls.abandon(() => mismatch);
    } else if (error.kind === 'protocol_mismatch') {
      this.#mismatch = error;
      this.#greet();
    } else if (error.kind === 'unauthenticated' || error.kind === 'forbidden') this.#bar(error.message);
    else this.#lost({ reason: error.message, hint: error.data.hint });
  }

  #bar(reason: string): void {
    this.#drop();
    this.#become({ name: 'unauthorised', reason });
    this.#calls.abandon(() => new RpcError('unauthenticated', reason));
  }

  #lost({ reason, hint, unauthorised }: LinkFailure): void {
    const { name } = this.#state;
    if (unauthorised) {
      this.#bar(reason);
      return;
    }
    if (name === 'ready' && this.#timers.now() - this.#readySince >= STABLE_MS) this.#attempt = 0;
    this.#drop();
    const wait = backoffMs(Math.max(1, this.#attempt), () => this.#timers.random(), this.#options.backoff);
    this.#stopTimer = this.#timers.after(wait, () => this.#open());
    this.#become({ name: 'waiting', attempt: this.#attempt, retryAt: this.#timers.now() + wait, reason });
    this.#calls.disconnected(reason, hint);
  }

  /** Lets go of the link and of what was bound to it. */
  #drop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const link = this.#link;
    this.#link = undefined;
    link?.close();
    this.#streams.disconnected();
  }

  #message(message: Incoming): void {
    this.#silentTicks = 0;
    if (message.method === 'event') this.#streams.event(message.params as TypedEvent);
    else if (message.method === undefined) this.#calls.answer(message);
  }

  /** Counts silence in ticks of its own timer, so that a machine that slept finds its connections as it left them. */
  #watch(): void {
    const { keepAliveMs = KEEP_ALIVE_MS } = this.#options;
    this.#stopTimer = this.#timers.after(keepAliveMs, () => {
      this.#silentTicks += 1;
      if (this.#silentTicks >= DEAD_AFTER) {
        this.#lost({ reason: `the daemon has not answered for ${(DEAD_AFTER * keepAliveMs) / 1000} s` });
        return;
      }
      if (this.#state.name === 'ready') this.#send('session.ping', {}, { resolve() {}, reject() {} });
      this.#watch();
    });
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) {
      try {
        listener(state);
      } catch (error) {
        this.#fault(error);
      }
    }
  }

  #fault(error: unknown): void {
    const { onFault } = this.#options;
    if (onFault) onFault(error);
    else
      queueMicrotask(() => {
        throw error;
      });
  }
}
