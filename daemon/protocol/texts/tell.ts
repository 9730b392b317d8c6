import { CODES, type Code, type Kind } from '../codes.ts';
import type { CodeTexts } from './en.ts';
import { parseTemplate, type Slot, slotsOf, type Template } from './template.ts';

/** Something told by a code as it comes in: perhaps of another version, with other codes and other parameters. */
export interface Reported {
  readonly code?: unknown;
  readonly params?: unknown;
  readonly cause?: Reported | undefined;
}

/** A value that each language writes in its own way. */
export type Figure = { readonly is: 'decimal'; readonly raw: string } | { readonly is: Exclude<Kind, 'text' | 'words' | 'decimal'>; readonly raw: number };
/** A part of a sentence. */
export type Piece = string | Figure;

export interface Told {
  readonly text: readonly Piece[];
  readonly remedy: readonly Piece[] | null;
}

/**
 * What a code says in the words of a language, values in their places.
 *
 * @returns undefined for a code of another version, or where a parameter is missing: what the daemon said then stays
 */
export function tell({ code, params, cause }: Reported, texts: CodeTexts): Told | undefined {
  if (typeof code !== 'string' || !Object.hasOwn(CODES, code)) return undefined;
  const kinds: Readonly<Record<string, string>> = CODES[code as Code];
  const values = (params ?? {}) as Readonly<Record<string, unknown>>;
  const missing = Object.keys(kinds).some((name) => !kinds[name]?.endsWith('?') && !Object.hasOwn(values, name));
  if (missing) return undefined;
  const because = cause && tell(cause, texts)?.text;
  const write = ({ name }: Slot): readonly Piece[] => {
    const kind = kinds[name]?.replace('?', '') as Kind;
    return kind === 'words' && because ? because : pieceOf(kind, values[name]);
  };
  const { text, remedy } = texts[code as Code];
  return { text: fill(templateOf(text), write), remedy: remedy === undefined ? null : fill(templateOf(remedy), write) };
}

function pieceOf(kind: Kind, raw: unknown): readonly Piece[] {
  if (raw === undefined || raw === null || raw === '') return [];
  if (kind === 'decimal' && /^-?\d+(\.\d+)?$/.test(String(raw))) return [{ is: kind, raw: String(raw) }];
  if (kind !== 'decimal' && kind !== 'text' && kind !== 'words' && typeof raw === 'number') return [{ is: kind, raw }];
  return [String(raw)];
}

/** A part in brackets goes with its values. */
const fill = (template: Template, write: (slot: Slot) => readonly Piece[]): Piece[] =>
  template.flatMap((of): readonly Piece[] => {
    if (typeof of === 'string') return [of];
    if ('name' in of) return write(of);
    const isWhole = slotsOf(of).every((slot) => write(slot).length > 0);
    return isWhole ? of.flatMap((piece) => (typeof piece === 'string' ? [piece] : write(piece))) : [];
  });

const parsed = new Map<string, Template>();

/** The texts are few, and each is filled over and over. */
function templateOf(text: string): Template {
  const template = parsed.get(text) ?? parseTemplate(text);
  parsed.set(text, template);
  return template;
}
