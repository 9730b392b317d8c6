import { z } from 'zod';
import { METHODS, type MethodName, type MethodSpec } from '../../protocol/index.ts';

/** The part of JSON Schema that zod writes and the command reads. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly id?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly description?: string;
  readonly default?: unknown;
}

export type Definitions = Readonly<Record<string, JsonSchema>>;

const spec = (method: MethodName): MethodSpec => METHODS[method];

/** Parameters of a method, as a caller writes them. */
export const paramsSchema = (method: MethodName): JsonSchema => toJson(spec(method).params, 'input');

/** Result of a method. */
export const resultSchema = (method: MethodName): JsonSchema => toJson(spec(method).result, 'output');

export const toJson = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;

/** Name of the shared type a schema points to. */
const refName = (schema: JsonSchema): string | undefined => schema.$ref?.split('/').at(-1);

/** The schema itself, or the shared one it points to. */
export function resolve(schema: JsonSchema, defs: Definitions): JsonSchema {
  const name = refName(schema);
  return (name && defs[name]) || schema;
}

/** A type in a few words: `string`, `buy | sell`, `Order[]`. Shared types are called by their names. */
export function typeText(schema: JsonSchema, defs: Definitions): string {
  const name = refName(schema);
  if (name) return defs[name]?.enum ? typeText(defs[name] as JsonSchema, defs) : name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(String).join(' | ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map((variant) => typeText(variant, defs)))].join(' | ');
  if (schema.type === 'array') return listText(typeText(schema.items ?? {}, defs));
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object' && !schema.properties) {
    return `{ [key]: ${typeText(schema.additionalProperties, defs)} }`;
  }
  return [schema.type ?? 'any'].flat().join(' | ');
}

const listText = (item: string): string => (item.includes(' ') ? `(${item})[]` : `${item}[]`);
