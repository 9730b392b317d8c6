import { z } from 'zod';
import type { ConfigStore } from '../../config/store.ts';
import { DESK, type Engine } from '../../engine/engine.ts';
import { indicatorsOf } from '../../engine/indicators.ts';
import { strategyOf, validParams } from '../../engine/strategy-params.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Result } from '../../protocol/methods/index.ts';
import type { Handlers } from '../handler.ts';

type Served =
  | 'strategies.list'
  | 'strategies.describe'
  | 'strategies.indicators'
  | 'strategies.enable'
  | 'strategies.disable'
  | 'strategies.configure'
  | 'strategies.message';
type Info = Result<'strategies.list'>['items'][number];

const CANDLES = 500;

interface Deps {
  readonly engine: Engine;
  readonly config: Pick<ConfigStore, 'get' | 'set'>;
  readonly journal: Journal;
}

export function strategiesHandlers({ engine, config, journal }: Deps): Handlers<Served> {
  const configured = (id: string) => config.get().strategies[id];

  const info = (id: string): Info => {
    const strategy = strategyOf(engine.strategies, id);
    const { enabled = false, params = {}, pairs } = configured(id) ?? {};
    const parsed = strategy.params.safeParse(params);
    return {
      id,
      title: strategy.title,
      description: strategy.description,
      enabled: enabled && !engine.desk().failedStrategies.has(id),
      params: parsed.success ? parsed.data : params,
      pairs: pairs ?? null,
      openTrades: engine.desk().openTradesOf(id),
    };
  };

  return {
    'strategies.list': () => ({ items: [...engine.strategies.keys()].map(info) }),
    'strategies.describe': ({ id }) => {
      const { params } = strategyOf(engine.strategies, id);
      return { ...info(id), schema: z.toJSONSchema(params, { io: 'input' }), defaults: params.parse({}) };
    },
    'strategies.indicators': ({ account, id, pair, until, limit = CANDLES }) => {
      const desk = engine.desk(account);
      const params = validParams(engine.strategies, id, configured(id)?.params ?? {});
      desk.rules(pair);
      return indicatorsOf(strategyOf(engine.strategies, id), params, desk.source, { pair, until, limit });
    },
    'strategies.enable': ({ id }, { session }) => {
      strategyOf(engine.strategies, id);
      if (configured(id)?.enabled) engine.revive(id);
      else config.set(`strategies.${id}.enabled`, true, session.who);
      return info(id);
    },
    'strategies.disable': ({ id }, { session }) => {
      strategyOf(engine.strategies, id);
      config.set(`strategies.${id}.enabled`, false, session.who);
      return info(id);
    },
    'strategies.configure': ({ id, params }, { session }) => {
      strategyOf(engine.strategies, id);
      const changed = { ...configured(id)?.params, ...params };
      validParams(engine.strategies, id, changed);
      config.set(`strategies.${id}.params`, changed, session.who);
      return info(id);
    },
    'strategies.message': ({ id, text }) => {
      strategyOf(engine.strategies, id);
      return { seq: journal.append('strategy.message', { account: DESK, strategy: id, text }) };
    },
  };
}
