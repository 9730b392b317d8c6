import { DESK, type Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';

export function balancesHandlers({ engine }: { readonly engine: Engine }): Handlers<'balances.list'> {
  return {
    'balances.list': ({ account = DESK }) => {
      const { currency, equity } = engine.book(account);
      return { items: engine.balances(account), total: equity, stakeCurrency: currency };
    },
  };
}
