import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { changes, readableName, type Schema, shapeOf } from '../../../renderer/lib/schema.ts';
import { check } from '../../../renderer/lib/schema-check.ts';

const schemaOf = (type: z.ZodType) => z.toJSONSchema(type, { io: 'input' }) as Schema;

describe('the shape of a value', () => {
  const shapeOfType = (type: z.ZodType) => shapeOf(schemaOf(type), schemaOf(type));

  test.each([
    ['boolean', z.boolean()],
    ['integer', z.int()],
    ['number', z.number()],
    ['text', z.string()],
    ['choice', z.enum(['a', 'b'])],
    ['several', z.array(z.enum(['a', 'b']))],
    ['tags', z.array(z.string())],
    ['list', z.array(z.array(z.string()))],
    ['map', z.record(z.string(), z.string())],
    ['object', z.object({ a: z.string() })],
    ['nullable', z.number().nullable()],
    ['json', z.union([z.string(), z.object({})])],
    ['json', z.unknown()],
  ])('%s', (kind, type) => {
    expect(shapeOfType(type).kind).toBe(kind);
  });

  test('kinds of an object are told apart by the member that all of them have', () => {
    const stake = z.discriminatedUnion('kind', [z.object({ kind: z.literal('fraction'), value: z.number() }), z.object({ kind: z.literal('fixed_sum') })]);
    expect(shapeOfType(stake)).toMatchObject({
      kind: 'variants',
      tag: 'kind',
      variants: [
        { value: 'fraction', text: 'Fraction' },
        { value: 'fixed_sum', text: 'Fixed sum' },
      ],
    });
  });

  test('references are followed, also those that never end', () => {
    const Pair = z.string().meta({ id: 'TestPair' });
    const type = z.object({ pairs: z.array(Pair), one: Pair });
    const schema = schemaOf(type);
    expect(shapeOf(schema.properties!.pairs!, schema).kind).toBe('tags');
    type Body = string | { [key: string]: Body };
    const Body: z.ZodType<Body> = z.lazy(() => z.union([z.string(), z.record(z.string(), Body)]));
    const endless = schemaOf(z.object({ bodies: z.record(z.string(), Body) }));
    expect(check(endless, { bodies: { a: { b: { c: 'd' } } } })).toEqual({});
  });
});

describe('slips', () => {
  const type = z.object({
    fast: z.int().min(2).max(200),
    share: z.number().gt(0).lt(1).optional(),
    name: z
      .string()
      .min(2)
      .max(5)
      .regex(/^[a-z]+$/)
      .optional(),
    url: z.string(),
    to: z.array(z.string()).min(1).max(2).optional(),
    targets: z.record(z.string(), z.object({ url: z.string() })).optional(),
    stake: z.discriminatedUnion('kind', [z.object({ kind: z.literal('fixed'), value: z.string() })]).optional(),
  });
  const schema = schemaOf(type);

  test.each<[object, object]>([
    [{ fast: 1, url: 'x' }, { fast: { rule: 'least', limit: 2 } }],
    [{ fast: 201, url: 'x' }, { fast: { rule: 'most', limit: 200 } }],
    [{ fast: 2.5, url: 'x' }, { fast: { rule: 'integer' } }],
    [{ fast: 'many', url: 'x' }, { fast: { rule: 'number' } }],
    [{ fast: 2, share: 0, url: 'x' }, { share: { rule: 'above', limit: 0 } }],
    [{ fast: 2, share: 1, url: 'x' }, { share: { rule: 'below', limit: 1 } }],
    [{ fast: 2 }, { url: { rule: 'required' } }],
    [{ fast: 2, url: 'x', name: 'a' }, { name: { rule: 'longer', limit: 2 } }],
    [{ fast: 2, url: 'x', name: 'abcdef' }, { name: { rule: 'shorter', limit: 5 } }],
    [{ fast: 2, url: 'x', name: 'A1' }, { name: { rule: 'pattern', limit: '^[a-z]+$' } }],
    [{ fast: 2, url: 'x', to: [] }, { to: { rule: 'more', limit: 1 } }],
    [{ fast: 2, url: 'x', to: ['a', 'b', 'c'] }, { to: { rule: 'fewer', limit: 2 } }],
    [{ fast: 2, url: 'x', targets: { a: {} } }, { 'targets.a.url': { rule: 'required' } }],
    [{ fast: 2, url: 'x', stake: { kind: 'fixed' } }, { 'stake.value': { rule: 'required' } }],
  ])('%j', (value, faults) => {
    expect(check(schema, value)).toEqual(faults);
  });

  test('what the daemon would take is not called wrong, and the other way round', () => {
    const simple = z.object({ count: z.int().min(-5).max(5), share: z.number().min(0).max(1), name: z.string().min(1).max(3), on: z.boolean() });
    const json = schemaOf(simple);
    const given = fc.record({
      count: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: -9, max: 9, noNaN: true })),
      share: fc.double({ min: -1, max: 2, noNaN: true }),
      name: fc.string({ maxLength: 5 }),
      on: fc.boolean(),
    });
    fc.assert(
      fc.property(given, (value) => {
        expect(Object.keys(check(json, value)).length === 0).toBe(simple.safeParse(value).success);
      }),
    );
  });
});

test('only what changed is sent, and what is gone as null', () => {
  expect(changes({ a: 1, b: [1], c: 'x' }, { a: 2, b: [1], d: true })).toEqual({ a: 2, c: null, d: true });
});

test.each([
  ['maxOrderCost', 'Max order cost'],
  ['stop_loss', 'Stop loss'],
  ['threadId', 'Thread id'],
  ['publicUrl', 'Public URL'],
  ['json', 'JSON'],
])('%s reads as %s', (name, text) => {
  expect(readableName(name)).toBe(text);
});
