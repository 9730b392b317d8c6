import { getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { overridesFrom } from './env.ts';
import { showPath, withValue } from './path.ts';
import { type ConfigProblem, placeOf, schemaProblems, syntaxProblem } from './problem.ts';
import { Config } from './schema.ts';

export type Parsed =
  | { readonly ok: true; readonly config: Config; readonly overridden: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

type Env = Readonly<Record<string, string | undefined>>;

let defaults: Config | undefined;

/** Computed when first needed: most starts never do. */
function defaultConfig(): Config {
  defaults ??= Config.parse({});
  return defaults;
}

/** Making code for each object pays for what is checked often; a configuration is checked once, while a start waits for it. */
const ONCE = { jitless: true };

/** Reads a configuration: JSON with comments and trailing commas, overridden by the environment, checked by the schema. */
export function parseConfig(text: string, env: Env = {}): Parsed {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  if (errors.length > 0) return { ok: false, problems: errors.slice(0, 10).map((error) => syntaxProblem(text, error)) };
  const repeated = tree ? repeatedKeys(text, tree) : [];
  if (repeated.length > 0) return { ok: false, problems: repeated };
  return check(text, tree, env);
}

function check(text: string, tree: Node | undefined, env: Env): Parsed {
  const file: unknown = tree ? getNodeValue(tree) : {};
  const overrides = overridesFrom(env, () => [file, defaultConfig()]);
  const build = (asText: ReadonlySet<string>) =>
    overrides.reduce((value, one) => withValue(value, one.path, asText.has(one.variable) ? one.text : one.value), file);
  let value = build(new Set());
  let result = Config.safeParse(value, ONCE);
  if (!result.success && overrides.length > 0) {
    // `…__START_BALANCE=5000` reads as a number where the schema wants a text.
    const issues = result.error.issues;
    const rejected = overrides.filter((one) => issues.some((issue) => showPath(one.path) === issue.path.join('.')));
    value = build(new Set(rejected.map((one) => one.variable)));
    result = Config.safeParse(value, ONCE);
  }
  if (result.success) return { ok: true, config: frozen(result.data), overridden: overrides.map((one) => showPath(one.path)) };
  const written = { text, tree, value, defaults: defaultConfig(), overrides };
  return { ok: false, problems: result.error.issues.flatMap((issue) => schemaProblems(issue, written)) };
}

/** JSON would silently let the last one win, and an edit would change the first. */
function repeatedKeys(text: string, node: Node, path: string[] = []): ConfigProblem[] {
  if (node.type === 'array') return (node.children ?? []).flatMap((item, index) => repeatedKeys(text, item, [...path, String(index)]));
  if (node.type !== 'object') return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name = String(key?.value);
    const here = [...path, name];
    const again = seen.has(name) ? [{ path: here.join('.'), ...placeOf(text, property.offset), message: 'this key is there twice' }] : [];
    seen.add(name);
    return [...again, ...(value ? repeatedKeys(text, value, here) : [])];
  });
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}
