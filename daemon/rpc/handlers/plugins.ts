import type { Plugins } from '../../plugins/plugins.ts';
import type { Handlers } from '../handler.ts';

type Served = `plugins.${'list' | 'enable' | 'disable' | 'reload'}`;

/** @param plugins looked up late, since plugins add to the methods that are served */
export function pluginsHandlers({ plugins }: { readonly plugins: () => Plugins }): Handlers<Served> {
  return {
    'plugins.list': () => plugins().list(),
    'plugins.enable': ({ name }, { session }) => plugins().enable(name, session.who),
    'plugins.disable': ({ name }) => plugins().disable(name),
    'plugins.reload': ({ name }, { session }) => plugins().reload(name, session.who),
  };
}
