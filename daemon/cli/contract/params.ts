import { isMethod } from '../../protocol/index.ts';
import { usageError } from '../exit.ts';
import { type Definitions, type JsonSchema, paramsSchema, resolve, typeText } from './schema.ts';

type Json = Record<string, unknown>;

/**
 * Parameters as typed in a shell: one JSON object, or `key=value` words whose values are read by the method's schema.
 * `a.b=1` reaches into objects, and lists are written with commas or as JSON.
 *
 * @param root JSON Schema of the parameters, of the contract's method when absent
 *
 * @throws CliError (usage) naming the word that can't be read
 */
export function parseParams(method: string, words: readonly string[], root: JsonSchema = isMethod(method) ? paramsSchema(method) : {}): Json {
  if (words[0]?.trimStart().startsWith('{')) return parseObject(words);
  const params: Json = {};
  for (const word of words) {
    const split = word.indexOf('=');
    if (split <= 0) throw usageError(`"${word}" is neither key=value nor a JSON object`, `Example: nightdesk call ${method} key=value`);
    const path = word.slice(0, split).split('.');
    assign(params, path, parseValue(word.slice(split + 1), schemaAt(root, path), root.$defs ?? {}, path.join('.')));
  }
  return params;
}

function parseObject(words: readonly string[]): Json {
  const text = words.join(' ');
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw usageError(`the parameters are not JSON: ${(error as Error).message}`, 'Put the whole object in single quotes, or write key=value.');
  }
}

function assign(target: Json, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = typeof target[key] === 'object' && target[key] !== null ? (target[key] as Json) : {};
  target[key] = inner;
  assign(inner, rest, value);
}

function schemaAt(root: JsonSchema, path: readonly string[]): JsonSchema {
  let schema = root;
  for (const key of path) {
    const object = resolve(schema, root.$defs ?? {});
    const other = typeof object.additionalProperties === 'object' ? object.additionalProperties : {};
    schema = object.properties?.[key] ?? other;
  }
  return schema;
}

/**
 * Reads one value by its schema; where that leaves the type open, JSON if it is JSON, else a string.
 *
 * @param name the parameter, for the error
 */
export function parseValue(text: string, given: JsonSchema, defs: Definitions, name: string): unknown {
  const schema = resolve(given, defs);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return parseVariant(text, variants, defs, name, typeText(given, defs));
  if (schema.const !== undefined) return String(schema.const) === text ? schema.const : refuse(text, given, defs, name);
  if (schema.enum || schema.type === 'string') return text;
  if (schema.type === 'null') return text === 'null' ? null : refuse(text, given, defs, name);
  if (schema.type === 'boolean') return parseBoolean(text) ?? refuse(text, given, defs, name);
  if (schema.type === 'integer' || schema.type === 'number') return parseNumber(text) ?? refuse(text, given, defs, name);
  if (schema.type === 'array' && !text.startsWith('['))
    return text === '' ? [] : text.split(',').map((item) => parseValue(item, schema.items ?? {}, defs, name));
  if (schema.type === 'array' || schema.type === 'object') return parseJson(text) ?? refuse(text, given, defs, name);
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** The first variant that takes the text, numbers and words that are fixed before free strings. */
function parseVariant(text: string, variants: readonly JsonSchema[], defs: Definitions, name: string, expected: string): unknown {
  const free = (variant: JsonSchema) =>
    resolve(variant, defs).type === 'string' && !resolve(variant, defs).enum && resolve(variant, defs).const === undefined ? 1 : 0;
  for (const variant of variants.toSorted((a, b) => free(a) - free(b))) {
    const fixed = resolve(variant, defs).enum;
    if (fixed && !fixed.includes(text)) continue;
    try {
      return parseValue(text, variant, defs, name);
    } catch {}
  }
  throw usageError(`${name}: expected ${expected}, got "${text}"`);
}

const parseBoolean = (text: string): boolean | undefined => ({ true: true, yes: true, on: true, false: false, no: false, off: false })[text.toLowerCase()];

function parseNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

/** @returns undefined when it is no JSON; `null` stays null */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(text: string, schema: JsonSchema, defs: Definitions, name: string): never {
  throw usageError(`${name}: expected ${typeText(schema, defs)}, got "${text}"`);
}
