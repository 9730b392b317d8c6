import { isMethod, METHODS, type MethodName, type MethodSpec, RpcError } from '../../protocol/index.ts';
import { methodSchemas, openrpc } from '../../protocol/openrpc.ts';
import type { Handlers } from '../handler.ts';
import { nearest } from '../nearest.ts';

/** @param deps.version the application's, for the head of the OpenRPC document */
export function rpcHandlers({ version }: { readonly version: string }): Handlers<'rpc.discover' | 'rpc.methods' | 'rpc.describe'> {
  return {
    'rpc.discover': () => ({ openrpc: '1.3.2', ...openrpc(version) }),
    'rpc.methods': () => ({ items: (Object.keys(METHODS) as MethodName[]).map(info) }),
    'rpc.describe': ({ method }) => {
      if (isMethod(method)) return { ...info(method), ...methodSchemas(method), example: METHODS[method].example };
      const meant = nearest(method, Object.keys(METHODS));
      throw new RpcError('not_found', `there is no method "${method.slice(0, 100)}"`, {
        field: 'method',
        hint: meant ? `did you mean ${meant}?` : 'rpc.methods lists them',
      });
    },
  };
}

function info(name: MethodName) {
  const { summary, description, role, cost, mutates, danger, since }: MethodSpec = METHODS[name];
  return { name, summary, description, role, cost, mutates, danger, since };
}
