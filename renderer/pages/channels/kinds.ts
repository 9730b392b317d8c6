import type { Result } from '../../../daemon/protocol/index.ts';
import type { Schema } from '../../lib/schema.ts';

export type Channel = Result<'channels.list'>['items'][number];
export type Kind = Result<'channels.kinds'>['items'][number];

/** The settings of a kind but for its texts, which have a form of their own. */
export function schemaOf(kind: Kind): Schema {
  const schema = kind.schema as Schema;
  const { templates: _texts, ...properties } = schema.properties ?? {};
  return { ...schema, properties };
}

/** Settings that every kind has are about how, not where: few need to change them. */
export function commonSettings(kinds: readonly Kind[]): ReadonlySet<string> {
  const [first, ...rest] = kinds.map((kind) => Object.keys(schemaOf(kind).properties ?? {}));
  if (rest.length === 0) return new Set();
  return new Set((first ?? []).filter((name) => rest.every((names) => names.includes(name))));
}
