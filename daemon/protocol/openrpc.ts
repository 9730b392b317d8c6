import { z } from 'zod';
import type { MethodSpec } from './method.ts';
import { METHODS, type MethodName } from './methods/index.ts';
import { TOPICS, type TopicSpec } from './topics.ts';

export type JsonSchema = Record<string, unknown>;

export interface MethodSchemas {
  readonly params: JsonSchema;
  readonly result: JsonSchema;
}

const schemas = new Map<string, MethodSchemas>();

/** JSON Schemas (draft 2020-12) of a method: what may be sent, what comes back. Computed once. */
export function methodSchemas(name: MethodName): MethodSchemas {
  const known = schemas.get(name);
  if (known) return known;
  const made = schemasOf(METHODS[name]);
  schemas.set(name, made);
  return made;
}

/** JSON Schemas of a method that is in no contract. */
export const schemasOf = ({ params, result }: MethodSpec): MethodSchemas => ({
  params: z.toJSONSchema(params, { io: 'input' }),
  result: z.toJSONSchema(result),
});

let document: JsonSchema | undefined;

/**
 * The contract as an OpenRPC 1.3 document (https://spec.open-rpc.org). Types that have a name stand once, under
 * `components.schemas`. Rights, cost and danger are extensions (`x-…`), and so are the topics.
 *
 * @param added methods served beside the contract
 */
export function openrpc(version: string, added?: ReadonlyMap<string, MethodSpec>): JsonSchema {
  document ??= describe();
  const info = { title: 'Nightdesk', version, license: { name: 'MIT' } };
  if (!added?.size) return { ...document, info };
  const more = [...added].map(([name, spec]) => describeMethod(name, spec, schemasOf(spec), {}));
  return { ...document, info, methods: [...(document.methods as JsonSchema[]), ...more] };
}

function describe(): JsonSchema {
  const components: Record<string, unknown> = {};
  const methods = (Object.keys(METHODS) as MethodName[]).map((name) => describeMethod(name, METHODS[name], methodSchemas(name), components));
  const topics = Object.entries(TOPICS as Record<string, TopicSpec>).map(([topic, { summary, journalled, role, data }]) => ({
    topic,
    summary,
    journalled,
    role: role ?? 'viewer',
    data: hoist(z.toJSONSchema(data), components),
  }));
  return { openrpc: '1.3.2', info: {}, methods, components: { schemas: components }, 'x-topics': topics };
}

function describeMethod(name: string, spec: MethodSpec, { params, result }: MethodSchemas, components: Record<string, unknown>): JsonSchema {
  const properties = (hoist(params, components).properties ?? {}) as Record<string, JsonSchema>;
  const required = (params.required ?? []) as string[];
  return {
    name,
    summary: spec.summary,
    ...(spec.description && { description: spec.description }),
    paramStructure: 'by-name',
    params: Object.entries(properties).map(([param, schema]) => ({ name: param, required: required.includes(param), schema })),
    result: { name: 'result', schema: hoist(result, components) },
    examples: [{ name: 'example', params: Object.entries(spec.example as object).map(([param, value]) => ({ name: param, value })) }],
    'x-role': spec.role,
    'x-cost': spec.cost,
    'x-mutates': spec.mutates,
    ...(spec.danger && { 'x-danger': spec.danger }),
    'x-since': spec.since,
  };
}

/** Moves named definitions to the document's own place for them, and the references with them. */
function hoist(schema: JsonSchema, components: Record<string, unknown>): JsonSchema {
  const { $defs, $schema: _draft, ...rest } = JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
  Object.assign(components, $defs);
  return rest;
}
