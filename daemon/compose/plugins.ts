import type { Channels } from '../channels/channels.ts';
import type { Engine } from '../engine/engine.ts';
import type { LogHub } from '../log/hub.ts';
import { Plugins } from '../plugins/plugins.ts';
import { RpcError } from '../protocol/errors.ts';
import type { Dispatcher } from '../rpc/dispatcher.ts';
import type { Foundation } from './foundation.ts';

interface Collaborators {
  readonly engine: Engine;
  readonly channels: Channels;
  readonly calls: Dispatcher;
  readonly folder: string;
}

/** What plugins add goes where what is built in goes. */
export function openPlugins({ store, config }: Foundation, hub: LogHub, { engine, channels, calls, folder }: Collaborators): Plugins {
  return new Plugins({
    folder,
    store,
    limits: () => config.get().plugins,
    log: hub.log('plugins'),
    places: {
      addStrategy: (strategy) => engine.addStrategy(strategy),
      removeStrategy: (id) => engine.removeStrategy(id),
      failStrategy: (id, error) => engine.failStrategy(id, error),
      addKind: (kind) => channels.addKind(kind),
      removeKind: (kind) => channels.removeKind(kind),
      renewKind: (kind) => channels.renewKind(kind),
      addMethod: ({ name, spec, handler }) => calls.add(name, spec, handler),
      removeMethod: (name) => calls.remove(name),
      call: (plugin, method, params) => callAs(calls, plugin, method, params),
    },
  });
}

/** A plugin reads like a viewer, through the same gate as everybody. @throws RpcError */
async function callAs(calls: Dispatcher, plugin: string, method: string, params: unknown): Promise<unknown> {
  const session = { id: `plugin ${plugin}`, who: `plugin ${plugin}`, role: 'viewer', via: 'plugin' } as const;
  const text = await calls.receive(session, { jsonrpc: '2.0', id: 1, method, params });
  const { result, error } = JSON.parse(text ?? '{}') as { result?: unknown; error?: Parameters<typeof RpcError.from>[0] };
  if (error) throw RpcError.from(error);
  return result;
}
