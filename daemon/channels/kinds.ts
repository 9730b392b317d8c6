import type { ChannelKind } from './descriptor.ts';
import { discord } from './discord/discord.ts';
import { email } from './email/email.ts';
import { slack } from './slack/slack.ts';
import { webhook } from './webhook/webhook.ts';

/** Every kind of channel there is. A new one is a folder and a line here. */
export const KINDS: readonly ChannelKind[] = [webhook, discord, slack, email] as unknown as readonly ChannelKind[];
