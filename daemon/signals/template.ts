import { SIGNAL_FIELDS, type SignalField, type SignalTemplate } from '../protocol/schemas/signals.ts';

/** A message as its template reads it: the secret apart, the values still words. */
export interface ReadMessage {
  readonly secret: string | undefined;
  readonly values: Readonly<Partial<Record<SignalField, string>>>;
  /** The message without the secret, for the record. */
  readonly shown: string;
  /** Why the values could not be read; the secret counts all the same. */
  readonly problem?: string;
}

const LONGEST_VALUE = 128;

/** Reads a body. Never throws, whatever it is given, in time that grows with its length only. */
export const readMessage = (template: SignalTemplate, body: string): ReadMessage =>
  template.kind === 'json' ? readJson(template.fields, body) : readWords(template.pattern, body);

function readJson(fields: Partial<Record<SignalField, string>>, body: string): ReadMessage {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return { secret: undefined, values: {}, shown: body, problem: 'the message is not valid JSON' };
  }
  if (!isObject(message)) return { secret: undefined, values: {}, shown: body, problem: 'the message is not a JSON object' };
  const { secret, ...rest } = message;
  const values: Partial<Record<SignalField, string>> = {};
  for (const field of SIGNAL_FIELDS) {
    const value = word(valueAt(message, fields[field] ?? field));
    if (value !== undefined) values[field] = value;
  }
  const known = typeof secret === 'string' ? secret : undefined;
  return { secret: known, values, shown: hide(JSON.stringify(rest), known) };
}

/** Word for word, so that no pattern can be made slow by a message. */
function readWords(pattern: string, body: string): ReadMessage {
  const [secret, ...words] = body.trim().split(/\s+/);
  const shown = hide(words.join(' '), secret);
  const wanted = pattern.trim().split(/\s+/);
  if (words.length !== wanted.length) {
    return { secret, values: {}, shown, problem: `the message has ${words.length} words after the secret, its pattern ${wanted.length}: "${pattern}"` };
  }
  const values: Partial<Record<SignalField, string>> = {};
  for (const [index, place] of wanted.entries()) {
    const given = words[index] ?? '';
    const { before, field, after } = placeOf(place);
    const fits = field === undefined ? given === place : given.startsWith(before) && given.endsWith(after) && given.length >= before.length + after.length;
    if (!fits) return { secret, values: {}, shown, problem: `word ${index + 1} after the secret should be "${place}"` };
    const value = field === undefined || field === 'any' ? undefined : word(given.slice(before.length, given.length - after.length));
    if (value !== undefined) values[field as SignalField] = value;
  }
  return { secret, values, shown };
}

/** A secret may be repeated where it does not belong. */
const hide = (text: string, secret: string | undefined): string => (secret ? text.replaceAll(secret, '•••') : text);

/** What is wrong with a pattern; undefined when nothing is. */
export function patternProblem(pattern: string): string | undefined {
  const seen = new Set<string>();
  for (const place of pattern.trim().split(/\s+/)) {
    const names = [...place.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
    if (names.length > 1) return `"${place}" has two placeholders; put a space between them`;
    const [name] = names;
    if (name === undefined ? /[{}]/.test(place) : !PLACES.includes(name))
      return `"${place}" is no placeholder; those there are: ${PLACES.map((one) => `{${one}}`).join(' ')}`;
    if (name !== undefined && name !== 'any' && seen.has(name)) return `{${name}} is there twice`;
    if (name !== undefined) seen.add(name);
  }
  return seen.has('action') && seen.has('ticker') ? undefined : 'it needs {action} and {ticker}';
}

const PLACES: readonly string[] = [...SIGNAL_FIELDS, 'any'];

/** A word of a pattern, such as `at={price}`. */
export function placeOf(place: string): { before: string; field: string | undefined; after: string } {
  const match = /^([^{}]*)\{([a-z]+)\}([^{}]*)$/.exec(place);
  return { before: match?.[1] ?? '', field: match?.[2], after: match?.[3] ?? '' };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(message: Record<string, unknown>, path: string): unknown {
  let here: unknown = message;
  for (const name of path.split('.')) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

/** A value in words; undefined for what is empty, too long, or a placeholder that TradingView did not fill. */
function word(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const trimmed = text.trim();
  return trimmed === '' || trimmed.length > LONGEST_VALUE || /^\{\{.*\}\}$/.test(trimmed) || trimmed === 'null' || trimmed === 'NaN' ? undefined : trimmed;
}
