import type { ErrorObject } from './errors.ts';

export type RequestId = string | number | null;

/** JSON-RPC 2.0 (https://www.jsonrpc.org/specification). A request without `id` is a notification and gets no answer. */
export interface Request {
  jsonrpc: '2.0';
  id?: RequestId;
  method: string;
  params?: unknown;
}
export type Response = { jsonrpc: '2.0'; id: RequestId } & ({ result: unknown } | { error: ErrorObject });

/** What the daemon sends unasked. */
export type Notification =
  | { jsonrpc: '2.0'; method: 'event'; params: { seq?: number; ts: number; topic: string; data: unknown } }
  | { jsonrpc: '2.0'; method: 'lagged'; params: { lastSeq: number } };

/** Longest line taken, in bytes; past it the connection is closed after the error. */
export const MAX_LINE_BYTES = 1024 * 1024;
