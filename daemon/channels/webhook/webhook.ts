import { type ChannelContext, ChannelFault, type ChannelKind, type Outgoing, type Sender, type SendResult } from '../descriptor.ts';
import { isSuccess, judge, judgeFailure, saidBy } from '../http/judge.ts';
import { PostTarget } from '../http/post.ts';
import { type Encrypt, encrypter, JWE_MEDIA_TYPE } from './encrypt.ts';
import { payloadOf, splitPayload } from './payload.ts';
import { MAIN_TARGET, parseHeader, WebhookSettings } from './settings.ts';
import { signingKey, standardHeaders } from './sign.ts';

export const webhook: ChannelKind<typeof WebhookSettings> = {
  kind: 'webhook',
  title: 'Webhook',
  description: 'Posts each event to one or more URLs, signed as Standard Webhooks (https://www.standardwebhooks.com) describes.',
  settings: WebhookSettings,
  secrets: [
    {
      name: 'secret',
      required: false,
      description:
        'Signing secret, "whsec_" and 24 to 64 bytes in base64. Without it messages go out unsigned and the receiver cannot tell them from forged ones',
    },
    { name: 'previousSecret', required: false, description: 'The signing secret before, while receivers change over; messages then carry both signatures' },
    { name: 'header', required: false, description: 'A header with a credential, as in "Authorization: Bearer …"; only the host of the main URL gets it' },
    { name: 'encryptionKey', required: false, description: "For encrypted bodies: 32 bytes in base64, or the receiver's public key as a JWK" },
  ],
  render(event, settings) {
    const message = payloadOf(event, settings);
    return message === undefined ? [] : [MAIN_TARGET, ...Object.keys(settings.targets)].map((target) => ({ target, message }));
  },
  async create(context) {
    const keys = await Promise.all(['secret', 'previousSecret'].map((name) => readSecret(context, name, signingKey)));
    const header = await readSecret(context, 'header', parseHeader);
    const encrypt = context.settings.encrypted ? await readSecret(context, 'encryptionKey', encrypter) : undefined;
    if (context.settings.encrypted && !encrypt) {
      throw new ChannelFault('The secret "encryptionKey" is not set', `Set it: nightdesk secret set channels.${context.id}.encryptionKey`);
    }
    return new WebhookSender(context, { keys: keys.filter((key) => key !== undefined), header, encrypt });
  },
};

interface Credentials {
  readonly keys: readonly Buffer[];
  readonly header: [name: string, value: string] | undefined;
  readonly encrypt: Encrypt | undefined;
}

interface Target {
  readonly host: string;
  readonly post: PostTarget;
  readonly headers: Readonly<Record<string, string>>;
}

class WebhookSender implements Sender {
  readonly #context: ChannelContext<WebhookSettings>;
  readonly #with: Credentials;
  readonly #targets: ReadonlyMap<string, Target>;

  constructor(context: ChannelContext<WebhookSettings>, credentials: Credentials) {
    const { url, headers, targets } = context.settings;
    this.#context = context;
    this.#with = credentials;
    const main = new URL(url);
    this.#targets = new Map(
      Object.entries({ ...targets, [MAIN_TARGET]: { url, headers } }).map(([name, target]) => [name, targetOf(target, main, credentials.header)]),
    );
  }

  async send({ id, target: name, message }: Outgoing, signal: AbortSignal): Promise<SendResult> {
    const target = this.#targets.get(name);
    if (!target) return { outcome: 'dead', error: `there is no target "${name}" any more`, remedy: 'Add it again, then retry the dead letter' };
    const plain = splitPayload(message);
    const { mediaType, body } = this.#with.encrypt ? await sealed(plain, this.#with.encrypt) : plain;
    const seconds = Math.floor(this.#context.clock.now() / 1000);
    const headers = { 'content-type': mediaType, ...target.headers, ...standardHeaders(id, seconds, body, this.#with.keys) };
    const outcome = await target.post.post({ headers, body, signal });
    if (outcome.kind === 'failed') return judgeFailure(outcome, target.host, signal.aborted);
    const words = { host: target.host, confidential: this.#with.header ? [this.#with.header[1]] : [] };
    if (isSuccess(outcome)) {
      const requestId = outcome.headers['x-request-id'];
      return { outcome: 'delivered', detail: saidBy(outcome, words), ...(typeof requestId === 'string' && { providerId: requestId }) };
    }
    return this.#alone(judge(outcome, { ...words, now: this.#context.clock.now(), park: PARK }));
  }

  stop(): void {
    for (const { post } of this.#targets.values()) post.close();
  }

  /** One target of several that takes nothing must not park the others: its messages wait, and the channel says why. */
  #alone(result: SendResult): SendResult {
    if (result.outcome !== 'park' || this.#targets.size === 1) return result;
    return { outcome: 'retry', reached: false, error: result.error, remedy: result.remedy, retryAfterMs: ALONE_RETRY_MS };
  }
}

async function sealed({ mediaType, body }: { mediaType: string; body: string }, encrypt: Encrypt): Promise<{ mediaType: string; body: string }> {
  return { mediaType: JWE_MEDIA_TYPE, body: await encrypt(body, mediaType) };
}

const ALONE_RETRY_MS = 60_000;

/** The credential is for the host it was given for, and no other. */
function targetOf({ url, headers }: { url: string; headers: Record<string, string> }, main: URL, credential: Credentials['header']): Target {
  const at = new URL(url);
  return {
    host: at.host,
    post: new PostTarget(at),
    headers: { 'user-agent': 'Nightdesk', ...headers, ...(credential && at.origin === main.origin && { [credential[0]]: credential[1] }) },
  };
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

const EXAMPLES: Readonly<Record<string, string>> = {
  header: 'for example "Authorization: Bearer …"',
  encryptionKey: 'a new one: openssl rand -base64 32',
};

async function readSecret<T>(context: ChannelContext<WebhookSettings>, name: string, read: (text: string) => T | Promise<T>): Promise<T | undefined> {
  const text = context.secret(name);
  if (text === undefined) return undefined;
  try {
    return await read(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'unreadable';
    const remedy = EXAMPLES[name] ?? 'a new one: echo "whsec_$(openssl rand -base64 32)"';
    throw new ChannelFault(
      `The secret "${name}" can't be used: ${problem}`,
      `Set it again with nightdesk secret set channels.${context.id}.${name}; ${remedy}`,
    );
  }
}
