import { METHODS, type MethodName, type MethodSpec } from '../../protocol/index.ts';
import { table } from '../format/table.ts';
import { type Definitions, type JsonSchema, paramsSchema, resolve, resultSchema, typeText } from './schema.ts';

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly text: string;
}

/** How deep inline objects are spelled out. */
const DEPTH = 3;

/** The fields of an object schema, those of objects written inside it included (`items[].id`); none when it is no object. */
export function fields(schema: JsonSchema, defs: Definitions = schema.$defs ?? {}, prefix = '', depth = DEPTH): Field[] {
  const object = prefix === '' ? resolve(schema, defs) : schema;
  return Object.entries(object.properties ?? {}).flatMap(([key, property]) => {
    const name = prefix + key;
    const field = { name, type: typeText(property, defs), required: object.required?.includes(key) ?? false, text: property.description ?? '' };
    const list = property.type === 'array';
    const inner = list ? (property.items ?? {}) : property;
    return [field, ...(depth > 1 && inner.properties ? fields(inner, defs, `${name}${list ? '[]' : ''}.`, depth - 1) : [])];
  });
}

/** The example of a method as `key=value` words, or as JSON where words can't say it. */
export function exampleWords(example: unknown): string {
  const entries = Object.entries(example as object);
  const plain = entries.every(([, value]) => typeof value !== 'object' || value === null || isWordList(value));
  if (!plain) return `'${JSON.stringify(example)}'`;
  return entries.map(([key, value]) => quoted(`${key}=${Array.isArray(value) ? value.join(',') : String(value)}`)).join(' ');
}

const isWordList = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes(','));
const quoted = (word: string): string => (/^[\w=./:,@+-]+$/.test(word) ? word : `'${word}'`);

/** All that the contract says of a method, for `nightdesk call <method> --help`. */
export const describeMethod = (method: MethodName): string => describeWith(method, METHODS[method], paramsSchema(method), resultSchema(method));

type Described = Pick<MethodSpec, 'summary' | 'description' | 'role' | 'cost' | 'mutates' | 'danger' | 'dangerWhen' | 'example'>;

/** The same of a method that the daemon described. */
export function describeWith(method: string, spec: Described, params: JsonSchema, result: JsonSchema): string {
  const shown = [
    `${method}: ${spec.summary}`,
    spec.description,
    [
      `Role: ${spec.role}   Cost: ${spec.cost}   ${spec.mutates ? 'Changes something' : 'Only reads'}`,
      spec.danger && `Asks for confirmation${spec.dangerWhen ? ' (depending on its parameters)' : ''}: ${spec.danger}`,
    ]
      .filter(Boolean)
      .join('\n'),
    section('Parameters', fields(params), true),
    section('Result', fields(result), false),
    `Example:\n  $ nightdesk call ${[method, exampleWords(spec.example)].filter(Boolean).join(' ')}`,
  ];
  return shown.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** Parameters that are needed carry a star, results that may be absent a question mark. */
export const mark = ({ name, required }: Field, parameters: boolean): string => (parameters === required ? `${name}${parameters ? ' *' : '?'}` : name);

function section(title: string, rows: readonly Field[], parameters: boolean): string {
  if (rows.length === 0) return parameters ? `${title}: none` : '';
  const lines = table(rows, [
    { head: '', cell: (row) => mark(row, parameters) },
    { head: '', cell: (row) => row.type },
    { head: '', cell: (row) => row.text },
  ]);
  const note = parameters && rows.some((row) => row.required) ? ' (* needed)' : '';
  return `${title}${note}:\n${lines
    .split('\n')
    .slice(1)
    .map((line) => `  ${line}`)
    .join('\n')}`;
}
