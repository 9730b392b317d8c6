import type { MethodName, Params, Result } from '../protocol/index.ts';
import { RpcError } from '../protocol/rpc-error.ts';
import type { CallOptions, Connection } from './connection.ts';

/** Calls a method and gives the confirmation it may ask for. */
export async function callConfirmed<M extends MethodName>(
  connection: Pick<Connection, 'call'>,
  method: M,
  params: Params<M>,
  options: CallOptions,
): Promise<Result<M>> {
  try {
    return await connection.call(method, params, options);
  } catch (error) {
    if (!(error instanceof RpcError && error.kind === 'confirmation_required' && error.data.token)) throw error;
    const { timeoutMs, signal } = options;
    return (await connection.call('rpc.confirm', { token: error.data.token }, { timeoutMs, signal })) as Result<M>;
  }
}
