import type { Outgoing, SendResult } from '../../descriptor.ts';
import type { Clock } from '../../ports.ts';
import type { AlertMessage } from '../alert.ts';
import { plainText } from '../html.ts';
import type { Links } from '../links.ts';
import { type Place, readTarget, targetOf } from '../target.ts';
import type { BotApis } from './api.ts';
import { type Failure, readFailure, resultOf } from './failure.ts';

interface AlertsOptions {
  readonly channel: string;
  readonly apis: BotApis;
  readonly links: Links;
  readonly clock: Clock;
  /** Of the Bot API, for messages to people. */
  readonly host: string;
}

/** Sends what the outbox holds. */
export class Alerts {
  readonly #with: AlertsOptions;

  constructor(options: AlertsOptions) {
    this.#with = options;
  }

  async send({ target, message, silent }: Outgoing, signal: AbortSignal): Promise<SendResult> {
    const place = readTarget(target);
    if (!place) return { outcome: 'dead', error: `"${target}" is no chat` };
    const written = JSON.parse(message) as AlertMessage;
    const alert = { ...written, silent: silent || written.silent };
    const first = await this.#post(place, alert, 'HTML', signal);
    const second = 'kind' in first ? await this.#another(first, place, alert, signal) : undefined;
    return this.#settle(target, second ?? first);
  }

  /** Another way for a message that was refused for what can be mended here. */
  async #another(failure: Failure, place: Place, alert: AlertMessage, signal: AbortSignal): Promise<Sent | Failed | undefined> {
    if (failure.kind === 'entities') return this.#post(place, alert, undefined, signal);
    if (failure.kind !== 'moved' || failure.movedTo === undefined) return undefined;
    if (typeof place.chat === 'number') this.#with.links.moveChat(this.#with.channel, place.chat, failure.movedTo);
    return this.#post({ ...place, chat: failure.movedTo }, alert, 'HTML', signal);
  }

  async #post({ chat, thread }: Place, { html, silent }: AlertMessage, mode: 'HTML' | undefined, signal: AbortSignal): Promise<Sent | Failed> {
    const { apis, host } = this.#with;
    const payload = {
      chat_id: chat,
      text: mode ? html : plainText(html),
      ...(mode && { parse_mode: mode }),
      ...(thread > 0 && { message_thread_id: thread }),
      ...(silent && { disable_notification: true }),
      link_preview_options: { is_disabled: true },
    };
    try {
      const { message_id: id } = await apis.alerts.raw.sendMessage(payload, signal as never);
      return { id, formatted: mode !== undefined };
    } catch (error) {
      return { ...readFailure(error, host), sent: apis.hasLeft(payload) && !this.#deaf() };
    }
  }

  /**
   * Whether the server has been silent altogether: then a lost answer is no more the message's fault than a connection
   * refused, and does not count against it.
   */
  #deaf(): boolean {
    const { apis, clock } = this.#with;
    return clock.now() - apis.heardAt() > SILENCE_MS;
  }

  #settle(target: string, outcome: Sent | Failed): SendResult {
    const { links, channel, clock } = this.#with;
    if (!('kind' in outcome)) {
      if (links.refused(channel).has(target)) links.takesAgain(channel, target);
      return {
        outcome: 'delivered',
        providerId: String(outcome.id),
        detail: outcome.formatted ? 'delivered' : 'delivered without marks, which the server did not take',
      };
    }
    if (outcome.kind === 'chat') links.refuse(channel, target, outcome.error, clock.now());
    const result = resultOf(outcome, channel, outcome.sent);
    return outcome.kind === 'chat' ? { ...result, error: `chat ${targetOf(readTarget(target) as Place)}: ${outcome.error}` } : result;
  }
}

/** Longer than a long poll takes to come back. */
const SILENCE_MS = 120_000;

interface Sent {
  readonly id: number;
  readonly formatted: boolean;
}
type Failed = Failure & { readonly sent: boolean };
