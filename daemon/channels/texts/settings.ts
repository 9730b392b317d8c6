import { z } from 'zod';
import { parseTemplate, slotsOf } from '../../protocol/texts/template.ts';
import { nearest } from '../../rpc/nearest.ts';
import { CATALOGUES, LANGUAGES, type TextKey, topicOf } from './catalogue.ts';
import { placeholdersOf } from './placeholders.ts';

/** Longest template; what it makes of an event is longer, but not without bound. */
const TEMPLATE_LENGTH = 4000;
const KEYS = Object.keys(CATALOGUES.en.topics) as TextKey[];

export const TimeZone = z.string().refine(isTimeZone, 'expected a time zone such as Europe/Zurich or UTC');

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** Why a template of a topic can't be used; undefined when it can. */
export function templateProblem(template: string, names: readonly string[], options?: { readonly parts?: boolean }): string | undefined {
  if (template.length > TEMPLATE_LENGTH) return `it is longer than ${TEMPLATE_LENGTH} characters`;
  try {
    const stranger = slotsOf(parseTemplate(template, options)).find(({ name }) => !names.includes(name));
    if (!stranger) return undefined;
    const meant = nearest(stranger.name, names);
    return `there is no placeholder {${stranger.name}} here${meant ? `; did you mean {${meant}}?` : ''} Known: ${names.join(', ')}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const Templates = z.record(z.string(), z.string().min(1)).superRefine((templates, context) => {
  for (const [key, template] of Object.entries(templates)) {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message, path: [key] });
    if (!KEYS.includes(key as TextKey)) {
      const meant = nearest(key, KEYS);
      refuse(`there is no text called "${key}"${meant ? `; did you mean ${meant}?` : ''} Known: ${KEYS.join(', ')}`);
      continue;
    }
    const problem = templateProblem(template, placeholdersOf(topicOf(key as TextKey)).names);
    if (problem) refuse(problem);
  }
});

/** How a channel words what it tells, merged into the settings of every kind. */
export const WordingSettings = z.strictObject({
  language: z.enum(LANGUAGES).default('en').meta({ title: 'Language', description: 'Of texts, numbers and dates' }),
  timeZone: TimeZone.default('UTC').meta({
    title: 'Time zone',
    description: 'Of times in texts, of quiet hours and of summaries',
    examples: ['Europe/Zurich', 'UTC'],
  }),
  templates: Templates.default({}).meta({
    title: 'Own texts',
    description:
      'Texts by topic instead of the usual ones, with placeholders such as {pair} or {profit:.2f}; a part in [brackets] is left out when a placeholder in it has no value',
    examples: [{ 'trade.exit_fill': '{pair} {profit_pct}[ by {exit_reason}]' }],
  }),
});
export type WordingSettings = z.output<typeof WordingSettings>;
