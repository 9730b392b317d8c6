import type { TypedEvent } from '../../daemon/protocol/index.ts';

/** Something an operator should look at. */
export interface Problem {
  readonly seq: number;
  /** UTC milliseconds. */
  readonly ts: number;
  readonly level: 'warning' | 'error';
  readonly kind: 'warning' | 'exception' | 'risk' | 'channel' | 'crash' | 'health' | 'alert';
  readonly source: string;
  /** In the daemon's words; null where the kind says it all. */
  readonly text: string | null;
  /** In the daemon's words; where it gave none, the kind tells what can be done. */
  readonly remedy: string | null;
  readonly account: string | null;
}

/** Topics among whose events problems are found. */
export const PROBLEM_TOPICS = ['warning', 'exception', 'risk.breach', 'channel.state', 'daemon.state', 'daemon.health', 'alert.fired'] as const;

/** Reads an event as a problem; null when it is none. Only journalled events can be: they have a number to be remembered by. */
export function problemOf(event: TypedEvent): Problem | null {
  const { seq, ts } = event;
  if (seq === undefined) return null;
  const base = { seq, ts, remedy: null, account: null };
  switch (event.topic) {
    case 'warning':
    case 'exception': {
      const { source, text, remedy = null, account = null } = event.data;
      return { ...base, level: event.topic === 'warning' ? 'warning' : 'error', kind: event.topic, source, text, remedy, account };
    }
    case 'risk.breach':
      return { ...base, level: 'warning', kind: 'risk', source: event.data.limit, text: event.data.text, account: event.data.account };
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
      return state === 'failing' ? { ...base, level: 'error', kind: 'health', source: check, text } : null;
    }
    case 'alert.fired': {
      const { name, rule, text, account } = event.data;
      return { ...base, level: 'warning', kind: 'alert', source: name ?? rule, text, account };
    }
    default:
      return null;
  }
}
