import type { RequestId, RpcError } from '../protocol/index.ts';
import { invalidRequest } from './answers.ts';

const isId = (value: unknown): value is RequestId => typeof value === 'number' || typeof value === 'string' || value === null;

/** The id to answer under; undefined for a notification, null where none can be made out. */
export function requestId(message: unknown): RequestId | undefined {
  if (typeof message !== 'object' || message === null) return null;
  const { id } = message as { id?: unknown };
  if (id === undefined) return undefined;
  return isId(id) ? id : null;
}

/**
 * What keeps a parsed message from being a JSON-RPC 2.0 request object. Members beside the four known ones are let
 * pass, as the specification does.
 */
export function envelopeFault(message: unknown): RpcError | undefined {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return invalidRequest('a request is a JSON object');
  const { jsonrpc, id, method, params } = message as Record<string, unknown>;
  if (jsonrpc !== '2.0') return invalidRequest('a request carries "jsonrpc":"2.0"');
  if (id !== undefined && !isId(id)) return invalidRequest('`id` is a number, a string or null');
  if (typeof method !== 'string') return invalidRequest('`method` is a string', 'such as "bot.status"; `rpc.methods` lists them');
  if (params !== undefined && (typeof params !== 'object' || params === null)) return invalidRequest('`params` is a JSON object');
  return undefined;
}
