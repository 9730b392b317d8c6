import { isValues, resolve, type Schema, shapeOf } from './schema.ts';

/** What is wrong with a value; `limit` is what it was held against. */
export interface Fault {
  readonly rule: 'required' | 'number' | 'integer' | 'least' | 'most' | 'above' | 'below' | 'longer' | 'shorter' | 'pattern' | 'fewer' | 'more' | 'json';
  readonly limit?: number | string;
}

/** By path, such as `targets.backup.url`. */
export type Faults = Readonly<Record<string, Fault>>;

/** What the JSON field puts in the place of a value for as long as its text is no JSON. */
export class Unreadable {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Holds a value against its schema, so that most slips are told while typing; the daemon judges the rest. Of each place
 * the first fault is told.
 */
export function check(given: Schema, value: unknown, root: Schema = given, path = ''): Faults {
  const schema = resolve(given, root);
  const fault = value instanceof Unreadable ? { rule: 'json' as const } : scalarFault(schema, value);
  if (fault !== null) return { [path]: fault };
  if (value === undefined || value === null) return {};
  const shape = shapeOf(schema, root);
  const at = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`);
  switch (shape.kind) {
    case 'object': {
      const values = isValues(value) ? value : {};
      return Object.assign(
        {},
        ...Object.entries(shape.properties).map(([name, one]) => member(one, values[name], shape.required.includes(name), root, at(name))),
      );
    }
    case 'map':
      return Object.assign({}, ...Object.entries(isValues(value) ? value : {}).map(([name, one]) => member(shape.values, one, true, root, at(name))));
    case 'list':
    case 'tags':
      return Object.assign(
        {},
        ...(Array.isArray(value) ? value : []).map((one, index) => member(resolve(schema.items ?? {}, root), one, true, root, at(index))),
      );
    case 'nullable':
      return check(shape.inner, value, root, path);
    case 'variants': {
      const variant = shape.variants.find((one) => isValues(value) && one.value === value[shape.tag]);
      return variant === undefined ? {} : check(variant.schema, value, root, path);
    }
    default:
      return {};
  }
}

function member(given: Schema, value: unknown, required: boolean, root: Schema, path: string): Faults {
  const schema = resolve(given, root);
  if (value === undefined && required && schema.default === undefined) return { [path]: { rule: 'required' } };
  return check(schema, value, root, path);
}

function scalarFault(schema: Schema, value: unknown): Fault | null {
  if (value === undefined || value === null) return null;
  if (schema.type === 'number' || schema.type === 'integer') return numberFault(schema, value);
  if (Array.isArray(value)) {
    if (schema.minItems !== undefined && value.length < schema.minItems) return { rule: 'more', limit: schema.minItems };
    return schema.maxItems !== undefined && value.length > schema.maxItems ? { rule: 'fewer', limit: schema.maxItems } : null;
  }
  return typeof value === 'string' ? textFault(schema, value) : null;
}

function numberFault(schema: Schema, value: unknown): Fault | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { rule: 'number' };
  if (schema.type === 'integer' && !Number.isInteger(value)) return { rule: 'integer' };
  if (schema.minimum !== undefined && value < schema.minimum) return { rule: 'least', limit: schema.minimum };
  if (schema.maximum !== undefined && value > schema.maximum) return { rule: 'most', limit: schema.maximum };
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum) return { rule: 'above', limit: schema.exclusiveMinimum };
  return schema.exclusiveMaximum !== undefined && value >= schema.exclusiveMaximum ? { rule: 'below', limit: schema.exclusiveMaximum } : null;
}

function textFault(schema: Schema, value: string): Fault | null {
  if (schema.minLength !== undefined && value.length < schema.minLength) return { rule: 'longer', limit: schema.minLength };
  if (schema.maxLength !== undefined && value.length > schema.maxLength) return { rule: 'shorter', limit: schema.maxLength };
  if (schema.pattern === undefined || fits(value, schema.pattern)) return null;
  const [example] = schema.examples ?? [];
  return { rule: 'pattern', limit: typeof example === 'string' ? example : schema.pattern };
}

/** A pattern that this browser cannot read is left for the daemon to judge. */
function fits(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}
