import type { MethodName, Params, Result, TypedEvent } from '../protocol/index.ts';
import type { RpcError } from '../protocol/rpc-error.ts';

export type Hello = Result<'session.hello'>;
export type Snapshot = NonNullable<Result<'events.subscribe'>['snapshot']>;

/** Where a connection stands. Plain data, so that it crosses process boundaries as it is. */
export type ConnectionState =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting'; readonly attempt: number }
  /** Connected; `session.hello` is under way. */
  | { readonly name: 'greeting'; readonly attempt: number }
  /** With `hello.readOnly`, there is no common protocol version: changes are refused. */
  | { readonly name: 'ready'; readonly hello: Hello }
  /** Not connected; the next attempt is at `retryAt`, UTC milliseconds. */
  | { readonly name: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly reason: string }
  /** Connected to a daemon without a common protocol version. */
  | { readonly name: 'incompatible'; readonly reason: string }
  /** The credential is not accepted; only a call of `connect` tries again. */
  | { readonly name: 'unauthorised'; readonly reason: string }
  | { readonly name: 'closed' };

export interface CallOptions {
  /** Gives up after so many milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** While the connection is down, wait for it (within the time limit) rather than fail. */
  readonly wait?: boolean;
  /** Makes a change safe to repeat: should its answer get lost, the call goes out again on the next connection. */
  readonly idempotencyKey?: string;
}

export interface SubscribeRequest {
  /** Names and patterns: `trade.*`, `*`. */
  readonly topics: readonly string[];
  /** Number of the last event already seen; without it, events from now on. */
  readonly since?: number;
  /** Asks for the state of the desk at the position of the answer. */
  readonly snapshot?: boolean;
}

/** Where a stream begins: every event after `seq` follows, unless `since` asked for earlier ones. */
export interface StreamStart {
  readonly seq: number;
  readonly snapshot?: Snapshot;
}

export interface SubscriptionHandlers {
  /** Numbered events come once each, in order, without a gap, across reconnects; live ones (without `seq`) while connected. */
  onEvent(event: TypedEvent): void;
  /** The stream stands for the first time. */
  onStart?(start: StreamStart): void;
  /**
   * The stream stands again after the connection was lost; missed events follow. With `snapshot` asked for, there is a new one,
   * already with what happened up to its `seq`.
   */
  onResume?(start: StreamStart): void;
  /** The daemon has another store, or cannot go on from the last number: forget what was mirrored and begin with this. */
  onReset?(start: StreamStart): void;
  /** The daemon refused the subscription; it is over. */
  onError?(error: RpcError): void;
}

export interface Subscription {
  /** Number of the last event handed over; undefined until the stream stands. */
  readonly position: number | undefined;
  close(): void;
}

/**
 * A connection to the daemon, whichever way it goes: over a socket, a WebSocket, or the bridge of the desktop console.
 */
export interface Connection {
  readonly state: ConnectionState;
  /** Hears of every change of state. */
  onState(listener: (state: ConnectionState) => void): () => void;
  /**
   * Calls a method of the contract.
   *
   * @throws {RpcError} the daemon's refusal; `upstream_unavailable` when nothing was sent or a read was lost;
   *   `outcome_unknown` when the answer to a change was lost
   */
  call<M extends MethodName>(method: M, params: Params<M>, options?: CallOptions): Promise<Result<M>>;
  /** Like `call`, and where the method asks for confirmation, confirms at once: the user has been asked already. */
  callConfirmed<M extends MethodName>(method: M, params: Params<M>, options?: CallOptions): Promise<Result<M>>;
  subscribe(request: SubscribeRequest, handlers: SubscriptionHandlers): Subscription;
  /** Connects if it has not begun to, and tries at once when it is waiting. */
  connect(): void;
  /** Ends it for good. */
  close(): void;
}
