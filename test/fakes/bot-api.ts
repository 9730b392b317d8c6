import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { visibleText } from './telegram-html.ts';

export const TOKEN = '123456789:AAFakeTokenOfTheTestsOnly_0123456789';
export const BOT = { id: 123_456_789, is_bot: true, first_name: 'Desk', username: 'desk_bot' } as const;

type Payload = Readonly<Record<string, unknown>>;

/** One call as the server took it. */
export interface Call {
  readonly method: string;
  readonly payload: Payload;
}

export interface Button {
  readonly text: string;
  readonly data: string;
}

/** A message that stands in a chat. */
export interface Shown {
  readonly id: number;
  readonly chat: string;
  readonly thread: number;
  /** Visible text, or the caption of a picture. */
  readonly text: string;
  readonly html: string;
  readonly buttons: readonly Button[];
  readonly keyboard: ReadonlyArray<readonly string[]> | undefined;
  readonly silent: boolean;
  /** Times it was edited, in vain or not. */
  readonly edits: number;
  /** Bytes of a picture. */
  readonly photo: Buffer | undefined;
}

/** What goes wrong with a call. */
export type Fault =
  /** The Bot API says no. */
  | { readonly code: number; readonly description: string; readonly parameters?: Payload }
  /** Never answers. */
  | { readonly hang: true }
  /** Cuts the connection: before it was carried out, or after. */
  | { readonly cut: 'before' | 'after' }
  /** Something that is no Bot API answers. */
  | { readonly garbage: string };

export interface Person {
  readonly id: number;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}
export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly title?: string;
}

const MAX_TEXT = 4096;

class Refusal extends Error {
  readonly code: number;
  constructor(code: number, description: string) {
    super(description);
    this.code = code;
  }
}

/** Telegram's Bot API (https://core.telegram.org/bots/api) as far as the bot uses it: a real HTTP server on loopback, strict where Telegram is. */
export class BotApi {
  readonly calls: Call[] = [];
  /** What stands in the chats, by number. */
  readonly messages = new Map<number, Shown>();
  /** Menus by scope, as JSON. */
  readonly menus = new Map<string, string[]>();
  readonly pressAnswers: Array<{ id: string; text: string | undefined }> = [];
  /** Chats the bot may write to; all when undefined. */
  chats: Set<string> | undefined;
  token = TOKEN;
  fault: (call: Call, nth: number) => Fault | undefined = () => undefined;
  readonly #server: http.Server;
  readonly #waiting = new Set<() => void>();
  readonly #polls = new Set<() => void>();
  readonly #updates: Array<{ update_id: number } & Payload> = [];
  #updateId = 1000;
  #messageId = 0;
  #webhook = '';

