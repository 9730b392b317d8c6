import { z } from 'zod';
import type { Outgoing, Rendered, Sender, SendResult } from '../descriptor.ts';
import { type Answer, isSuccess, judgeFailure } from './judge.ts';
import { PostTarget } from './post.ts';

/** The setting of chat services whose messages have room for figures. */
export const figures = z.boolean().default(true).meta({ title: 'Figures', description: 'Show figures below each text' });

/** A message of a chat service's webhook, which leads to one place only. */
export const hookMessage = (message: object): Rendered[] => [{ target: 'webhook', message: JSON.stringify(message) }];

interface HookOptions {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is posted for a message; the message itself when absent. */
  readonly body?: (message: Outgoing) => string;
  /** The service's own id of a message it took, where its answer tells one. */
  readonly idOf?: (answer: Answer) => string | undefined;
  /** What an answer that takes no message means for it. */
  readonly refused: (answer: Answer) => SendResult;
}

/** Sends by posting JSON to the webhook of a chat service. */
export class HookSender implements Sender {
  readonly #with: HookOptions;
  readonly #target: PostTarget;

  constructor(options: HookOptions) {
    this.#with = options;
    this.#target = new PostTarget(options.url);
  }

  async send(message: Outgoing, signal: AbortSignal): Promise<SendResult> {
    const { url, headers, body = (given) => given.message, idOf, refused } = this.#with;
    const outcome = await this.#target.post({ headers: { 'content-type': 'application/json', ...headers }, body: body(message), signal });
    if (outcome.kind === 'failed') return judgeFailure(outcome, url.host, signal.aborted);
    if (!isSuccess(outcome)) return refused(outcome);
    const providerId = idOf?.(outcome);
    return { outcome: 'delivered', detail: `${url.host} took it`, ...(providerId !== undefined && { providerId }) };
  }

  stop(): void {
    this.#target.close();
  }
}
