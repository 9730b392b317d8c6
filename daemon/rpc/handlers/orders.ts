import { DESK, type Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';

type Served = 'orders.list' | 'orders.get' | 'orders.place' | 'orders.preview' | 'orders.cancel' | 'orders.cancelAll';

export function ordersHandlers({ engine }: { readonly engine: Engine }): Handlers<Served> {
  return {
    'orders.list': ({ account = DESK, ...filter }) => {
      engine.exists(account);
      return engine.queries.orders(account, filter);
    },
    'orders.get': ({ id }) => engine.queries.order(id),
    'orders.place': ({ account, ...wanted }) => engine.desk(account).place(wanted),
    'orders.preview': ({ account, ...wanted }) => engine.desk(account).preview(wanted),
    'orders.cancel': ({ id }) => engine.cancelOrder(id),
    'orders.cancelAll': ({ account, pair }) => ({ orders: engine.desk(account).cancel((order) => pair === undefined || order.pair === pair) }),
  };
}
