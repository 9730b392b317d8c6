import { DESK, type Engine } from '../../engine/engine.ts';
import type { Handlers } from '../handler.ts';
import { reported } from './reported.ts';

type Served =
  | 'performance.summary'
  | 'performance.byPair'
  | 'performance.byStrategy'
  | 'performance.byTag'
  | 'performance.byReason'
  | 'performance.byMix'
  | 'performance.outcomes'
  | 'performance.periods'
  | 'performance.equity';

interface Deps {
  readonly engine: Pick<Engine, 'exists' | 'reports'>;
}

export function performanceHandlers({ engine }: Deps): Handlers<Served> {
  return {
    'performance.summary': ({ account = DESK, ...params }) => reported(engine, 'performance.summary', account, params),
    'performance.byPair': ({ account = DESK, ...params }) => reported(engine, 'performance.byPair', account, params),
    'performance.byStrategy': ({ account = DESK, ...params }) => reported(engine, 'performance.byStrategy', account, params),
    'performance.byTag': ({ account = DESK, ...params }) => reported(engine, 'performance.byTag', account, params),
    'performance.byReason': ({ account = DESK, ...params }) => reported(engine, 'performance.byReason', account, params),
    'performance.byMix': ({ account = DESK, ...params }) => reported(engine, 'performance.byMix', account, params),
    'performance.outcomes': ({ account = DESK, ...params }) => reported(engine, 'performance.outcomes', account, params),
    'performance.periods': ({ account = DESK, ...params }) => reported(engine, 'performance.periods', account, params),
    'performance.equity': ({ account = DESK, ...params }) => reported(engine, 'performance.equity', account, params),
  };
}
