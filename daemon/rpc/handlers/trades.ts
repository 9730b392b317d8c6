import { DESK, type Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';
import { reported } from './reported.ts';

export function tradesHandlers({ engine }: { readonly engine: Engine }): Handlers<'trades.list' | 'trades.get' | 'trades.export'> {
  return {
    'trades.list': ({ account = DESK, ...filter }) => {
      engine.exists(account);
      return engine.queries.trades(account, filter);
    },
    'trades.get': ({ id }) => engine.queries.trade(id),
    'trades.export': ({ account = DESK, ...params }) => reported(engine, 'trades.export', account, params),
  };
}