  private constructor(server: http.Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async open(port = 0): Promise<BotApi> {
    const server = http.createServer({ keepAliveTimeout: 60_000 });
    const api = new BotApi(server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return api;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get root(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Messages in the order they arrived. */
  get sent(): Shown[] {
    return [...this.messages.values()];
  }

  in(chat: number | string): Shown[] {
    return this.sent.filter((message) => message.chat === String(chat));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Resolves once `condition` holds; looked at after each call. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Somebody writes. @returns number of the update */
  write(from: Person, chat: Chat, text: string, more: { date?: number; thread?: number } = {}): number {
    const thread = more.thread === undefined ? {} : { message_thread_id: more.thread, is_topic_message: true };
    const date = Math.floor((more.date ?? Date.now()) / 1000);
    return this.push({ message: { message_id: ++this.#messageId, date, chat, from: { is_bot: false, ...from }, text, ...thread } });
  }

  /** Somebody presses a button with this text, or with this data. @returns number of the update */
  press(from: Person, chat: Chat, message: Shown, button: string): number {
    const data = message.buttons.find(({ text }) => text.includes(button))?.data ?? button;
    const thread = message.thread > 0 ? { message_thread_id: message.thread, is_topic_message: true } : {};
    const shown = { message_id: message.id, date: Math.floor(Date.now() / 1000), chat, ...thread };
    return this.push({ callback_query: { id: `q${this.#updateId + 1}`, from: { is_bot: false, ...from }, chat_instance: 'c', data, message: shown } });
  }

  push(update: Payload): number {
    this.#updates.push({ update_id: ++this.#updateId, ...update });
    this.#wake(this.#polls);
    return this.#updateId;
  }

  /** Carries a call out without the network. @throws Error in the server's words */
  perform(method: string, payload: Payload): unknown {
    this.calls.push({ method, payload });
    return this.#run(method, payload);
  }

  /** Updates nobody has confirmed yet. */
  get pending(): number {
    return this.#updates.length;
  }

  #wake(set: Set<() => void>): void {
    const waiting = [...set];
    set.clear();
    for (const wake of waiting) wake();
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const [, token = '', method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    const call: Call = { method, payload: await readBody(request) };
    if (token !== this.token) return this.#answer(response, 401, { ok: false, error_code: 401, description: 'Unauthorized' });
    this.calls.push(call);
    const fault = this.fault(call, this.calls.length);
    if (fault && 'code' in fault) {
      const { code, description, parameters } = fault;
      this.#answer(response, code, { ok: false, error_code: code, description, ...(parameters && { parameters }) });
    } else if (fault && 'garbage' in fault) response.writeHead(200, { 'content-type': 'text/html' }).end(fault.garbage);
    else if (fault && 'cut' in fault && fault.cut === 'before') request.socket.destroy();
    else if (!fault || 'cut' in fault) await this.#carryOut(call, request, response, fault !== undefined);
    this.#wake(this.#waiting);
  }

  async #carryOut({ method, payload }: Call, request: http.IncomingMessage, response: http.ServerResponse, cut: boolean): Promise<void> {
    try {
      const result = method === 'getUpdates' ? await this.#getUpdates(payload, request) : this.#run(method, payload);
      if (cut) request.socket.destroy();
      else this.#answer(response, 200, { ok: true, result });
    } catch (error) {
      const code = error instanceof Refusal ? error.code : 500;
      this.#answer(response, code, { ok: false, error_code: code, description: (error as Error).message });
    }
  }

  #answer(response: http.ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    this.#wake(this.#waiting);
  }

  #run(method: string, payload: Payload): unknown {
    switch (method) {
      case 'getMe':
        return BOT;
      case 'deleteWebhook':
        this.#webhook = '';
        return true;
      case 'setWebhook':
        this.#webhook = String(payload.url);
        return true;
      case 'sendMessage':
        return this.#send(payload, String(payload.text ?? ''));
      case 'sendPhoto':
        return this.#send(payload, String(payload.caption ?? ''), payload.photo as Buffer);
      case 'editMessageText':
        return this.#edit(payload);
      case 'answerCallbackQuery':
        this.pressAnswers.push({ id: String(payload.callback_query_id), text: payload.text as string | undefined });
        return true;
      case 'setMyCommands':
        this.menus.set(JSON.stringify(payload.scope ?? { type: 'default' }), commandNames(payload.commands));
        return true;
      case 'deleteMyCommands':
        this.menus.delete(JSON.stringify(payload.scope ?? { type: 'default' }));
        return true;
      default:
        throw new Refusal(404, 'Not Found: method not found');
    }
  }

  async #getUpdates({ offset = 0, timeout = 0, limit = 100 }: Payload, request: http.IncomingMessage): Promise<unknown> {
    if (this.#webhook !== '')
      throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    while ((this.#updates[0]?.update_id ?? Number.POSITIVE_INFINITY) < Number(offset)) this.#updates.shift();
    this.#wake(this.#waiting);
    if (this.#updates.length === 0 && Number(timeout) > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Number(timeout) * 1000);
        const done = () => {
          clearTimeout(timer);
          resolve();
        };
        this.#polls.add(done);
        request.socket.once('close', done);
      });
    }
    return this.#updates.slice(0, Number(limit));
  }

  #send(payload: Payload, written: string, photo?: Buffer): unknown {
    const chat = String(payload.chat_id);
    if (this.chats && !this.chats.has(chat)) throw new Refusal(400, 'Bad Request: chat not found');
    const text = this.#text(written, payload.parse_mode, photo !== undefined);
    const markup = markupOf(payload.reply_markup);
    const id = ++this.#messageId;
    const thread = Number(payload.message_thread_id ?? 0);
    this.messages.set(id, { id, chat, thread, text, html: written, ...markup, silent: payload.disable_notification === true, edits: 0, photo });
    return { message_id: id, date: Math.floor(Date.now() / 1000), chat: { id: payload.chat_id, type: 'private', first_name: 'x' }, text };
  }

  #edit(payload: Payload): unknown {
    const message = this.messages.get(Number(payload.message_id));
    if (!message || message.chat !== String(payload.chat_id)) throw new Refusal(400, 'Bad Request: message to edit not found');
    const html = String(payload.text ?? '');
    const text = this.#text(html, payload.parse_mode, false);
    const { buttons, keyboard } = markupOf(payload.reply_markup);
    const edits = message.edits + 1;
    if (text === message.text && html === message.html && JSON.stringify(buttons) === JSON.stringify(message.buttons)) {
      this.messages.set(message.id, { ...message, edits });
      throw new Refusal(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    }
    this.messages.set(message.id, { ...message, text, html, buttons, keyboard, edits });
    return { message_id: message.id, date: 0, chat: { id: payload.chat_id, type: 'private', first_name: 'x' }, text };
  }

  #text(written: string, mode: unknown, mayBeEmpty: boolean): string {
    if (!written.isWellFormed()) throw new Refusal(400, 'Bad Request: strings must be encoded in UTF-8');
    let text = written;
    try {
      if (mode === 'HTML') text = visibleText(written);
    } catch (error) {
      throw new Refusal(400, `Bad Request: can't parse entities: ${(error as Error).message}`);
    }
    if (text.trim() === '' && !mayBeEmpty) throw new Refusal(400, 'Bad Request: message text is empty');
    if (text.length > MAX_TEXT) throw new Refusal(400, 'Bad Request: message is too long');
    return text;
  }
}

const commandNames = (commands: unknown): string[] =>
  (commands as Array<{ command: string; description: string }>).map(({ command, description }) => {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw new Refusal(400, 'Bad Request: BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > 256) throw new Refusal(400, 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID');
    return command;
  });

function markupOf(markup: unknown): Pick<Shown, 'buttons' | 'keyboard'> {
  const { inline_keyboard: inline = [], keyboard } = (markup ?? {}) as {
    inline_keyboard?: Array<Array<{ text: string; callback_data: string }>>;
    keyboard?: Array<Array<{ text: string }>>;
  };
  const buttons = inline.flat().map(({ text, callback_data: data }) => {
    if (text === '') throw new Refusal(400, 'Bad Request: text buttons are unallowed in the inline keyboard');
    if (Buffer.byteLength(data) < 1 || Buffer.byteLength(data) > 64) throw new Refusal(400, 'Bad Request: BUTTON_DATA_INVALID');
    return { text, data };
  });
  if (buttons.length > 100) throw new Refusal(400, 'Bad Request: too many buttons');
  return { buttons, keyboard: keyboard?.map((row) => row.map(({ text }) => text)) };
}

/** JSON, or a form with files. */
async function readBody(request: http.IncomingMessage): Promise<Payload> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return JSON.parse(body.toString()) as Payload;
  if (!type.startsWith('multipart/form-data')) return {};
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const payload: Record<string, unknown> = {};
  const files = new Map<string, Buffer>();
  for (const [name, value] of form) {
    if (typeof value === 'string') payload[name] = value;
    else files.set(name, Buffer.from(await value.arrayBuffer()));
  }
  for (const [name, value] of Object.entries(payload)) {
    if (typeof value === 'string' && value.startsWith('attach://')) payload[name] = files.get(value.slice('attach://'.length));
  }
  return { ...payload, ...Object.fromEntries([...files].filter(([name]) => !(name in payload) && !Object.values(payload).includes(files.get(name)))) };
}
