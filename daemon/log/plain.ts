const DEEPEST = 6;

/**
 * A value as plain JSON data with every text, keys included, passed through `clean`. Errors become their name, message
 * and code (stacks are kept elsewhere); what can't be written as JSON becomes text.
 */
export function plain(value: unknown, clean: (text: string) => string, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return clean(value);
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      break;
    default:
      return value === undefined ? undefined : clean(String(value));
  }
  if (value === null) return null;
  if (depth === DEEPEST) return '[deeper]';
  if (value instanceof Error) return describe(value, clean);
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => plain(item, clean, depth + 1) ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), plain(item, clean, depth + 1)]));
}

function describe(error: Error, clean: (text: string) => string): Record<string, unknown> {
  const code = (error as { code?: unknown }).code;
  return { name: error.name, message: clean(error.message), ...(code !== undefined && { code: plain(code, clean, DEEPEST) }) };
}

/** The stack of an error with those of its causes. */
export function stackOf(error: unknown, clean: (text: string) => string): string {
  const parts: string[] = [];
  for (let here = error; here !== undefined && parts.length < 5; here = here instanceof Error ? here.cause : undefined) {
    parts.push(here instanceof Error ? (here.stack ?? String(here)) : String(here));
  }
  return clean(parts.join('\ncaused by: '));
}
