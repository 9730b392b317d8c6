import { autoRetry } from '@grammyjs/auto-retry';
import { apiThrottler } from '@grammyjs/transformer-throttler';
import { Api, type ApiClientOptions, type RawApi, type Transformer } from 'grammy/web';
import { postFetch } from './post-fetch.ts';

export interface BotApis {
  /** For alerts: one attempt a call, since the outbox tries again. */
  readonly alerts: Api;
  /** For answers to people: waits out short floods by itself. */
  readonly replies: Api;
  /** For everything without a chat, such as asking for updates. */
  readonly plain: Api;
  /** Whether the request with this payload has left for the server. */
  hasLeft(payload: object): boolean;
  /** When the server last answered anything, UTC ms. */
  heardAt(): number;
  close(): void;
}

interface ApiOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly chatIntervalMs: number;
  readonly now: () => number;
}

/** Longest wait that an answer to a person is worth. */
const PATIENCE_SECONDS = 10;
/** Telegram lets a group have 20 messages a minute. */
const GROUP_FACTOR = 3;
/** Messages a second to all chats together (https://core.telegram.org/bots/faq#broadcasting-to-users). */
const PER_SECOND = 30;

/**
 * Keeps the pace Telegram asks for. The first message after a pause goes at once: only what follows on its heels stands
 * in the throttler's line, whose turns take milliseconds. Told by the server that it is enough, a message goes back to its
 * own queue.
 */
function pacer(chatIntervalMs: number): Transformer<RawApi> {
  const line = apiThrottler({
    global: { reservoir: PER_SECOND / 2, reservoirRefreshAmount: PER_SECOND / 2, reservoirRefreshInterval: 1000 },
    group: { maxConcurrent: 1, minTime: chatIntervalMs * GROUP_FACTOR },
    out: { maxConcurrent: 1, minTime: chatIntervalMs },
  }) as unknown as Transformer<RawApi>;
  const sentAt = new Map<string, number>();
  let second = 0;
  let inSecond = 0;
  return (prev, method, payload, signal) => {
    const chat = 'chat_id' in payload ? String(payload.chat_id) : undefined;
    if (chat === undefined || chatIntervalMs === 0) return prev(method, payload, signal);
    const now = performance.now();
    const paused = now - (sentAt.get(chat) ?? Number.NEGATIVE_INFINITY) >= chatIntervalMs * (chat.startsWith('-') ? GROUP_FACTOR : 1);
    sentAt.set(chat, now);
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000);
      inSecond = 0;
    }
    if (!paused || ++inSecond > PER_SECOND / 2) return line(prev, method, payload, signal);
    return prev(method, payload, signal);
  };
}

/** The Bot API under one token. Alerts and answers keep one pace together. */
export function botApis({ token, apiRoot, chatIntervalMs, now }: ApiOptions): BotApis {
  const left = new WeakSet<object>();
  let heardAt = Number.NEGATIVE_INFINITY;
  const note: Transformer<RawApi> = async (prev, method, payload, signal) => {
    left.add(payload);
    const answer = await prev(method, payload, signal);
    heardAt = now();
    return answer;
  };
  const pace = pacer(chatIntervalMs);
  const retry = autoRetry({
    maxRetryAttempts: 2,
    maxDelaySeconds: PATIENCE_SECONDS,
    rethrowInternalServerErrors: true,
    rethrowHttpErrors: true,
  }) as unknown as Transformer<RawApi>;
  const make = (options: ApiClientOptions, ...transformers: Transformer<RawApi>[]) => {
    const api = new Api(token, { apiRoot: apiRoot.replace(/\/+$/, ''), ...options });
    api.config.use(note, ...transformers);
    return api;
  };
  const quick = postFetch();
  // A streamed upload has to say that nobody waits for the answer before it ends.
  const streams = { baseFetchConfig: { duplex: 'half' } as object };
  return {
    alerts: make({ fetch: quick.fetch as never }, pace),
    replies: make(streams, pace, retry),
    plain: make(streams),
    hasLeft: (payload) => left.has(payload),
    heardAt: () => heardAt,
    close: quick.close,
  };
}
