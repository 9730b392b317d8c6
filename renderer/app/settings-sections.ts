import type { Schema } from '../lib/schema.ts';

/** They have pages of their own, which know more of them than their schema tells. */
const ELSEWHERE: ReadonlySet<string> = new Set(['$schema', 'strategies', 'channels', 'risk', 'protections']);

/**
 * The sections of the configuration that Settings shows, each with its schema.
 *
 * @param schema what `config.schema` answered; none before it has
 */
export const sectionsOf = (schema: unknown): readonly (readonly [string, Schema])[] =>
  Object.entries((schema as Schema | null)?.properties ?? {}).filter(([name]) => !ELSEWHERE.has(name));
