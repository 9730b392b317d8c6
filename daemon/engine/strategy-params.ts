import { RpcError } from '../protocol/errors.ts';
import type { Strategy } from '../strategies/strategy.ts';

/** @throws RpcError `not_found` naming the strategies there are */
export function strategyOf(strategies: ReadonlyMap<string, Strategy>, id: string, field = 'id'): Strategy {
  const strategy = strategies.get(id);
  if (!strategy) throw new RpcError('not_found', `There is no strategy ${id}`, { field, hint: `There are ${[...strategies.keys()].join(', ')}` });
  return strategy;
}

/**
 * The parameters with all defaults filled in.
 *
 * @throws RpcError `not_found` for an unknown strategy, `invalid` naming the first parameter that is wrong
 */
export function validParams(strategies: ReadonlyMap<string, Strategy>, id: string, params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result = strategyOf(strategies, id, 'strategy').params.safeParse(params);
  if (result.success) return result.data as Record<string, unknown>;
  const [issue] = result.error.issues;
  const field = ['params', ...(issue?.path ?? [])].join('.');
  throw new RpcError('invalid', `${field}: ${issue?.message ?? 'not valid'}`, { field, hint: 'strategies.describe tells the parameters' });
}
