import { z } from 'zod';
import { RpcError } from '../protocol/errors.ts';
import type { ParsedParams } from '../protocol/index.ts';
import { HookId, hookTerms, NEW_HOOK } from '../protocol/schemas/signals.ts';
import { patternProblem } from './template.ts';

const Hook = z.object({ id: HookId, ...hookTerms });

/** A place where signals come in, as its maker wants it. */
export type Hook = z.output<typeof Hook>;

/** Addresses that TradingView sends webhooks from; see its help page "How to configure webhook alerts". */
export const TRADINGVIEW_ADDRESSES: readonly string[] = ['52.89.214.238', '34.212.75.30', '54.218.53.128', '52.32.178.7'];

export const newHook = (id: string): Hook => ({ ...structuredClone(NEW_HOOK), id, strategy: id });

/** Tag of the orders of a hook. */
export const tagOf = ({ id }: Pick<Hook, 'id'>): string => `signal:${id}`;

/** Name of its secret in the vault. */
export const secretName = (id: string): string => `signals.${id}.secret`;

/** The hook with the changes. @throws RpcError `invalid` for a pattern that can't be read */
export function changed(hook: Hook, change: ParsedParams<'signals.configure'>): Hook {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const next: Hook = { ...hook, ...given };
  const problem = next.template.kind === 'text' ? patternProblem(next.template.pattern) : undefined;
  if (problem !== undefined) throw new RpcError('invalid', `template.pattern: ${problem}`, { field: 'template.pattern' });
  return next;
}

/** Reads what the store holds; what newer hooks have and it lacks is as for a new one. */
export const storedHook = (id: string, json: string): Hook => ({ ...newHook(id), ...(JSON.parse(json) as Partial<Hook>), id });
