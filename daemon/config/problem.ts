import { findNodeAtLocation, type Node, type ParseError, type ParseErrorCode, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import type { Override } from './env.ts';
import { isPlainObject, type Path, showPath, valueAt } from './path.ts';

export interface ConfigProblem {
  /** The key concerned; empty when the file as a whole is. */
  readonly path: string;
  /** From 1; absent when the value is not from the file. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** The configuration can't be used. The message names each place and what was expected there. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    super(
      `the configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}\n${problems.map((one) => `  ${showProblem(file, one)}`).join('\n')}`,
    );
    this.file = file;
    this.problems = problems;
  }
}

export const showProblem = (file: string, { path, line, column, message }: ConfigProblem): string =>
  `${file}${line ? `:${line}:${column}` : ''} ${path ? `${path}: ` : ''}${message}`;

export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

const SYNTAX: Partial<Record<string, string>> = {
  InvalidSymbol: 'expected a value; texts need double quotes',
  InvalidNumberFormat: 'expected a number',
  PropertyNameExpected: 'expected a key in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon after the key',
  CommaExpected: 'expected a comma before this',
  CloseBraceExpected: 'expected a closing brace }',
  CloseBracketExpected: 'expected a closing bracket ]',
  EndOfFileExpected: 'expected the end of the file',
  UnexpectedEndOfComment: 'this comment is not closed',
  UnexpectedEndOfString: 'this text is not closed by a double quote',
};

export function syntaxProblem(text: string, error: ParseError): ConfigProblem {
  const word = printParseErrorCode(error.error as ParseErrorCode);
  return { path: '', ...placeOf(text, error.offset), message: SYNTAX[word] ?? `not JSON here (${word})` };
}

/** What the user wrote, for telling what is wrong with it. */
export interface Written {
  readonly text: string;
  readonly tree: Node | undefined;
  /** After the environment's overrides. */
  readonly value: unknown;
  readonly defaults: unknown;
  readonly overrides: readonly Override[];
}

export function schemaProblems(issue: z.core.$ZodIssue, written: Written): ConfigProblem[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  if (issue.code !== 'unrecognized_keys') return [located(path, expectation(issue, path, written), written)];
  const siblings = valueAt(written.defaults, path);
  const known = isPlainObject(siblings) ? `; known here: ${Object.keys(siblings).join(', ')}` : '';
  return issue.keys.map((key) => located([...path, key], `no such key${known}`, written));
}

function located(path: Path, message: string, { text, tree, overrides }: Written): ConfigProblem {
  const inFile = tree && findNodeAtLocation(tree, [...path]);
  const override = overrides.find((one) => startsWith(path, one.path) || (!inFile && startsWith(one.path, path)));
  if (override) return { path: showPath(path), message: `${message} (set by the environment variable ${override.variable})` };
  const node = nearest(tree, path);
  return { path: showPath(path), ...(node && placeOf(text, node.offset)), message };
}

const startsWith = (path: Path, start: Path): boolean => start.every((key, index) => path[index] === key);

/** The key or value meant, or the closest thing around it. */
function nearest(tree: Node | undefined, path: Path): Node | undefined {
  if (!tree) return undefined;
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}

function expectation(issue: z.core.$ZodIssue, path: Path, { value }: Written): string {
  const text = issue.message.replace(/^(Invalid input|Invalid option|Too small|Too big|Invalid string): /, '').replace(/, received .*$/, '');
  const found = valueAt(value, path);
  return found === undefined ? text : `${text}; found ${show(found)}`;
}

/** Long texts are not shown: somebody may have written a secret where it does not belong. */
function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 24 ? `a text of ${value.length} characters` : JSON.stringify(value);
  if (Array.isArray(value)) return 'a list';
  return isPlainObject(value) ? 'an object' : String(value);
}
