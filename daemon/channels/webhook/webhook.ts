import { type ChannelContext, ChannelFault, type ChannelKind, type Outgoing, type Sender, type SendResult } from '../descriptor.ts';
import { networkProblem, retryAfterMs, snippet } from '../http/answer.ts';
import { type PostOutcome, PostTarget } from '../http/post.ts';
import type { WordedEvent } from '../texts/worded.ts';
import { parseHeader, WebhookSettings } from './settings.ts';
import { signingKey, standardHeaders } from './sign.ts';

type Answer = Extract<PostOutcome, { kind: 'answered' }>;

/** There is one place a webhook posts to, whatever its URL is at the moment. */
const TARGET = 'url';

export const webhook: ChannelKind<typeof WebhookSettings> = {
  kind: 'webhook',
  title: 'Webhook',
  description: 'Posts each event as JSON to a URL, signed as Standard Webhooks (https://www.standardwebhooks.com) describes.',
  settings: WebhookSettings,
  secrets: [
    {
      name: 'secret',
      required: false,
      description:
        'Signing secret, "whsec_" and 24 to 64 bytes in base64. Without it messages go out unsigned and the receiver cannot tell them from forged ones',
    },
    { name: 'previousSecret', required: false, description: 'The signing secret before, while receivers change over; messages then carry both signatures' },
    { name: 'header', required: false, description: 'A header with a credential, as in "Authorization: Bearer …"' },
  ],
  render: (event) => [{ target: TARGET, message: bodyOf(event) }],
  create: (context) => new WebhookSender(context),
};

function bodyOf({ topic, ts, data, seq, account, text }: WordedEvent): string {
  return JSON.stringify({ type: topic, timestamp: new Date(ts).toISOString(), data, seq, ...(account !== null && { account }), text });
}

class WebhookSender implements Sender {
  readonly #context: ChannelContext<WebhookSettings>;
  readonly #url: URL;
  readonly #target: PostTarget;
  readonly #keys: readonly Buffer[];
  readonly #headers: Readonly<Record<string, string>>;
  readonly #confidential: readonly string[];

  constructor(context: ChannelContext<WebhookSettings>) {
    this.#context = context;
    this.#url = new URL(context.settings.url);
    this.#keys = ['secret', 'previousSecret'].flatMap((name) => readSecret(context, name, (text) => [signingKey(text)]) ?? []);
    const secretHeader = readSecret(context, 'header', parseHeader);
    this.#headers = {
      'content-type': 'application/json',
      'user-agent': 'Nightdesk',
      ...context.settings.headers,
      ...(secretHeader && { [secretHeader[0]]: secretHeader[1] }),
    };
    this.#confidential = secretHeader ? [secretHeader[1]] : [];
    this.#target = new PostTarget(this.#url);
  }

  async send({ id, message }: Outgoing, signal: AbortSignal): Promise<SendResult> {
    const seconds = Math.floor(this.#context.clock.now() / 1000);
    const headers = { ...this.#headers, ...standardHeaders(id, seconds, message, this.#keys) };
    const outcome = await this.#target.post({ headers, body: message, signal });
    if (outcome.kind === 'answered') return this.#judge(outcome);
    const problem = signal.aborted ? { error: `${this.#url.host}: ${outcome.error.message}` } : networkProblem(outcome.error, this.#url.host);
    return outcome.sent ? { outcome: 'unknown', ...problem } : { outcome: 'retry', reached: false, ...problem };
  }

  stop(): void {
    this.#target.close();
  }

  #judge(answer: Answer): SendResult {
    const { status, headers } = answer;
    const said = this.#said(answer);
    if (status >= 200 && status < 300) {
      const requestId = headers['x-request-id'];
      return { outcome: 'delivered', detail: said, ...(typeof requestId === 'string' && { providerId: requestId }) };
    }
    const remedy = PARK[status];
    if (remedy) return { outcome: 'park', error: said, remedy };
    if (status >= 300 && status < 400)
      return { outcome: 'park', error: `${said}; redirects are not followed`, remedy: redirectRemedy(headers.location, this.#url) };
    if (status === 408 || status === 425 || status === 429 || status >= 500) {
      return { outcome: 'retry', reached: true, error: said, retryAfterMs: retryAfterMs(headers, this.#context.clock.now()) };
    }
    return { outcome: 'dead', error: said, remedy: 'The receiver does not accept this message: see its log, mend it, then retry the dead letter' };
  }

  #said({ status, text }: Answer): string {
    let words = snippet(text);
    for (const secret of this.#confidential) words = words.replaceAll(secret, '•••');
    return `${this.#url.host} answered HTTP ${status}${words ? `: ${words}` : ''}`;
  }
}

/** Answers that mean the same for every message. */
const PARK: Readonly<Record<number, string>> = {
  401: 'The receiver wants a credential: set the secret "header", or the signing secret it expects, then enable the channel',
  403: 'The receiver forbids it: check its credential and its list of allowed senders, then enable the channel',
  404: 'Check the path of the URL, then enable the channel',
  405: 'This URL does not take POST requests: check it, then enable the channel',
  407: 'A proxy wants a credential: use a URL that needs none',
  410: 'The receiver has ended this webhook: ask for a new URL',
};

function redirectRemedy(location: string | undefined, from: URL): string {
  const host = location !== undefined && URL.canParse(location, from) ? new URL(location, from).host : undefined;
  return `Put the final URL${host ? ` (at ${host})` : ''} into the settings`;
}

function readSecret<T>(context: ChannelContext<WebhookSettings>, name: string, read: (text: string) => T): T | undefined {
  const text = context.secret(name);
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'unreadable';
    const remedy = name === 'header' ? 'for example "Authorization: Bearer …"' : 'a new one: echo "whsec_$(openssl rand -base64 32)"';
    throw new ChannelFault(
      `The secret "${name}" can't be used: ${problem}`,
      `Set it again with nightdesk secret set channels.${context.id}.${name}; ${remedy}`,
    );
  }
}
