import type { SendResult } from '../descriptor.ts';
import { networkProblem, retryAfterMs, snippet } from './answer.ts';
import type { PostOutcome } from './post.ts';

export type Answer = Extract<PostOutcome, { kind: 'answered' }>;

export interface JudgeOptions {
  /** Of the other side, for words; its path and query may be secret. */
  readonly host: string;
  /** UTC milliseconds. */
  readonly now: number;
  /** Statuses that mean the same for every message, with what an operator can do. */
  readonly park: Readonly<Record<number, string>>;
  /** What the other side says of itself, when that is more than the first words of its answer. */
  readonly said?: string;
  /** Values that must not be repeated. */
  readonly confidential?: readonly string[];
  /** How long the other side asks to wait; the header `Retry-After` when absent. */
  readonly retryAfterMs?: number;
}

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** What an answer means for a message, by the usual meaning of its status; delivered ones are the caller's to tell. */
export function judge(answer: Answer, options: JudgeOptions): Exclude<SendResult, { outcome: 'delivered' | 'unknown' }> {
  const { status, headers } = answer;
  const error = saidBy(answer, options);
  const remedy = options.park[status];
  if (remedy) return { outcome: 'park', error, remedy };
  if (status >= 300 && status < 400)
    return { outcome: 'park', error: `${error}; redirects are not followed`, remedy: redirectRemedy(headers.location, options.host) };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { outcome: 'retry', reached: true, error, retryAfterMs: options.retryAfterMs ?? retryAfterMs(headers, options.now) };
  }
  return { outcome: 'dead', error, remedy: 'The receiver does not accept this message: see its log, mend it, then retry the dead letter' };
}

/** An answer in words. */
export function saidBy({ status, text }: Answer, { host, said, confidential = [] }: Pick<JudgeOptions, 'host' | 'said' | 'confidential'>): string {
  let words = snippet(said ?? text);
  for (const secret of confidential) words = words.replaceAll(secret, '•••');
  return `${host} answered HTTP ${status}${words ? `: ${words}` : ''}`;
}

/** What a request that brought no answer means for its message. */
export function judgeFailure({ sent, error }: Extract<PostOutcome, { kind: 'failed' }>, host: string, aborted: boolean): SendResult {
  const problem = aborted ? { error: `${host}: ${error.message}` } : networkProblem(error, host);
  return sent ? { outcome: 'unknown', ...problem } : { outcome: 'retry', reached: false, ...problem };
}

function redirectRemedy(location: string | undefined, from: string): string {
  const base = `http://${from}`;
  const host = location !== undefined && URL.canParse(location, base) ? new URL(location, base).host : undefined;
  return `Put the final URL${host ? ` (at ${host})` : ''} into the settings`;
}
