import type { TypedEvent } from '../../daemon/protocol/index.ts';
import type { Reason } from '../../daemon/protocol/schemas/bot.ts';
import type { Reported } from '../../daemon/protocol/texts/tell.ts';

/** Something an operator should look at. */
export interface Problem {
  readonly seq: number;
  /** UTC milliseconds. */
  readonly ts: number;
  readonly level: 'warning' | 'error';
  readonly kind: 'warning' | 'exception' | 'risk' | 'channel' | 'crash' | 'health' | 'alert' | 'attention';
  /** What it is, in the daemon's stable word: a reason of `bot.why` with the same one says that it lasts. */
  readonly code: string | null;
  /** What its text names, for the same in another language. */
  readonly params: Reported['params'];
  readonly cause: Reported | undefined;
  readonly source: string;
  /** In the daemon's English; null where the kind says it all. */
  readonly text: string | null;
  /** In the daemon's English; where it gave none, the kind tells what can be done. */
  readonly remedy: string | null;
  readonly account: string | null;
}

/** Warnings of the log about what an event of its own tells, too. */
const TOLD_ELSEWHERE: ReadonlySet<string | null> = new Set(['channel_parked', 'crashed']);

/** Topics among whose events problems are found. */
export const PROBLEM_TOPICS = ['warning', 'exception', 'risk.breach', 'channel.state', 'daemon.state', 'daemon.health', 'alert.fired', 'bot.state'] as const;

/** Reads an event as a problem; null when it is none. Only journalled events can be: they have a number to be remembered by. */
export function problemOf(event: TypedEvent): Problem | null {
  const { seq, ts } = event;
  if (seq === undefined) return null;
  const base = { seq, ts, code: null, params: undefined, cause: undefined, remedy: null, account: null };
  switch (event.topic) {
    case 'warning':
    case 'exception': {
      const { source, text, code = null, remedy = null, account = null } = event.data;
      if (TOLD_ELSEWHERE.has(code)) return null;
      const level = event.topic === 'warning' ? 'warning' : 'error';
      return { ...base, ...codedIn(event.data), level, kind: event.topic, source, text, remedy, account };
    }
    case 'risk.breach': {
      const { limit, text, account } = event.data;
      return { ...base, ...codedIn(event.data), level: 'warning', kind: 'risk', source: limit, text, account };
    }
    case 'channel.state': {
      const { channel, state, reason, remedy } = event.data;
      return state === 'parked' ? { ...base, level: 'error', kind: 'channel', source: channel, text: reason, remedy } : null;
    }
    case 'daemon.state':
      return event.data.state === 'started' && event.data.lastExit === 'crash'
        ? { ...base, level: 'warning', kind: 'crash', source: 'daemon', text: null }
        : null;
    case 'daemon.health': {
      const { check, state, text } = event.data;
      const code = check === 'market_data' ? 'data_stale' : null;
      return state === 'failing' ? { ...base, code, level: 'error', kind: 'health', source: check, text } : null;
    }
    case 'bot.state': {
      const { state, reason, cause, account } = event.data;
      if (state !== 'needs_attention') return null;
      const why = { code: state, params: { reason: reason ?? undefined }, cause };
      return { ...base, ...why, level: 'error', kind: 'attention', source: 'bot', text: reason, account };
    }
    case 'alert.fired': {
      const { name, rule, text, account } = event.data;
      return { ...base, level: 'warning', kind: 'alert', source: name ?? rule, text, account };
    }
    default:
      return null;
  }
}

const codedIn = ({ code, params, cause }: CodedData) => ({ code: code ?? null, params, cause });
type CodedData = { readonly code?: string | undefined; readonly params?: unknown; readonly cause?: Reported | undefined };

/** Of what keeps the bot from trading, that which somebody has to mend; a panic is what somebody did. */
export const openReasons = (reasons: readonly Reason[]): readonly Reason[] =>
  reasons.filter(({ severity, code }) => severity === 'critical' && code !== 'panicked');

/** Problems, newest first, without those that began what is open still: of the same code, the newest each. */
export function pastOf(problems: readonly Problem[], open: readonly Reason[]): readonly Problem[] {
  const begun = new Set(open.map((reason) => problems.find(({ code }) => code === reason.code)));
  return problems.filter((problem) => !begun.has(problem));
}
