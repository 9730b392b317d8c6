import { isMethod, METHODS, type MethodName, type MethodSpec, RpcError } from '../../protocol/index.ts';
import { methodSchemas, openrpc, schemasOf } from '../../protocol/openrpc.ts';
import type { Handlers } from '../handler.ts';
import { nearest } from '../nearest.ts';

interface Deps {
  /** The application's, for the head of the OpenRPC document. */
  readonly version: string;
  /** Methods that are served beside the contract. */
  readonly added?: () => ReadonlyMap<string, MethodSpec>;
}

const NONE: ReadonlyMap<string, MethodSpec> = new Map();

export function rpcHandlers({ version, added = () => NONE }: Deps): Handlers<'rpc.discover' | 'rpc.methods' | 'rpc.describe'> {
  return {
    'rpc.discover': () => ({ openrpc: '1.3.2', ...openrpc(version, added()) }),
    'rpc.methods': () => ({
      items: [...(Object.keys(METHODS) as MethodName[]).map((name) => info(name, METHODS[name])), ...[...added()].map(([name, spec]) => info(name, spec))],
    }),
    'rpc.describe': ({ method }) => {
      if (isMethod(method)) return { ...info(method, METHODS[method]), ...methodSchemas(method), example: METHODS[method].example };
      const spec = added().get(method);
      if (spec) return { ...info(method, spec), ...schemasOf(spec), example: spec.example };
      const meant = nearest(method, [...Object.keys(METHODS), ...added().keys()]);
      throw new RpcError('not_found', `there is no method "${method.slice(0, 100)}"`, {
        field: 'method',
        hint: meant ? `did you mean ${meant}?` : 'rpc.methods lists them',
      });
    },
  };
}

function info(name: string, { summary, description, role, cost, mutates, danger, since }: MethodSpec) {
  return { name, summary, description, role, cost, mutates, danger, since };
}
