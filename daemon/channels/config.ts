import { z } from 'zod';
import { Level } from '../protocol/schemas/common.ts';
import { Routing, TopicPattern } from './routing/schema.ts';

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
  routing: Routing.optional().meta({ description: 'What it tells aloud, when, and what together' }),
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
  'daemon.health',
  'warning',
  'exception',
  'risk.breach',
  'protection.*',
  'alert.fired',
  'strategy.message',
  'notify.message',
];
