import { GrammyError, HttpError } from 'grammy/web';
import type { SendResult } from '../../descriptor.ts';
import { networkProblem } from '../../http/answer.ts';

/** Why a call to the Bot API did not do what it should. Holds neither token nor URL. */
export interface Failure {
  readonly kind: /** Nobody accepts this token. */
    | 'token'
    /** Somebody else reads the bot's updates. */
    | 'conflict'
    /** The chat takes nothing from the bot. */
    | 'chat'
    | 'moved'
    | 'entities'
    | 'unchanged'
    | 'flood'
    | 'server'
    /** It never got there. */
    | 'unreached'
    /** It may have got there; the answer did not come. */
    | 'lost'
    | 'refused';
  readonly error: string;
  readonly remedy?: string;
  readonly retryAfterMs?: number;
  /** Of a group that became a supergroup. */
  readonly movedTo?: number;
}

const CONNECT_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'EPROTO',
]);

/** Telegram's own server; an address of another may be wrong, which looks the same as a wrong token. */
const OFFICIAL = 'api.telegram.org';

/** Words of the server for a chat that the bot can't write to, and what helps. */
const CHAT_PROBLEMS: ReadonlyArray<[words: RegExp, error: string, remedy: string]> = [
  [/bot was blocked by the user/, 'this person has blocked the bot', 'They unblock it in Telegram and write to it; then retry the dead letters'],
  [/user is deactivated/, 'this account was deleted', 'Unlink it: channels.unpair'],
  [/chat not found/, 'there is no such chat, or the bot was never in it', 'Check the number of the chat; in a private chat the person writes to the bot first'],
  [/bot was kicked|bot is not a member/, 'the bot is not in this group', 'Add it to the group again, then retry the dead letters'],
  [/group chat was deactivated/, 'this group no longer exists', 'Unlink it'],
  [/not enough rights|need administrator rights|CHAT_WRITE_FORBIDDEN/, 'the bot may not write in this chat', 'Give it the right to send messages there'],
  [/message thread not found|TOPIC_DELETED|TOPIC_CLOSED/, 'this topic of the group is closed or gone', 'Open the topic, or link another one'],
  [/bot can't initiate conversation/, 'this person has never written to the bot', 'They open the bot and press Start'],
];

/**
 * Reads what a call threw.
 *
 * @param host of the Bot API, for messages
 */
export function readFailure(error: unknown, host: string): Failure {
  if (error instanceof GrammyError) return readAnswer(error, host);
  if (error instanceof HttpError) return readNetwork(error.error, host);
  return readNetwork(error, host);
}

function readAnswer({ error_code: code, description, parameters }: GrammyError, host: string): Failure {
  const said = `Telegram says: ${description}`;
  if (code === 401 || (code === 404 && /^not found$/i.test(description))) {
    return {
      kind: 'token',
      error: 'Telegram rejects the token of the bot',
      remedy: `Get the token from @BotFather and set it again: nightdesk secret set channels.<id>.token${host === OFFICIAL ? '' : '; check the setting apiRoot, too'}`,
    };
  }
  if (code === 409) {
    return {
      kind: 'conflict',
      error: 'another process reads the commands of this bot',
      remedy: 'End the other program, or give this one a bot of its own; alerts go out meanwhile, commands do not come in',
    };
  }
  if (code === 429) {
    const seconds = parameters.retry_after ?? 5;
    return { kind: 'flood', error: `Telegram asks to wait ${seconds} s`, retryAfterMs: seconds * 1000 };
  }
  if (code >= 500) return { kind: 'server', error: `${host} answered ${code}: ${description}` };
  if (parameters.migrate_to_chat_id !== undefined) return { kind: 'moved', error: said, movedTo: parameters.migrate_to_chat_id };
  if (/can't parse entities/.test(description)) return { kind: 'entities', error: said };
  if (/message is not modified/.test(description)) return { kind: 'unchanged', error: said };
  const chat = CHAT_PROBLEMS.find(([words]) => words.test(description));
  if (chat) return { kind: 'chat', error: chat[1], remedy: chat[2] };
  if (code === 403) return { kind: 'chat', error: said, remedy: 'Look at the rights of the bot in this chat' };
  return { kind: 'refused', error: said };
}

function readNetwork(error: unknown, host: string): Failure {
  const cause = causeOf(error);
  const problem = networkProblem(cause, host);
  if (typeof cause.code === 'string' && CONNECT_CODES.has(cause.code)) return { kind: 'unreached', ...problem };
  if (cause instanceof SyntaxError) return { kind: 'lost', error: `${host} answered something that is not the Bot API`, remedy: 'Check the setting apiRoot' };
  return { kind: 'lost', ...problem, error: cause.code === undefined ? `${host} gave no answer` : problem.error };
}

/** The failure of the socket inside the failure of the request. Its message may hold the URL, and with it the token. */
function causeOf(error: unknown): Error & { code?: unknown } {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error ? inner : new Error('connection failed');
}

/** What the outbox is to do about it. `sent` says whether the request had left. */
export function resultOf(failure: Failure, channel: string, sent: boolean): Exclude<SendResult, { outcome: 'delivered' }> {
  const { kind, error, retryAfterMs } = failure;
  const remedy = failure.remedy?.replace('<id>', channel);
  const told = { error, ...(remedy !== undefined && { remedy }) };
  switch (kind) {
    case 'token':
      return { outcome: 'park', error, remedy: remedy ?? '' };
    // Not the message's fault: it waits however long it takes.
    case 'flood':
    case 'server':
    case 'conflict':
    case 'unreached':
      return { outcome: 'retry', reached: false, ...told, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    case 'lost':
      return sent ? { outcome: 'unknown', ...told } : { outcome: 'retry', reached: false, ...told };
    default:
      return { outcome: 'dead', error, remedy: remedy ?? 'Telegram will not take this message; the next ones are sent' };
  }
}
