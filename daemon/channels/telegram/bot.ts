import type { Outgoing, Sender, SendResult } from '../descriptor.ts';
import { Inbox } from './incoming/inbox.ts';
import { Poller } from './incoming/poller.ts';
import { Replies } from './incoming/replies.ts';
import type { Strangers } from './incoming/strangers.ts';
import type { Linking } from './linking.ts';
import type { Links } from './links.ts';
import { Menu } from './menu.ts';
import { Alerts } from './outgoing/alerts.ts';
import { type BotApis, botApis } from './outgoing/api.ts';
import { readFailure, resultOf } from './outgoing/failure.ts';
import { Painter } from './pictures/painter.ts';
import type { TelegramContext, TelegramOptions } from './telegram.ts';

interface BotOptions extends Pick<TelegramOptions, 'dispatcher'> {
  readonly context: TelegramContext;
  readonly token: string;
  readonly links: Links;
  readonly linking: Linking;
  readonly strangers: Strangers;
}

/** One bot at work: alerts go out, commands come in. */
export class TelegramBot implements Sender {
  readonly #channel: string;
  readonly #host: string;
  readonly #apis: BotApis;
  readonly #alerts: Alerts;
  readonly #menu: Menu;
  readonly #poller: Poller | undefined;
  readonly #painter = new Painter();
  readonly #links: Links;
  readonly #stopping = new AbortController();
  readonly #name = Promise.withResolvers<string>();

  constructor({ context, token, links, linking, strangers, dispatcher }: BotOptions) {
    const { id: channel, settings, clock, log } = context;
    const { signal: stopping } = this.#stopping;
    const host = new URL(settings.apiRoot).host;
    const apis = botApis({ token, apiRoot: settings.apiRoot, chatIntervalMs: settings.chatIntervalMs, now: () => clock.now() });
    this.#channel = channel;
    this.#host = host;
    this.#apis = apis;
    this.#links = links;
    this.#alerts = new Alerts({ channel, apis, links, clock, host });
    this.#menu = new Menu({ channel, apis, host, links, log, stopping });
    if (!settings.commands) return;
    const replies = new Replies({ apis, host, log, stopping });
    const onLinked = (...linked: Parameters<Menu['publishFor']>) => void this.#menu.publishFor(...linked);
    const inbox = new Inbox({ channel, settings, links, linking, strangers, dispatcher, replies, painter: this.#painter, clock, log, onLinked });
    const onName = (username: string) => {
      this.#name.resolve(username);
      void this.#menu.publish();
    };
    this.#poller = new Poller({ channel, apis, host, links, inbox, pollSeconds: settings.pollSeconds, clock, log, trouble: context.trouble, onName });
  }

  start(): void {
    this.#poller?.start();
  }

  send(message: Outgoing, signal: AbortSignal): Promise<SendResult> {
    return this.#alerts.send(message, signal);
  }

  /** What a test says while there is no chat to tell. */
  async check(signal: AbortSignal): Promise<SendResult> {
    try {
      const { username } = await this.#apis.plain.raw.getMe(signal as never);
      return {
        outcome: 'dead',
        error: `the bot @${username} answers, but no chat is linked to it yet`,
        remedy: `Link yours with: nightdesk pair telegram ${this.#channel}`,
      };
    } catch (error) {
      return resultOf(readFailure(error, this.#host), this.#channel, true);
    }
  }

  /** The name of the bot, once the server has told it; undefined when it does not in time. */
  async named(patienceMs: number): Promise<string | undefined> {
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => late.resolve(undefined), patienceMs);
    const name = await Promise.race([this.#name.promise, late.promise]);
    clearTimeout(timer);
    return name ?? this.#links.bot(this.#channel).username ?? undefined;
  }

  async withdraw(userId: number): Promise<void> {
    await this.#menu.withdraw(userId);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#painter.stop();
    await this.#poller?.stop();
    this.#apis.close();
  }
}
