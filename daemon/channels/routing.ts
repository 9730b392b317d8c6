import { topicMatcher } from '../protocol/topics.ts';
import type { ChannelEntry } from './config.ts';
import { DEFAULT_TOPICS } from './config.ts';
import type { DeliverySettings } from './descriptor.ts';
import { atLeast, type ChannelEvent } from './event.ts';

export interface Filter {
  /** Cheap first look: false spares the event from being parsed. */
  mayMatch(topic: string): boolean;
  matches(event: ChannelEvent): boolean;
}

/** Which events a channel tells. */
export function filterOf(id: string, entry: ChannelEntry, settings: Pick<DeliverySettings, 'accounts' | 'replays'>): Filter {
  const wanted = topicMatcher(entry.topics ?? DEFAULT_TOPICS);
  const least = entry.minLevel ?? 'info';
  const ofAccount = (account: string | null) => account === null || settings.accounts.includes(account) || (settings.replays && account.startsWith('replay-'));
  return {
    mayMatch: (topic) => wanted(topic) || topic === 'notify.message',
    matches(event) {
      if (event.topic === 'notify.message' && Array.isArray(event.data.channels)) return event.data.channels.includes(id);
      return wanted(event.topic) && atLeast(event.level, least) && ofAccount(event.account) && !feedsBack(id, event);
    },
  };
}

/**
 * Whether sending this event could cause the next of its like: a channel telling of its own state, or of a warning
 * that some channel's trouble gave rise to. The state of other channels is told: it changes once per outage.
 */
function feedsBack(id: string, { topic, data }: ChannelEvent): boolean {
  if (topic === 'channel.state') return data.channel === id;
  if (topic !== 'warning' && topic !== 'exception') return false;
  return typeof data.source === 'string' && (data.source === 'channels' || data.source.startsWith('channels.'));
}
