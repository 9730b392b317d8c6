import { type AlertClock, Alerts } from '../alerts/alerts.ts';
import { HealthWatch } from '../alerts/health.ts';
import type { AccountView, ViewOf } from '../alerts/view.ts';
import { systemClock } from '../channels/ports.ts';
import type { Engine } from '../engine/engine.ts';
import { text } from '../engine/money.ts';
import type { LogHub } from '../log/hub.ts';
import { RpcError } from '../protocol/errors.ts';
import type { Foundation } from './foundation.ts';

/** Fills may come in another order than their orders were placed in; so many of the last orders are looked at. */
const LAST_ORDERS = 50;

const clock: AlertClock = systemClock;

export const openAlerts = ({ store, journal, bus }: Foundation, engine: Engine, hub: LogHub): Alerts =>
  new Alerts({ store, journal, bus, clock, log: hub.log('alerts'), view: viewOf(engine) });

export const openHealthWatch = ({ store, journal, config }: Foundation, engine: Engine, hub: LogHub): HealthWatch =>
  new HealthWatch({ store, journal, clock, log: hub.log('health'), limits: () => config.get().alerts, data: () => engine.desk().source.health() });

function viewOf(engine: Engine): ViewOf {
  return (account) => {
    try {
      return accountView(engine, account);
    } catch (error) {
      // A replay that is over has no figures any more.
      if (error instanceof RpcError && error.kind === 'conflict') return undefined;
      throw error;
    }
  };
}

/** @throws RpcError `not_found`, or `conflict` for a replay that is over */
function accountView(engine: Engine, account: string): AccountView {
  const desk = engine.desk(account);
  const { record, valuation } = desk.books;
  let positions: AccountView['positions'] | undefined;
  return {
    now: desk.source.now(),
    currency: record.currency,
    equity: text(valuation.equity),
    profitToday: text(valuation.profitToday),
    drawdown: valuation.drawdown,
    get positions() {
      positions ??= desk.positions();
      return positions;
    },
    get balances() {
      return desk.balances();
    },
    price: (pair) => desk.ticker(pair)?.last,
    lastTradeAt() {
      const { items } = engine.queries.orders(account, { state: 'filled', limit: LAST_ORDERS });
      return Math.max(record.createdAt, ...items.map((order) => order.updatedAt));
    },
  };
}
