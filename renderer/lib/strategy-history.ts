import type { Result } from '../../daemon/protocol/index.ts';
import { equal, isValues, type Values } from './schema.ts';

type Told = Result<'events.history'>['items'][number];
type Event = Told & { readonly seq: number };

/** One change of a strategy. */
export interface StrategyChange {
  readonly seq: number;
  /** UTC milliseconds. */
  readonly ts: number;
  /** Null where nobody did it: the strategy failed. */
  readonly who: string | null;
  readonly what: 'enabled' | 'disabled' | 'params' | 'pairs' | 'failed';
  readonly params: ReadonlyArray<{ readonly name: string; readonly from: unknown; readonly to: unknown }>;
  readonly reason: string | null;
}

/**
 * What was changed about a strategy, and by whom. Each change of the configuration is followed in the journal by the state
 * it led to.
 *
 * @param told events of the topics `strategy.state` and `config.changed`, newest first
 * @param defaults in force for parameters that are not written down
 */
export function changesOf(told: readonly Told[], strategy: string, defaults: Values): StrategyChange[] {
  const events = told.filter((event): event is Event => event.seq !== undefined);
  const states = events.filter((event) => event.topic === 'strategy.state' && dataOf(event).strategy === strategy);
  return states.flatMap((event, index) => {
    const { enabled, params, reason } = dataOf(event);
    const before = states[index + 1];
    const cause = reason === null ? events.find((one) => isCause(one, event, strategy)) : undefined;
    const paths = cause === undefined ? [] : pathsOf(cause);
    const changed = differences(before === undefined ? undefined : dataOf(before).params, params, defaults, paths);
    const what = whatOf(String(reason ?? ''), enabled === true, paths, changed.length > 0, before === undefined ? undefined : dataOf(before).enabled === true);
    if (what === null) return [];
    const who = cause === undefined ? null : String(dataOf(cause).who);
    return [{ seq: event.seq, ts: event.ts, who, what, params: changed, reason: typeof reason === 'string' ? reason : null }];
  });
}

const dataOf = ({ data }: Event): Values => (isValues(data) ? data : {});
const pathsOf = (event: Event) => (dataOf(event).paths as readonly string[] | undefined) ?? [];

const isCause = (event: Event, state: Event, strategy: string) =>
  event.topic === 'config.changed' &&
  event.seq < state.seq &&
  event.ts === state.ts &&
  pathsOf(event).some((path) => path.startsWith(`strategies.${strategy}`));

function whatOf(reason: string, enabled: boolean, paths: readonly string[], configured: boolean, before: boolean | undefined): StrategyChange['what'] | null {
  if (reason !== '') return 'failed';
  if (paths.some((path) => path.endsWith('.enabled')) || (before !== undefined && before !== enabled)) return enabled ? 'enabled' : 'disabled';
  if (paths.some((path) => path.endsWith('.pairs'))) return 'pairs';
  return configured ? 'params' : null;
}

/** Where the state before is not known any more, what the configuration names is told without it. */
function differences(before: unknown, after: unknown, defaults: Values, paths: readonly string[]): StrategyChange['params'] {
  const to = { ...defaults, ...(isValues(after) ? after : {}) };
  if (before === undefined) {
    const named = Object.keys(to).filter((name) => paths.some((path) => path.endsWith(`.params.${name}`)));
    return named.map((name) => ({ name, from: undefined, to: to[name] }));
  }
  const from = { ...defaults, ...(isValues(before) ? before : {}) };
  return Object.keys(to)
    .filter((name) => !equal(from[name], to[name]))
    .map((name) => ({ name, from: from[name], to: to[name] }));
}
