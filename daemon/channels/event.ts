import type { StoredEvent } from '../journal/event.ts';
import type { JournalledTopic, TopicData } from '../protocol/index.ts';

export type EventLevel = 'debug' | 'info' | 'warning' | 'error';

/** What a channel is given to tell: an event, or a test message. */
export interface ChannelEvent {
  /** Null for a test. */
  readonly seq: number | null;
  /** UTC milliseconds. */
  readonly ts: number;
  readonly topic: JournalledTopic | 'test';
  readonly data: Readonly<Record<string, unknown>>;
  readonly level: EventLevel;
  /** The book it is about, if any. */
  readonly account: string | null;
}

type LevelOf = { [T in JournalledTopic]?: EventLevel | ((data: TopicData<T>) => EventLevel) };

/** Topics that are not named are `info`. */
const LEVELS: LevelOf = {
  warning: 'warning',
  exception: 'error',
  'risk.breach': 'warning',
  'protection.global': 'warning',
  'order.rejected': 'warning',
  'bot.state': ({ state }) => (state === 'needs_attention' || state === 'panicked' ? 'error' : 'info'),
  'daemon.state': ({ lastExit, state }) => (state === 'started' && lastExit === 'crash' ? 'warning' : 'info'),
  'channel.state': ({ state }) => (state === 'parked' || state === 'degraded' ? 'warning' : 'info'),
  'strategy.state': ({ enabled, reason }) => (!enabled && reason !== null ? 'warning' : 'info'),
  'notify.message': ({ level }) => level,
  'alert.fired': 'warning',
  'daemon.health': ({ state }) => (state === 'failing' ? 'error' : 'info'),
  'replay.state': ({ state }) => (state === 'failed' ? 'warning' : 'info'),
  'signal.received': ({ outcome }) => (outcome === 'placed' || outcome === 'ignored' ? 'info' : 'warning'),
  'gateway.state': ({ state }) => (state === 'failing' ? 'warning' : 'info'),
  audit: ({ outcome }) => (outcome === 'refused' ? 'warning' : 'info'),
};

const RANK: Record<EventLevel, number> = { debug: 0, info: 1, warning: 2, error: 3 };

export const atLeast = (level: EventLevel, least: EventLevel): boolean => RANK[level] >= RANK[least];

function levelOf(topic: JournalledTopic, data: object): EventLevel {
  const rule = LEVELS[topic] as EventLevel | ((data: object) => EventLevel) | undefined;
  return typeof rule === 'function' ? rule(data) : (rule ?? 'info');
}

/** Reads a journalled event for channels. */
export function channelEvent(stored: StoredEvent): ChannelEvent {
  const topic = stored.topic as JournalledTopic;
  const data = JSON.parse(stored.json) as Record<string, unknown>;
  const account = typeof data.account === 'string' ? data.account : null;
  return { seq: stored.seq ?? null, ts: stored.ts, topic, data, account, level: levelOf(topic, data) };
}

/** What `channels.test` sends. */
export const testEvent = (channel: string, ts: number): ChannelEvent => ({ seq: null, ts, topic: 'test', data: { channel }, account: null, level: 'info' });
