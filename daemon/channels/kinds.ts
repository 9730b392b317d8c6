import type { ChannelKind } from './descriptor.ts';
import { discord } from './discord/discord.ts';
import { email } from './email/email.ts';
import { slack } from './slack/slack.ts';
import { webhook } from './webhook/webhook.ts';

/**
 * Every kind of channel that only tells. A new one is a folder and a line here; one that people can talk back through needs
 * the dispatcher as well, and is put together in `compose/channels.ts`.
 */
export const KINDS: readonly ChannelKind[] = [webhook, discord, slack, email] as unknown as readonly ChannelKind[];
