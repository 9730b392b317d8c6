import type { ConfigEdit, ConfigStore } from '../../config/store.ts';
import type { Engine } from '../../engine/engine.ts';
import { settingsOf } from '../../engine/settings.ts';
import type { Handlers } from '../handler.ts';

type Served = 'risk.status' | 'risk.limits.get' | 'risk.limits.set';

export function riskHandlers({ engine, config }: { readonly engine: Engine; readonly config: Pick<ConfigStore, 'get' | 'edit'> }): Handlers<Served> {
  const limits = () => settingsOf(config.get()).limits;
  return {
    'risk.status': ({ account }) => ({ items: engine.desk(account).limits() }),
    'risk.limits.get': () => limits(),
    'risk.limits.set': (changed, { session }) => {
      const edits = Object.entries(changed).map(([limit, value]): ConfigEdit => ({ path: pathOf(limit), value }));
      if (edits.length > 0) config.edit(edits, session.who);
      return limits();
    },
  };
}

const pathOf = (limit: string): string => (limit === 'maxOpenTrades' ? 'bot.maxOpenTrades' : `risk.${limit}`);
