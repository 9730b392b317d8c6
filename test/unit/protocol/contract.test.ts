import { expect, test } from 'vitest';
import { z } from 'zod';
import { METHODS, type MethodName, type MethodSpec, TOPICS, type TopicSpec } from '../../../daemon/protocol/index.ts';
import { methodSchemas, openrpc } from '../../../daemon/protocol/openrpc.ts';

/** Changes that whoever they concern may make: the handler sees to it that they are the caller's own. */
const OF_ONES_OWN: readonly MethodName[] = ['channels.chat'];
const methods = Object.entries(METHODS) as Array<[MethodName, MethodSpec]>;

test.each(methods)('%s: its example is valid, its words are whole, its rights make sense', (name, spec) => {
  expect(spec.params.safeParse(spec.example)).toMatchObject({ success: true });
  expect(name).toMatch(/^[a-z]+(\.[a-z]+)?\.[a-zA-Z]+$/);
  expect(spec.summary).toMatch(/^[A-Z].*[^.]$/s);
  expect(spec.cost).toBeGreaterThan(0);
  if (spec.danger !== undefined) expect(spec.mutates).toBe(true);
  if (spec.secretParams || spec.secretResult) expect(spec.mutates).toBe(true);
  if (spec.mutates && !OF_ONES_OWN.includes(name)) expect(spec.role).not.toBe('viewer');
  if (spec.public) expect(spec.mutates).toBe(false);
});

test.each(methods)('%s: takes one object and refuses what it does not know', (_name, spec) => {
  const { success, error } = spec.params.safeParse({ ...(spec.example as object), surelyUnknown: 1 });
  expect(success).toBe(false);
  expect(error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
});

test.each(methods)('%s: parameters and result have JSON Schemas that stand alone', (name) => {
  const { params, result } = methodSchemas(name);
  expect(params).toMatchObject({ type: 'object', additionalProperties: false });
  for (const schema of [params, result]) {
    for (const [, id] of JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) expect(schema).toHaveProperty(['$defs', id ?? '']);
  }
});

test.each(Object.entries(TOPICS) as Array<[string, TopicSpec]>)('topic %s has a JSON Schema for its data', (name, spec) => {
  expect(name).toMatch(/^[a-z]+(\.[a-z_]+)?$/);
  expect(spec.data).toBeInstanceOf(z.ZodObject);
  expect(() => z.toJSONSchema(spec.data)).not.toThrow();
});

test('the OpenRPC document names every method, and every reference in it leads somewhere', () => {
  const document = openrpc('1.2.3') as {
    openrpc: string;
    info: object;
    methods: Array<{ name: string; params: Array<{ name: string; required: boolean }> }>;
    components: { schemas: object };
  };
  expect(document).toMatchObject({ openrpc: '1.3.2', info: { title: 'Nightdesk', version: '1.2.3' } });
  expect(document.methods.map(({ name }) => name)).toEqual(methods.map(([name]) => name));
  const text = JSON.stringify(document);
  expect(text).not.toContain('#/$defs/');
  for (const [, id] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) expect(document.components.schemas).toHaveProperty([id ?? '']);
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['Order', 'Trade', 'Decimal', 'Event']));
});

test('a method of the OpenRPC document says all there is to know of it', () => {
  const { methods: described } = openrpc('1') as { methods: Array<{ name: string }> };
  expect(described.find(({ name }) => name === 'positions.close')).toEqual({
    name: 'positions.close',
    summary: 'Sells a position, whole or in part, at the market',
    paramStructure: 'by-name',
    params: [
      { name: 'account', required: false, schema: { $ref: '#/components/schemas/Account' } },
      { name: 'pair', required: false, schema: { $ref: '#/components/schemas/Pair' } },
      { name: 'id', required: false, schema: { type: 'string', minLength: 1, maxLength: 128, description: 'Trade id' } },
      { name: 'amount', required: false, schema: { $ref: '#/components/schemas/Decimal' } },
    ],
    result: { name: 'result', schema: expect.objectContaining({ type: 'object', required: ['orders'] }) },
    examples: [{ name: 'example', params: [{ name: 'pair', value: 'BTC/USDT' }] }],
    'x-role': 'trader',
    'x-cost': 5,
    'x-mutates': true,
    'x-danger': 'Sells at the market price.',
    'x-since': 1,
  });
});
