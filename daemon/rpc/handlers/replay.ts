import type { Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';

export function replayHandlers({ engine }: { readonly engine: Engine }): Handlers<'replay.start' | 'replay.list' | 'replay.get' | 'replay.stop'> {
  return {
    'replay.start': (wanted) => engine.replays.begin(wanted),
    'replay.list': () => ({ items: engine.replays.list() }),
    'replay.get': ({ account }) => engine.replays.get(account),
    'replay.stop': ({ account }) => engine.replays.end(account),
  };
}
