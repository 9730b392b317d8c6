/** The part of JSON Schema (draft 2020-12) that the daemon describes forms with. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** Whether a change waits for the daemon's next start. */
  readonly requiresRestart?: boolean;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export type Values = Readonly<Record<string, unknown>>;

/** How a value is entered. */
export type Shape =
  | { readonly kind: 'boolean' | 'number' | 'integer' | 'text' | 'decimal' | 'time' | 'json' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'several'; readonly options: readonly string[] }
  | { readonly kind: 'tags'; readonly items: Schema }
  | { readonly kind: 'list'; readonly items: Schema }
  | { readonly kind: 'map'; readonly values: Schema }
  | { readonly kind: 'object'; readonly properties: Readonly<Record<string, Schema>>; readonly required: readonly string[] }
  | { readonly kind: 'nullable'; readonly inner: Schema }
  | { readonly kind: 'variants'; readonly tag: string; readonly variants: readonly Variant[] };

export interface Variant {
  readonly value: string;
  readonly text: string;
  readonly schema: Schema;
}

const TIME = '^([01]\\d|2[0-3]):[0-5]\\d$';
const DECIMAL = '^-?\\d+(\\.\\d+)?$';

/** The schema with what it refers to put in its place; what it says itself counts more. */
export function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.match(/^#\/\$defs\/(.+)$/)?.[1];
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target === undefined ? schema : { ...resolve(target, root), ...schema, $ref: undefined };
}

export function shapeOf(given: Schema, root: Schema): Shape {
  const schema = resolve(given, root);
  if (schema.enum?.every((option) => typeof option === 'string')) return { kind: 'choice', options: schema.enum as string[] };
  if (schema.oneOf !== undefined || schema.anyOf !== undefined) return unionShape(schema.oneOf ?? schema.anyOf ?? [], root);
  if (Array.isArray(schema.type))
    return unionShape(
      schema.type.map((type: string) => ({ ...schema, type })),
      root,
    );
  switch (schema.type) {
    case 'boolean':
    case 'number':
    case 'integer':
      return { kind: schema.type };
    case 'string':
      return { kind: schema.pattern === TIME ? 'time' : schema.pattern === DECIMAL ? 'decimal' : 'text' };
    case 'array':
      return listShape(schema.items, root);
    case 'object':
      if (schema.properties !== undefined) return { kind: 'object', properties: schema.properties, required: schema.required ?? [] };
      return typeof schema.additionalProperties === 'object' ? { kind: 'map', values: schema.additionalProperties } : { kind: 'json' };
    default:
      return { kind: 'json' };
  }
}

function listShape(items: Schema | undefined, root: Schema): Shape {
  if (items === undefined) return { kind: 'json' };
  const inner = shapeOf(items, root);
  if (inner.kind === 'choice') return { kind: 'several', options: inner.options };
  return inner.kind === 'text' ? { kind: 'tags', items: resolve(items, root) } : { kind: 'list', items };
}

function unionShape(parts: readonly Schema[], root: Schema): Shape {
  const given = parts.filter((part) => part.type !== 'null');
  const [only] = given;
  if (only !== undefined && given.length === 1) return parts.length === 1 ? shapeOf(only, root) : { kind: 'nullable', inner: only };
  const tag = Object.keys(only?.properties ?? {}).find((name) => given.every((part) => typeof resolve(part, root).properties?.[name]?.const === 'string'));
  if (tag === undefined) return { kind: 'json' };
  return { kind: 'variants', tag, variants: given.map((part) => variantOf(resolve(part, root), tag)) };
}

function variantOf(schema: Schema, tag: string): Variant {
  const { [tag]: mark, ...properties } = schema.properties ?? {};
  const value = String(mark?.const);
  return {
    value,
    text: schema.title ?? mark?.title ?? readableName(value),
    schema: { ...schema, properties, required: schema.required?.filter((name) => name !== tag) },
  };
}

/** Written in capitals wherever they stand. */
const SHORT = /\b(api|http|ip|json|tls|url)\b/gi;

/** A name meant for code, such as `maxOrderCost` or `stop_loss`, as people read it. */
export function readableName(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(SHORT, (short) => short.toUpperCase());
}

/** A value to begin with: the default, or the emptiest that fits. */
export function initial(given: Schema, root: Schema): unknown {
  const schema = resolve(given, root);
  if (schema.default !== undefined) return schema.default;
  const shape = shapeOf(schema, root);
  switch (shape.kind) {
    case 'object':
    case 'map':
      return {};
    case 'list':
    case 'tags':
    case 'several':
      return [];
    case 'boolean':
      return false;
    case 'choice':
      return shape.options[0];
    case 'variants':
      return { [shape.tag]: shape.variants[0]?.value };
    default:
      return undefined;
  }
}

export const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values without a member, or with another value for it. */
export function withMember(values: Values, name: string, value: unknown): Values {
  if (value !== undefined) return { ...values, [name]: value };
  const { [name]: _, ...rest } = values;
  return rest;
}

export const equal = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Members that differ; `gone` stands for those that are there no longer. */
export function changes(before: Values, after: Values, gone: (name: string) => unknown = () => null): Values {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !equal(before[name], after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name] === undefined ? gone(name) : after[name]]));
}
