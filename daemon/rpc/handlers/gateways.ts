import type { Gateways } from '../../gateways/gateways.ts';
import type { Handlers } from '../handler.ts';

type Served = `gateways.${'list' | 'configure' | 'start' | 'stop'}`;

/** @param gateways looked up late, since the ways in are made after the methods they serve */
export function gatewaysHandlers({ gateways }: { readonly gateways: () => Gateways }): Handlers<Served> {
  return {
    'gateways.list': () => ({ items: gateways().list() }),
    'gateways.configure': ({ id, settings }, { session }) => gateways().configure(id, settings, session.who),
    'gateways.start': ({ id }, { session }) => gateways().enable(id, true, session.who),
    'gateways.stop': ({ id }, { session }) => gateways().enable(id, false, session.who),
  };
}
