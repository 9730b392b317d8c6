import { DESK, type Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';
import { reported } from './reported.ts';

type Served = 'trades.list' | 'trades.get' | 'trades.delete' | 'trades.restore' | 'trades.export';

export function tradesHandlers({ engine }: { readonly engine: Engine }): Handlers<Served> {
  return {
    'trades.list': ({ account = DESK, ...filter }) => {
      engine.exists(account);
      return engine.queries.trades(account, filter);
    },
    'trades.get': ({ id }) => engine.queries.trade(id),
    'trades.delete': ({ id }) => engine.deleteTrade(id),
    'trades.restore': ({ id }) => engine.restoreTrade(id),
    'trades.export': ({ account = DESK, ...params }) => reported(engine, 'trades.export', account, params),
  };
}
