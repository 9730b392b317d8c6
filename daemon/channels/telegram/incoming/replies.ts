import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'grammy/types';
import { InputFile } from 'grammy/web';
import type { Log } from '../../../log/log.ts';
import { MAX_TEXT } from '../alert.ts';
import { plainText, split } from '../html.ts';
import type { BotApis } from '../outgoing/api.ts';
import { type Failure, readFailure } from '../outgoing/failure.ts';

export interface InlineButton {
  readonly text: string;
  /** At most 64 bytes. */
  readonly data: string;
}

/** An answer as it goes out. */
export interface Answer {
  readonly html: string;
  readonly buttons?: ReadonlyArray<readonly InlineButton[]>;
  /** Commands below the field where one writes; not together with buttons. */
  readonly keyboard?: ReadonlyArray<readonly string[]>;
}

interface At {
  readonly chat: number;
  readonly thread: number;
}

/** An answer to a person loses its worth quickly. */
const TIMEOUT_MS = 20_000;
const MAX_CAPTION = 1024;

/** Sends answers to people. Never throws: what can't be sent is logged, since there is nobody to tell. */
export class Replies {
  readonly #apis: BotApis;
  readonly #host: string;
  readonly #log: Log;
  readonly #stopping: AbortSignal;

  constructor(options: { apis: BotApis; host: string; log: Log; stopping: AbortSignal }) {
    this.#apis = options.apis;
    this.#host = options.host;
    this.#log = options.log;
    this.#stopping = options.stopping;
  }

  /** @returns number of the last message; undefined when it did not arrive */
  async send({ chat, thread }: At, answer: Answer): Promise<number | undefined> {
    const pieces = split(answer.html, MAX_TEXT);
    let last: number | undefined;
    for (const [index, piece] of pieces.entries()) {
      const markup = index === pieces.length - 1 ? markupOf(answer) : undefined;
      const common = {
        chat_id: chat,
        ...(thread > 0 && { message_thread_id: thread }),
        ...(markup && { reply_markup: markup }),
        link_preview_options: { is_disabled: true },
      };
      last = (await this.#formatted('sendMessage', piece, (text) => this.#apis.replies.raw.sendMessage({ ...common, ...text }, this.#signal())))?.message_id;
      if (last === undefined) return undefined;
    }
    return last;
  }

  /** Shows an answer in a message that is there. */
  async edit({ chat }: At, messageId: number, answer: Answer): Promise<void> {
    const [piece = ''] = split(answer.html, MAX_TEXT);
    const markup: InlineKeyboardMarkup = { inline_keyboard: inline(answer.buttons ?? []) };
    const common = { chat_id: chat, message_id: messageId, reply_markup: markup, link_preview_options: { is_disabled: true } };
    await this.#formatted('editMessageText', piece, (text) => this.#apis.replies.raw.editMessageText({ ...common, ...text }, this.#signal()));
  }

  async photo({ chat, thread }: At, png: Uint8Array, caption: string): Promise<void> {
    const common = { chat_id: chat, ...(thread > 0 && { message_thread_id: thread }), photo: new InputFile(png, 'chart.png') };
    await this.#guarded('sendPhoto', () => this.#apis.replies.raw.sendPhoto({ ...common, caption: caption.slice(0, MAX_CAPTION) }, this.#signal()));
  }

  /** Ends the wait of whoever pressed a button. */
  async pressed(id: string, text?: string): Promise<void> {
    await this.#guarded('answerCallbackQuery', () =>
      this.#apis.plain.raw.answerCallbackQuery({ callback_query_id: id, ...(text !== undefined && { text: text.slice(0, 200) }) }, this.#signal()),
    );
  }

  /** With marks; without them where the server does not take them. */
  async #formatted<T>(method: string, html: string, send: (text: { text: string; parse_mode?: 'HTML' }) => Promise<T>): Promise<T | undefined> {
    const outcome = await this.#try(() => send({ text: html, parse_mode: 'HTML' }));
    if (!('failure' in outcome)) return outcome.value;
    if (outcome.failure.kind !== 'entities') return this.#note(method, outcome.failure);
    return this.#guarded(method, () => send({ text: plainText(html) }));
  }

  async #guarded<T>(method: string, send: () => Promise<T>): Promise<T | undefined> {
    const outcome = await this.#try(send);
    return 'failure' in outcome ? this.#note(method, outcome.failure) : outcome.value;
  }

  async #try<T>(send: () => Promise<T>): Promise<{ value: T } | { failure: Failure }> {
    try {
      return { value: await send() };
    } catch (error) {
      return { failure: readFailure(error, this.#host) };
    }
  }

  #note(method: string, { kind, error }: Failure): undefined {
    if (kind !== 'unchanged' && !this.#stopping.aborted) this.#log.info(`An answer could not be sent (${method})`, { reason: error });
    return undefined;
  }

  #signal(): never {
    return AbortSignal.any([this.#stopping, AbortSignal.timeout(TIMEOUT_MS)]) as never;
  }
}

const inline = (buttons: NonNullable<Answer['buttons']>) =>
  buttons.map((row) => row.map(({ text, data }) => ({ text: text.slice(0, 64), callback_data: data })));

function markupOf({ buttons, keyboard }: Answer): InlineKeyboardMarkup | ReplyKeyboardMarkup | undefined {
  if (buttons && buttons.length > 0) return { inline_keyboard: inline(buttons) };
  if (!keyboard || keyboard.length === 0) return undefined;
  return { keyboard: keyboard.map((row) => row.map((text) => ({ text }))), resize_keyboard: true, is_persistent: true };
}
