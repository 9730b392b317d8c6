/** Something a template asks for: `{name}` or `{name:spec}`. */
export interface Slot {
  readonly name: string;
  /** How to write it down, as in Python's formats (`.2f`, `%Y-%m-%d`); empty for the usual way. */
  readonly spec: string;
}
type Piece = string | Slot;
/** A part in brackets is left out when a slot in it has no value. */
export type Template = ReadonlyArray<Piece | readonly Piece[]>;

export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
}

const NUMBER_SPEC = /^(?<width>\d+)?(?<comma>,)?(?:\.(?<digits>\d{1,2}))?(?<form>[df%])?$/;
const TIME_SPEC = /^(?:%[YmdHMSyBbAa%]|[^%])*$/;
const TOKEN = /\{\{|\}\}|\[\[|\]\]|\{(?<slot>[^{}]*)\}|[{}[\]]|[^{}[\]]+/g;

/**
 * Reads a template: `{name}` and `{name:spec}` stand for values, `[… {name} …]` for a part that goes with its values,
 * doubled brackets and braces for themselves. Brackets around nothing but words are words.
 *
 * @param options `parts` false takes single brackets for themselves, as Python's templates do
 * @throws TemplateFault saying what was expected
 */
export function parseTemplate(text: string, { parts = true }: { readonly parts?: boolean } = {}): Template {
  const whole: Array<Piece | readonly Piece[]> = [];
  let part: Piece[] | undefined;
  const add = (piece: Piece) => (part ?? whole).push(piece);
  for (const { 0: token, groups, index } of text.matchAll(TOKEN)) {
    if (groups?.slot !== undefined) add(slotOf(groups.slot));
    else if (token === '{' || token === '}')
      throw new TemplateFault(`"${token}" at ${index + 1} has no partner; write ${token}${token} for the character itself`);
    else if (!parts && /[[\]]/.test(token)) add(token);
    else if (token === '[' && !part) part = [];
    else if (token === ']' && part) {
      const ended = part;
      part = undefined;
      if (ended.every((piece) => typeof piece === 'string')) whole.push(`[${ended.join('')}]`);
      else whole.push(ended);
    } else add(/^(.)\1$/.test(token) && /[{}[\]]/.test(token) ? token.slice(1) : token);
  }
  if (part) throw new TemplateFault('"[" has no partner; write [[ for the character itself');
  return whole;
}

function slotOf(inner: string): Slot {
  const [, name = '', spec = ''] = /^([\w.]+)(?::(.*))?$/s.exec(inner) ?? [];
  if (!name) throw new TemplateFault(`"{${inner}}" is no placeholder; expected a name such as {pair}`);
  if (!NUMBER_SPEC.test(spec) && !(spec.startsWith('%') && TIME_SPEC.test(spec))) {
    throw new TemplateFault(`"{${inner}}" asks for the format "${spec}"; expected one such as .2f, .2%, or %Y-%m-%d for a time`);
  }
  return { name, spec };
}

/** The slots of a template, in order. */
export const slotsOf = (template: Template): Slot[] => template.flat().filter((piece) => typeof piece !== 'string');

/** @param write the words for a slot; null when there is no value */
export function fillTemplate(template: Template, write: (slot: Slot) => string | null): string {
  const piece = (of: Piece) => (typeof of === 'string' ? of : write(of));
  const optional = (pieces: readonly Piece[]) => {
    const words = pieces.map(piece);
    return words.some((word) => word === null || word === '') ? '' : words.join('');
  };
  return template.map((of) => (Array.isArray(of) ? optional(of) : (piece(of as Piece) ?? ''))).join('');
}

/** The parts of a format for numbers, as Python has them: least width, thousands, digits after the point, form. */
export function numberSpec(spec: string): { width: number; comma: boolean; digits: number | undefined; form: string } | undefined {
  const groups = NUMBER_SPEC.exec(spec)?.groups;
  if (!groups || spec === '') return undefined;
  const { width, comma, digits, form = '' } = groups;
  return { width: Number(width ?? 0), comma: comma !== undefined, digits: digits === undefined ? undefined : Number(digits), form };
}
