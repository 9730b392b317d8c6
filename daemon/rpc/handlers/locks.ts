import type { Engine } from '../../engine/engine.ts';
import { RpcError } from '../../protocol/errors.ts';
import type { Handlers } from '../handler.ts';

type Served = 'markets.locks.list' | 'markets.locks.add' | 'markets.locks.remove';

const MINUTE = 60_000;

export function locksHandlers({ engine }: { readonly engine: Engine }): Handlers<Served> {
  return {
    'markets.locks.list': ({ account, ...filter }) => engine.locks(account, filter),
    'markets.locks.add': ({ account, pair, minutes, until, reason = '' }, { session }) => {
      const desk = engine.desk(account);
      const end = until ?? desk.source.now() + Math.round((minutes ?? 0) * MINUTE);
      return desk.lock({ pair, until: end, reason: { text: reason }, who: session.who });
    },
    'markets.locks.remove': ({ account, id, pair }, { session }) => {
      const items = engine.desk(account).unlock((lock) => lock.id === id || lock.pair === pair, session.who);
      if (items.length > 0) return { items };
      const what = id === undefined ? `${pair} is not locked` : `There is no lock ${id} in force`;
      throw new RpcError('not_found', what, { field: id === undefined ? 'pair' : 'id', hint: 'markets.locks.list shows the locks' });
    },
  };
}
