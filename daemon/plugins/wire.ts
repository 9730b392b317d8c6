import type { MessagePort } from 'node:worker_threads';
import type { StrategyContext } from '../strategies/strategy.ts';

/** What a plugin's thread is started with. */
export interface ThreadData {
  /** URL of the code. */
  readonly url: string;
  /** Where questions come that the daemon stands still for. */
  readonly port: MessagePort;
  /** One number, raised when such a question is answered. */
  readonly answered: SharedArrayBuffer;
}

export interface Delivery {
  /** The same through all attempts. */
  readonly id: string;
  readonly attempt: number;
  readonly silent: boolean;
  readonly event: unknown;
}

/** What the daemon asks for. */
export type Order =
  | { readonly op: 'method'; readonly name: string; readonly params: unknown }
  | { readonly op: 'send'; readonly delivery: Delivery; readonly settings: unknown; readonly secrets: Readonly<Record<string, string>> };

/** What the daemon stands still for. */
export type Question =
  | { readonly op: 'warmup'; readonly params: unknown }
  | { readonly op: 'create'; readonly run: number; readonly params: unknown }
  | { readonly op: 'candle'; readonly run: number; readonly context: StrategyContext };

export type Asked = Question | { readonly op: 'drop'; readonly run: number };
export type Answered = { readonly value: unknown } | { readonly error: string };

export type ToThread =
  | { readonly kind: 'order'; readonly id: number; readonly order: Order }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'ping' }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string };

export interface Refused {
  readonly message: string;
  readonly field?: string;
  readonly hint?: string;
}

export type FromThread =
  | { readonly kind: 'ready'; readonly manifest: unknown }
  | { readonly kind: 'pong' }
  /** JSON text of the result. */
  | { readonly kind: 'done'; readonly id: number; readonly json: string }
  | { readonly kind: 'refused'; readonly id: number; readonly refused: Refused }
  | { readonly kind: 'threw'; readonly id: number; readonly error: string }
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly params: unknown };
