import { PROBLEMS, type ProblemCode } from '../../protocol/schemas/problems.ts';
import type { Catalogue } from './en.ts';
import type { Formatter, Value } from './format.ts';
import { fillTemplate, parseTemplate, slotsOf } from './template.ts';

/** How a problem is told, and what helps, as templates over its parameters. */
export interface ProblemText {
  readonly text: string;
  readonly remedy?: string;
}

type Params = Readonly<Record<string, unknown>>;

/**
 * What a problem's event tells, in the words of the catalogue: in place of the English `text` and `remedy` of its data.
 * Nothing for a code of another version, or where a parameter is missing: the event's own words then stay.
 */
export function problemWords({ code, params }: Params, { problems }: Catalogue, formatter: Formatter): { readonly text?: string; readonly remedy?: string } {
  if (typeof code !== 'string' || !Object.hasOwn(PROBLEMS, code)) return {};
  const { text, remedy } = problems[code as ProblemCode];
  const say = (template: string) => filled(template, (params ?? {}) as Params, formatter);
  const said = say(text);
  const help = remedy === undefined ? undefined : say(remedy);
  return { ...(said !== undefined && { text: said }), ...(help !== undefined && { remedy: help }) };
}

function filled(text: string, params: Params, formatter: Formatter): string | undefined {
  const template = parseTemplate(text);
  if (!slotsOf(template).every(({ name }) => Object.hasOwn(params, name))) return undefined;
  return fillTemplate(template, ({ name, spec }) => formatter.write(toValue(name, params[name]), spec));
}

function toValue(name: string, raw: unknown): Value {
  if (typeof raw === 'number' && name.endsWith('Ms')) return { is: 'duration', raw };
  const isNumber = typeof raw === 'number' || /^-?\d+(\.\d+)?$/.test(String(raw));
  return { is: isNumber ? 'number' : 'text', raw: String(raw) };
}
