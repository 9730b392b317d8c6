import { applyEdits, modify, parse } from 'jsonc-parser';
import { isPlainObject, type Path, valueAt } from './path.ts';

const OPTIONS = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/**
 * The text with `value` at `path`, or without it when undefined. Comments stay: of an object only the keys that differ
 * are touched.
 */
export function editText(text: string, path: Path, value: unknown): string {
  const present = valueAt(parse(text, [], { allowTrailingComma: true }), path);
  if (JSON.stringify(present) === JSON.stringify(value)) return text;
  if (!isPlainObject(present) || !isPlainObject(value)) return applyEdits(text, modify(text, [...path], value, OPTIONS));
  const keys = new Set([...Object.keys(present), ...Object.keys(value)]);
  return [...keys].reduce((edited, key) => editText(edited, [...path, key], value[key]), text);
}
