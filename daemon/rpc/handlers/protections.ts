import { DESK, type Engine } from '../../engine/engine.ts';
import type { Protections } from '../../engine/protections/protections.ts';
import type { Handlers } from '../handler.ts';

type Served = 'protections.kinds' | 'protections.list' | 'protections.configure' | 'protections.remove';

interface Deps {
  readonly engine: Engine;
  readonly protections: Protections;
}

export function protectionsHandlers({ engine, protections }: Deps): Handlers<Served> {
  return {
    'protections.kinds': () => protections.kinds(),
    'protections.list': ({ account = DESK }) => {
      engine.exists(account);
      return { items: protections.list(account) };
    },
    'protections.configure': (params, { session }) => protections.configure(params, DESK, session.who),
    'protections.remove': ({ id }, { session }) => {
      protections.remove(id, session.who);
      return { ok: true };
    },
  };
}
