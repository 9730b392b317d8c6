import { z } from 'zod';
import type { ChannelContext, ChannelKind, Outgoing, Sender, SendResult } from '../descriptor.ts';
import { judge, judgeFailure, saidBy } from '../http/judge.ts';
import { PostTarget } from '../http/post.ts';
import { secretUrl } from '../http/secret-url.ts';
import { discordMessage } from './message.ts';

const TARGET = 'webhook';

export const DiscordSettings = z.strictObject({
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
  figures: z.boolean().default(true).meta({ title: 'Figures', description: 'Show figures below each text' }),
});
type DiscordSettings = z.output<typeof DiscordSettings>;

export const discord: ChannelKind<typeof DiscordSettings> = {
  kind: 'discord',
  title: 'Discord',
  description: 'Posts to a channel of a Discord server through a webhook of that channel: Edit channel → Integrations → Webhooks.',
  settings: DiscordSettings,
  secrets: [{ name: 'url', required: true, description: 'The webhook URL, as in https://discord.com/api/webhooks/123/abc. Whoever has it can post' }],
  render: (event, settings) => [{ target: TARGET, message: JSON.stringify(discordMessage(event, settings)) }],
  create: (context) => new DiscordSender(context),
};

class DiscordSender implements Sender {
  readonly #context: ChannelContext<DiscordSettings>;
  readonly #url: URL;
  readonly #target: PostTarget;

  constructor(context: ChannelContext<DiscordSettings>) {
    this.#context = context;
    this.#url = secretUrl(context, { path: /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+\/?$/, like: 'https://discord.com/api/webhooks/123/abc' });
    // With `wait` the answer tells the message's id, and whether there is one at all.
    this.#url.searchParams.set('wait', 'true');
    if (context.settings.threadId !== undefined) this.#url.searchParams.set('thread_id', context.settings.threadId);
    this.#target = new PostTarget(this.#url);
  }

  async send({ message }: Outgoing, signal: AbortSignal): Promise<SendResult> {
    const { host } = this.#url;
    const headers = { 'content-type': 'application/json', 'user-agent': 'Nightdesk (webhook)' };
    const outcome = await this.#target.post({ headers, body: message, signal });
    if (outcome.kind === 'failed') return judgeFailure(outcome, host, signal.aborted);
    const body = readBody(outcome.text);
    const words = { host, ...(body?.message !== undefined && { said: body.message }) };
    if (outcome.status >= 200 && outcome.status < 300) {
      return { outcome: 'delivered', detail: `${host} took it`, ...(body?.id !== undefined && { providerId: body.id }) };
    }
    const retryAfterMs = body?.retry_after === undefined ? undefined : Math.ceil(body.retry_after * 1000);
    if (outcome.status === 400 && body?.code === UNKNOWN_CHANNEL) return { outcome: 'park', error: saidBy(outcome, words), remedy: PARK[404] };
    return judge(outcome, { ...words, now: this.#context.clock.now(), park: PARK, retryAfterMs });
  }

  stop(): void {
    this.#target.close();
  }
}

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
