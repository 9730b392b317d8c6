import { z } from 'zod';
import { Level } from '../protocol/schemas/common.ts';
import { TOPICS, topicMatcher } from '../protocol/topics.ts';

const journalled: Record<string, boolean> = Object.fromEntries(Object.entries(TOPICS).map(([topic, spec]) => [topic, spec.journalled]));

/** A topic or pattern that at least one journalled topic matches; live-only topics can't be kept for a channel. */
const TopicPattern = z.string().superRefine((pattern, context) => {
  let matches: (topic: string) => boolean;
  try {
    matches = topicMatcher([pattern]);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return;
  }
  if (!Object.keys(journalled).some((topic) => journalled[topic] && matches(topic))) {
    context.addIssue({ code: 'custom', message: `"${pattern}" is live only and is not kept, so no channel can send it` });
  }
});

export const ChannelId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and -, a letter first');

/** One channel as the configuration holds it. What is absent has its default, see `DEFAULT_TOPICS` and the kind's settings. */
export const ChannelEntry = z.strictObject({
  kind: z.string().meta({ description: 'What it is, such as `webhook`; `nightdesk call channels.kinds` lists them' }),
  enabled: z.boolean().optional().meta({ description: 'Whether it sends; true when absent' }),
  topics: z.array(TopicPattern).min(1).optional().meta({ description: 'What it tells of: topics or patterns such as `trade.*`' }),
  minLevel: Level.optional().meta({ description: 'Least level it sends; `info` when absent' }),
  settings: z.record(z.string(), z.unknown()).optional().meta({ description: 'Settings of its kind; secrets belong in the vault' }),
});
export type ChannelEntry = z.infer<typeof ChannelEntry>;

/** The section `channels` of the configuration: channels by the name an operator gave them. */
export const ChannelsSection = z.record(ChannelId, ChannelEntry);
export type ChannelsSection = z.infer<typeof ChannelsSection>;

/** What a channel tells of unless it is told otherwise. */
export const DEFAULT_TOPICS: readonly string[] = [
  'trade.*',
  'bot.state',
  'daemon.state',
  'warning',
  'exception',
  'risk.breach',
  'strategy.message',
  'notify.message',
];
