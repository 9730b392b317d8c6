import { useMemo } from 'react';
import type { Result } from '../../../daemon/protocol/index.ts';
import { useAnswer } from '../../app/use-answer.ts';
import type { Schema, Values } from '../../lib/schema.ts';

export type Hook = Result<'signals.list'>['items'][number];
export type Made = Result<'signals.create'>;
export type Signal = Result<'signals.received'>['items'][number];

/** What the page asks for elsewhere, or what there is one of only. */
const NOT_TERMS: ReadonlySet<string> = new Set(['id', 'account', 'enabled', 'idempotencyKey']);

/** Terms that a first hook can leave as they are. */
export const RARE: ReadonlySet<string> = new Set(['strategy', 'symbols', 'orderType', 'pyramiding', 'perMinute', 'tradingView', 'sources', 'template']);

/** What can be said of a hook, as the daemon describes it, with what a new one has; null until it has been told. */
export function useTerms(): Schema | null {
  const { value } = useAnswer('rpc.describe', { method: 'signals.create' });
  return useMemo(() => {
    const schema = value?.params as Schema | undefined;
    if (schema?.properties === undefined) return null;
    return { ...schema, required: [], properties: Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !NOT_TERMS.has(name))) };
  }, [value]);
}

/** The terms of a hook, without what the daemon tells beside them. */
export const termsOf = (hook: Hook, terms: Schema): Values =>
  Object.fromEntries(Object.entries(hook).filter(([name]) => terms.properties?.[name] !== undefined));

/** What a new hook has, for its maker to see and change. */
export const newTerms = (terms: Schema): Values =>
  Object.fromEntries(Object.entries(terms.properties ?? {}).flatMap(([name, schema]) => (schema.default === undefined ? [] : [[name, schema.default]])));
