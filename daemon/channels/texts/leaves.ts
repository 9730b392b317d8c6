import { z } from 'zod';
import { Decimal, Timestamp } from '../../protocol/schemas/common.ts';
import type { Value } from './format.ts';

type Kind = Value['is'] | 'list' | 'json';

/** What a schema has at the end of each path, such as `trade.profit` → `number`. */
export function leavesOf(schema: z.ZodType, path = ''): Map<string, Kind> {
  const plain = unwrapped(schema);
  if (!(plain instanceof z.ZodObject)) return new Map([[path, kindOf(plain, path)]]);
  return new Map(Object.entries(plain.shape).flatMap(([name, inner]) => [...leavesOf(inner as z.ZodType, path ? `${path}.${name}` : name)]));
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.def.innerType as z.ZodType)
    : schema;
}

/** A schema that was given another description is still the same by its definition. */
function kindOf(schema: z.ZodType, path: string): Kind {
  if (schema.def === Timestamp.def) return 'time';
  if (schema.def === Decimal.def) return 'number';
  if (schema instanceof z.ZodNumber) return path.endsWith('Ms') ? 'duration' : 'number';
  if (schema instanceof z.ZodEnum) return 'word';
  if (schema instanceof z.ZodArray) return 'list';
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodUnknown) return 'json';
  return 'text';
}

/** The value at a path of an event's data; null when the event has none there. */
export function leafAt(data: Readonly<Record<string, unknown>>, path: string, kind: Kind): Value | null {
  let at: unknown = data;
  for (const name of path.split('.')) at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : undefined;
  return at === undefined || at === null ? null : toValue(at, kind);
}

function toValue(raw: unknown, kind: Kind): Value {
  if ((kind === 'time' || kind === 'duration') && typeof raw === 'number') return { is: kind, raw };
  if (kind === 'number' && isNumeric(raw)) return { is: 'number', raw: String(raw) };
  if (kind === 'word') return { is: 'word', raw: String(raw) };
  if (Array.isArray(raw) && raw.every((item) => typeof item !== 'object')) return { is: 'text', raw: raw.join(', ') };
  return { is: 'text', raw: typeof raw === 'object' ? JSON.stringify(raw) : String(raw) };
}

const isNumeric = (raw: unknown) => (typeof raw === 'number' ? Number.isFinite(raw) : typeof raw === 'string' && /^-?\d+(\.\d+)?$/.test(raw));
