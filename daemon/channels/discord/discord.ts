import { z } from 'zod';
import type { ChannelContext, ChannelKind, SendResult } from '../descriptor.ts';
import { figures, HookSender, hookMessage } from '../http/hook.ts';
import { type Answer, judge, saidBy } from '../http/judge.ts';
import { secretUrl } from '../http/secret-url.ts';
import { discordMessage } from './message.ts';

const DiscordSettings = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(80)
    .refine((name) => !/discord|clyde|@|#|:|```/i.test(name), 'Discord allows no name with "discord", "clyde", @, # or :')
    .default('Nightdesk')
    .meta({ title: 'Name', description: 'Under which messages appear' }),
  threadId: z
    .string()
    .regex(/^\d{5,20}$/, 'expected the digits of a thread id')
    .optional()
    .meta({ title: 'Thread', description: 'Id of a thread of the channel to post into; the channel itself when absent' }),
  figures,
});
type DiscordSettings = z.output<typeof DiscordSettings>;

export const discord: ChannelKind<typeof DiscordSettings> = {
  kind: 'discord',
  title: 'Discord',
  description: 'Posts to a channel of a Discord server through a webhook of that channel: Edit channel → Integrations → Webhooks.',
  settings: DiscordSettings,
  secrets: [{ name: 'url', required: true, description: 'The webhook URL, as in https://discord.com/api/webhooks/123/abc. Whoever has it can post' }],
  render: (event, settings) => hookMessage(discordMessage(event, settings)),
  create: discordSender,
};

function discordSender(context: ChannelContext<DiscordSettings>): HookSender {
  const { settings, clock } = context;
  const url = secretUrl(context, { path: /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+\/?$/, like: 'https://discord.com/api/webhooks/123/abc' });
  // With `wait` the answer tells the message's id, and whether there is one at all.
  url.searchParams.set('wait', 'true');
  if (settings.threadId !== undefined) url.searchParams.set('thread_id', settings.threadId);
  return new HookSender({
    url,
    headers: { 'user-agent': 'Nightdesk (webhook)' },
    body: ({ message, silent }) => (silent ? JSON.stringify({ ...JSON.parse(message), flags: SUPPRESS_NOTIFICATIONS }) : message),
    idOf: ({ text }) => readBody(text)?.id,
    refused: (answer) => refused(answer, url.host, clock.now()),
  });
}

function refused(answer: Answer, host: string, now: number): SendResult {
  const body = readBody(answer.text);
  const words = { host, ...(body?.message !== undefined && { said: body.message }) };
  const retryAfterMs = body?.retry_after === undefined ? undefined : Math.ceil(body.retry_after * 1000);
  if (answer.status === 400 && body?.code === UNKNOWN_CHANNEL) return { outcome: 'park', error: saidBy(answer, words), remedy: PARK[404] };
  return judge(answer, { ...words, now, park: PARK, retryAfterMs });
}

/** Sends neither a sound nor a push (https://discord.com/developers/docs/resources/message#message-object-message-flags). */
const SUPPRESS_NOTIFICATIONS = 1 << 12;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes */
const UNKNOWN_CHANNEL = 10003;

const PARK = {
  401: 'The webhook URL is not valid: copy it anew from Discord, then set the secret "url"',
  403: 'Discord forbids it: check the webhook and the rights in its channel, then enable the channel',
  404: 'The webhook or its thread no longer exists: make a new one in Discord (Edit channel → Integrations → Webhooks), then set the secret "url"',
} as const;

const Body = z.object({
  id: z.string().optional(),
  message: z.string().optional(),
  code: z.number().optional(),
  /** Seconds, with a fraction. */
  retry_after: z.number().nonnegative().optional(),
});

function readBody(text: string): z.output<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
