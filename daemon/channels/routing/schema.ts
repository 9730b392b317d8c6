import { z } from 'zod';
import { TOPICS, topicMatcher } from '../../protocol/topics.ts';

const journalled: Record<string, boolean> = Object.fromEntries(Object.entries(TOPICS).map(([topic, spec]) => [topic, spec.journalled]));

/** Why a channel can't be told of a pattern; undefined when it matches a topic that is kept for channels. */
function patternProblem(pattern: string): string | undefined {
  let matches: (topic: string) => boolean;
  try {
    matches = topicMatcher([pattern]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (Object.keys(journalled).some((topic) => journalled[topic] && matches(topic))) return undefined;
  return `"${pattern}" is live only and is not kept, so no channel can send it`;
}

/** A topic or pattern that at least one journalled topic matches. */
export const TopicPattern = z.string().superRefine((pattern, context) => {
  const message = patternProblem(pattern);
  if (message) context.addIssue({ code: 'custom', message });
});

export const TellMode = z.enum(['on', 'silent', 'off']);
/** `silent` arrives without a sound, where the other side knows such a thing. */
export type TellMode = z.infer<typeof TellMode>;

/** The patterns are checked here and not as keys, whose problems would not be told. */
const Types = z.record(z.string(), TellMode).superRefine((types, context) => {
  for (const pattern of Object.keys(types)) {
    const message = patternProblem(pattern);
    if (message) context.addIssue({ code: 'custom', message, path: [pattern] });
  }
});

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "07:30"');

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const Weekday = z.enum(WEEKDAYS);

const PairPattern = z.string().regex(/^(\*|[A-Z0-9.-]+)(\/(\*|[A-Z0-9.-]+)(:[A-Z0-9.-]+)?)?$/, 'expected a pair such as "BTC/USDT", or "BTC/*", or "*/USDT"');

const QuietHours = z
  .strictObject({
    from: TimeOfDay,
    until: TimeOfDay.meta({ description: 'On the next day when it is earlier than `from`' }),
    days: z.array(Weekday).min(1).optional().meta({ description: 'Days on which they begin; every day when absent' }),
    digest: z.boolean().default(true).meta({ description: 'Afterwards one message sums up what was held back; otherwise each follows by itself' }),
  })
  .refine(({ from, until }) => from !== until, { message: 'begin and end at the same time', path: ['until'] });
export type QuietHours = z.output<typeof QuietHours>;

const Cap = z.strictObject({
  messages: z.int().min(1).max(10_000).meta({ description: 'So many are sent one by one; the rest of the window is summed up in one message at its end' }),
  seconds: z.int().min(1).max(86_400).meta({ description: 'Length of the window' }),
});
export type Cap = z.output<typeof Cap>;

const Summaries = z.strictObject({
  daily: z.strictObject({ at: TimeOfDay }).optional(),
  weekly: z.strictObject({ at: TimeOfDay, day: Weekday.default('monday') }).optional(),
  monthly: z
    .strictObject({ at: TimeOfDay, day: z.int().min(1).max(31).default(1).meta({ description: 'The last day of a month that is shorter' }) })
    .optional(),
});
export type Summaries = z.output<typeof Summaries>;

/**
 * How a channel tells what it is told to tell: what aloud, what when, what together. Critical news ignores all that would
 * hold it back. Times are those of the channel's time zone, see `WordingSettings`.
 */
export const Routing = z.strictObject({
  types: Types.optional().meta({
    description: '`on`, `silent` or `off` by topic or pattern, over what `topics` lists; the narrowest pattern counts',
    examples: [{ 'trade.*': 'silent', 'trade.exit_fill': 'on' }],
  }),
  exits: z
    .record(z.string().min(1).max(100), TellMode)
    .optional()
    .meta({
      description: 'For the topics of exits: `on`, `silent` or `off` by the reason of the exit; `*` stands for all others',
      examples: [{ take_profit: 'silent', '*': 'on' }],
    }),
  pairs: z
    .array(PairPattern)
    .min(1)
    .optional()
    .meta({ description: 'Only of these pairs; what concerns no pair is always told', examples: [['BTC/USDT', '*/EUR']] }),
  strategies: z.array(z.string().min(1).max(128)).min(1).optional().meta({ description: 'Only of these strategies, `manual` being what is done by hand' }),
  critical: z
    .array(TopicPattern)
    .optional()
    .meta({ description: 'Topics that overtake all others and are never held back, besides failures, risk limits, panic, and a bot that needs attention' }),
  quietHours: QuietHours.optional().meta({ description: 'Nothing but critical news is sent in these hours', examples: [{ from: '22:00', until: '07:00' }] }),
  dedupeSeconds: z.int().min(1).max(86_400).optional().meta({ description: 'The same text is told once in so many seconds, and then how often it came' }),
  cap: Cap.optional().meta({ description: 'No more messages than this, the rest in one', examples: [{ messages: 20, seconds: 60 }] }),
  summaries: Summaries.optional().meta({
    description: 'Figures of the time since the last one: profit, trades, drawdown, what is open',
    examples: [{ daily: { at: '08:00' } }],
  }),
});
export type Routing = z.output<typeof Routing>;
