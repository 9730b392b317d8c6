import type { Outgoing, Sender, SendResult } from '../descriptor.ts';
import { type Answer, judgeFailure } from './judge.ts';
import { PostTarget } from './post.ts';

interface HookOptions {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is posted for a message; the message itself when absent. */
  readonly body?: (message: Outgoing) => string;
  /** What an answer means for its message. */
  readonly settle: (answer: Answer) => SendResult;
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
    const { url, headers, body = (given) => given.message, settle } = this.#with;
    const outcome = await this.#target.post({ headers: { 'content-type': 'application/json', ...headers }, body: body(message), signal });
    return outcome.kind === 'failed' ? judgeFailure(outcome, url.host, signal.aborted) : settle(outcome);
  }

  stop(): void {
    this.#target.close();
  }
}
