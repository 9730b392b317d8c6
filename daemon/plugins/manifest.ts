import { z } from 'zod';
import { JsonValue, Role } from '../protocol/schemas/common.ts';

const Title = z.string().min(1).max(100);
const Description = z.string().max(2000);
const Schema = z.looseObject({}).default({});

const Method = z.strictObject({
  summary: z.string().min(1).max(200),
  description: Description.optional(),
  role: Role.default('operator'),
  mutates: z.boolean().default(false),
  params: Schema,
  example: z.record(z.string(), JsonValue).default({}),
});

const Secret = z.strictObject({ name: z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/), description: Description, required: z.boolean().default(true) });

/** What a plugin adds, as its thread tells it: everything of it but the functions. */
export const Manifest = z.strictObject({
  methods: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,31}$/), Method).default({}),
  channel: z.strictObject({ title: Title, description: Description, settings: Schema, secrets: z.array(Secret).max(20).default([]) }).optional(),
  strategy: z.strictObject({ title: Title, description: Description, params: Schema }).optional(),
});
export type Manifest = z.output<typeof Manifest>;

/**
 * The validator of a JSON Schema that describes an object.
 *
 * @throws Error naming what it is of when it is none
 */
export function objectSchema(schema: Readonly<Record<string, unknown>>, of: string): z.ZodObject {
  try {
    const made = z.fromJSONSchema({ type: 'object', properties: {}, additionalProperties: false, ...schema } as Parameters<typeof z.fromJSONSchema>[0]);
    if (made instanceof z.ZodObject) return made;
  } catch (error) {
    throw new Error(`${of} can't be used as JSON Schema: ${(error as Error).message}`);
  }
  throw new Error(`${of} must be the JSON Schema of an object`);
}
