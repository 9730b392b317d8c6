import type { Alerts } from '../../alerts/alerts.ts';
import type { Handlers } from '../handler.ts';

type Served = 'alerts.kinds' | 'alerts.list' | 'alerts.set' | 'alerts.remove';

export function alertsHandlers({ alerts }: { readonly alerts: Alerts }): Handlers<Served> {
  return {
    'alerts.kinds': () => ({ items: alerts.kinds() }),
    'alerts.list': ({ account }) => ({ items: alerts.list(account) }),
    'alerts.set': (params) => alerts.set(params),
    'alerts.remove': ({ id }) => {
      alerts.remove(id);
      return { ok: true };
    },
  };
}
