import type { Update } from 'grammy/types';
import type { Log } from '../../../log/log.ts';
import type { Trouble } from '../../descriptor.ts';
import type { Clock } from '../../ports.ts';
import type { Links } from '../links.ts';
import type { BotApis } from '../outgoing/api.ts';
import { type Failure, readFailure } from '../outgoing/failure.ts';
import type { Inbox } from './inbox.ts';

interface PollerOptions {
  readonly channel: string;
  readonly apis: BotApis;
  readonly host: string;
  readonly links: Links;
  readonly inbox: Inbox;
  readonly pollSeconds: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when commands can't come in, and null when they can again. */
  readonly trouble: (trouble: Trouble | null) => void;
  /** Told the name of the bot, each time it was asked. */
  readonly onName: (username: string) => void;
}

/** Updates a call may bring (https://core.telegram.org/bots/api#getupdates). */
const BATCH = 100;
/** How long before the daemon listened something may have been written and still counts. */
const GRACE_MS = 60_000;
/** Silence after which what comes first is looked at for its age. */
const GAP_MS = 90_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** Another reader of the same bot does not go away in a second. */
const CONFLICT_WAIT_MS = 30_000;

/** Asks for updates without end, and hands them on. Nothing else waits for it. */
export class Poller {
  readonly #with: PollerOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** When the server last answered, UTC ms. */
  #heardAt = Number.NEGATIVE_INFINITY;
  #failures = 0;

  constructor(options: PollerOptions) {
    this.#with = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let named = false;
    while (!this.#stopping.signal.aborted) {
      try {
        if (!named) await this.#greet();
        named = true;
        await this.#poll();
        if (this.#failures > 0) this.#with.trouble(null);
        this.#failures = 0;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        const failure = readFailure(error, this.#with.host);
        if (failure.kind === 'token') return this.#with.trouble({ error: failure.error, remedy: this.#remedy(failure), park: true });
        await this.#wait(failure);
      }
    }
  }

  /** Who the bot is; and no webhook of earlier days keeps its updates from coming. */
  async #greet(): Promise<void> {
    const { apis, channel, links, onName, inbox } = this.#with;
    const { username } = await apis.plain.raw.getMe(this.#signal(20));
    links.setBot(channel, username);
    inbox.username = username.toLowerCase();
    onName(username);
    await apis.plain.raw.deleteWebhook({ drop_pending_updates: false }, this.#signal(20));
  }

  async #poll(): Promise<void> {
    const { apis, channel, links, pollSeconds, clock } = this.#with;
    const asked = clock.now();
    const backlog = asked - this.#heardAt > GAP_MS;
    const updates = await apis.plain.raw.getUpdates(
      {
        offset: links.bot(channel).nextUpdate,
        limit: BATCH,
        // After a silence the first question does not wait, so that what has gathered is told from what is new.
        timeout: backlog ? 0 : pollSeconds,
        allowed_updates: ['message', 'callback_query'],
      },
      this.#signal(pollSeconds + 10),
    );
    await this.#handle(updates, backlog ? asked - GRACE_MS : undefined);
    // A full batch may hide more that is as old.
    if (!backlog || updates.length < BATCH) this.#heardAt = clock.now();
  }

  /** Chats side by side, each in its order. */
  async #handle(updates: readonly Update[], lateBefore: number | undefined): Promise<void> {
    const { inbox, links, channel } = this.#with;
    const chats = Map.groupBy(updates, ({ message, callback_query: query }) => message?.chat.id ?? query?.message?.chat.id ?? 0);
    const late = await Promise.all(
      [...chats.values()].map(async (group) => {
        const found: NonNullable<Awaited<ReturnType<Inbox['handle']>>>[] = [];
        for (const update of group) {
          const one = await inbox.handle(update, lateBefore);
          if (one) found.push(one);
        }
        return found;
      }),
    );
    await inbox.answerLate(late.flat());
    const last = updates.at(-1);
    if (last) links.setNextUpdate(channel, last.update_id + 1);
  }

  async #wait(failure: Failure): Promise<void> {
    this.#failures += 1;
    const { trouble, clock } = this.#with;
    trouble({ error: failure.error, ...(failure.remedy !== undefined && { remedy: this.#remedy(failure) }), park: false });
    const usual = failure.kind === 'conflict' ? CONFLICT_WAIT_MS : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
    const over = Promise.withResolvers<void>();
    const cancel = clock.after(failure.retryAfterMs ?? usual, over.resolve);
    this.#stopping.signal.addEventListener('abort', () => over.resolve(), { once: true });
    await over.promise;
    cancel();
  }

  #remedy({ remedy = '' }: Failure): string {
    return remedy.replace('<id>', this.#with.channel);
  }

  #signal(seconds: number): never {
    return AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(seconds * 1000)]) as never;
  }
}
