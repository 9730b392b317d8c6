import type { Signals } from '../../signals/signals.ts';
import type { Handlers } from '../handler.ts';

type Served = `signals.${'list' | 'create' | 'configure' | 'rotate' | 'remove' | 'received' | 'test'}`;

export function signalsHandlers({ signals }: { readonly signals: Signals }): Handlers<Served> {
  return {
    'signals.list': () => ({ items: signals.list() }),
    'signals.create': (params) => signals.create(params),
    'signals.configure': (params) => signals.configure(params),
    'signals.rotate': ({ id }) => signals.rotate(id),
    'signals.remove': ({ id }) => {
      signals.remove(id);
      return { ok: true };
    },
    'signals.received': (params) => signals.received(params),
    'signals.test': (params) => signals.test(params),
  };
}
