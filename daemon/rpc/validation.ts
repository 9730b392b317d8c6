import { z } from 'zod';
import { type MethodSpec, RpcError } from '../protocol/index.ts';
import { nearest } from './nearest.ts';

const MAX_DEPTH = 64;
const MAX_KEY = 128;

/** `a.b[0]` out of `['a', 'b', 0]`. */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`), '');

/** The names of a method's parameters. */
function parameterNames(spec: MethodSpec): string[] {
  return spec.params instanceof z.ZodObject ? Object.keys(spec.params.shape) : [];
}

/** Turns the first thing zod found wrong into an error that names the place, what was expected, and an example. */
export function invalidParams(method: string, spec: MethodSpec, error: z.ZodError): RpcError {
  const issue = error.issues[0];
  if (issue === undefined) return new RpcError('invalid', `${method}: invalid parameters`);
  if (issue.code === 'unrecognized_keys') return unknownParameter(method, spec, issue.path, issue.keys[0] ?? '');
  const field = pathText(issue.path);
  const expectation = expected(issue);
  const missing = expectation.match(/^expected (.*), received undefined$/);
  const example = Object.keys(spec.example as object).length > 0 ? `for example ${JSON.stringify(spec.example)}` : undefined;
  if (missing && field !== '') return new RpcError('invalid', `${method}: \`${field}\` is missing (${missing[1]})`, { field, hint: example });
  return new RpcError('invalid', field === '' ? `${method}: ${expectation}` : `${method}: \`${field}\`: ${expectation}`, {
    field: field || undefined,
    hint: example,
  });
}

function expected(issue: z.core.$ZodIssue): string {
  const own = issue.message.replace(/^Invalid (input|option): /, '');
  if (issue.code !== 'invalid_union') return own;
  const options = issue.errors.map((issues) => issues[0]).filter((first) => first !== undefined);
  return options.length === 0 ? own : [...new Set(options.map(expected))].join(', or ');
}

function unknownParameter(method: string, spec: MethodSpec, path: readonly PropertyKey[], key: string): RpcError {
  const field = pathText([...path, key]);
  const names = path.length === 0 ? parameterNames(spec) : [];
  const meant = nearest(key, names);
  const takes = names.length === 0 ? `${method} takes no parameters` : `it takes ${names.join(', ')}`;
  return new RpcError('invalid', `${method}: unknown parameter \`${field}\``, {
    field,
    hint: meant ? `did you mean \`${meant}\`?` : path.length === 0 ? takes : undefined,
  });
}

/** Takes the `idempotencyKey` out of a mutation's parameters. */
export function splitKey(method: string, params: object): { key: string | undefined; rest: object } {
  if (!Object.hasOwn(params, 'idempotencyKey')) return { key: undefined, rest: params };
  const { idempotencyKey, ...rest } = params as { idempotencyKey: unknown };
  if (typeof idempotencyKey === 'string' && idempotencyKey.length > 0 && idempotencyKey.length <= MAX_KEY) return { key: idempotencyKey, rest };
  throw new RpcError('invalid', `${method}: \`idempotencyKey\` is a string of 1 to ${MAX_KEY} characters`, {
    field: 'idempotencyKey',
    hint: 'a UUID does well',
  });
}

/** Refuses parameters nested so deeply that they could not be written down again. */
export function assertShallow(method: string, value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === MAX_DEPTH) throw new RpcError('invalid', `${method}: parameters are nested more than ${MAX_DEPTH} deep`);
  for (const part of Object.values(value)) assertShallow(method, part, depth + 1);
}
