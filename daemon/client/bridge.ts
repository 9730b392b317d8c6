import type { OutsideLink } from '../protocol/bridge.ts';
import type { ErrorObject, MethodName, Params, Result, TypedEvent } from '../protocol/index.ts';
import { RpcError } from '../protocol/rpc-error.ts';
import { callConfirmed } from './confirm.ts';
import type { CallOptions, Connection, ConnectionState, StreamStart, SubscribeRequest, Subscription, SubscriptionHandlers } from './connection.ts';

/** What became of a call. Electron carries only an error's message between its processes, so failures cross as data. */
export type BridgeAnswer = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: ErrorObject };

/** What a stream has to say, as data. */
export type StreamNews =
  | { readonly kind: 'event'; readonly event: TypedEvent }
  | { readonly kind: 'start' | 'resume' | 'reset'; readonly start: StreamStart }
  | { readonly kind: 'error'; readonly error: ErrorObject };

export type BridgeCallOptions = Pick<CallOptions, 'timeoutMs' | 'wait' | 'idempotencyKey'>;

/** The one object a window of the desktop console is given: `window.nightdesk`. Plain data in, plain data out. */
export interface Bridge {
  /** Version of the desktop console. */
  readonly version: string;
  call(method: string, params: unknown, options: BridgeCallOptions): Promise<BridgeAnswer>;
  /** @returns ends the stream */
  subscribe(request: SubscribeRequest, listener: (news: readonly StreamNews[]) => void): () => void;
  /** Tells the state of now, soon, and then every change. */
  onState(listener: (state: ConnectionState) => void): void;
  connect(): void;
  /** Shows a page, asked for from the tray or by a link of the form `nightdesk://…`. */
  onNavigate(listener: (place: string) => void): void;
  openLink(link: OutsideLink): void;
}

/** The connection of a window of the desktop console: the main process's own, by way of the bridge. */
export function bridgeConnection(bridge: Bridge): Connection {
  return new BridgeConnection(bridge);
}

class BridgeConnection implements Connection {
  readonly #bridge: Bridge;
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  readonly #streams = new Set<() => void>();
  #state: ConnectionState = { name: 'idle' };

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.onState((state) => this.#become(state));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call<M extends MethodName>(method: M, params: Params<M>, options: CallOptions = {}): Promise<Result<M>> {
    const { signal, ...rest } = options;
    signal?.throwIfAborted();
    const answer = await orAborted(this.#bridge.call(method, asJson(params), rest), signal);
    if (answer.ok) return answer.result as Result<M>;
    throw RpcError.from(answer.error);
  }

  callConfirmed<M extends MethodName>(method: M, params: Params<M>, options: CallOptions = {}): Promise<Result<M>> {
    return callConfirmed(this, method, params, options);
  }

  subscribe(request: SubscribeRequest, handlers: SubscriptionHandlers): Subscription {
    let position: number | undefined;
    const stop = this.#bridge.subscribe(request, (news) => {
      for (const one of news) {
        if (one.kind === 'event') position = one.event.seq ?? position;
        else if (one.kind !== 'error') position = one.kind === 'reset' ? one.start.seq : (position ?? request.since ?? one.start.seq);
        tell(handlers, one);
      }
    });
    this.#streams.add(stop);
    return {
      get position() {
        return position;
      },
      close: () => {
        if (this.#streams.delete(stop)) stop();
      },
    };
  }

  connect(): void {
    this.#bridge.connect();
  }

  /** Ends the streams of this window; the connection itself belongs to the main process. */
  close(): void {
    for (const stop of this.#streams) stop();
    this.#streams.clear();
    this.#become({ name: 'closed' });
    this.#listeners.clear();
  }

  #become(state: ConnectionState): void {
    if (this.#state.name === 'closed') return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}

function tell(handlers: SubscriptionHandlers, news: StreamNews): void {
  if (news.kind === 'event') handlers.onEvent(news.event);
  else if (news.kind === 'error') handlers.onError?.(RpcError.from(news.error));
  else if (news.kind === 'start') handlers.onStart?.(news.start);
  else if (news.kind === 'resume') handlers.onResume?.(news.start);
  else handlers.onReset?.(news.start);
}

/** As every other way to the daemon carries it. Electron would pass on what is `undefined`, where JSON leaves it out. */
const asJson = (params: unknown): unknown => JSON.parse(JSON.stringify(params));

function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
