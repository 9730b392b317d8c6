import type { Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';

export function positionsHandlers({
  engine,
}: {
  readonly engine: Engine;
}): Handlers<'positions.list' | 'positions.open' | 'positions.close' | 'positions.closeAll'> {
  return {
    'positions.list': ({ account }) => ({ items: engine.positions(account) }),
    'positions.open': ({ account, ...wanted }) => engine.desk(account).open(wanted),
    'positions.close': ({ account, ...which }) => ({ orders: engine.desk(account).close(which) }),
    'positions.closeAll': ({ account }) => ({ orders: engine.desk(account).closeAll() }),
  };
}
