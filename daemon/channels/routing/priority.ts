import { topicMatcher } from '../../protocol/topics.ts';
import type { ChannelEvent } from '../event.ts';

export const NORMAL = 0;
/** Overtakes what is normal, and is never held back. */
const CRITICAL = 1;

/** Whether whoever is away has to know at once. What a replay meets is never so. */
function isGrave({ topic, data, account }: ChannelEvent): boolean {
  if (account?.startsWith('replay-')) return false;
  switch (topic) {
    case 'exception':
    case 'risk.breach':
      return true;
    case 'bot.state':
      return data.state === 'panicked' || data.state === 'needs_attention';
    case 'daemon.health':
      return data.state === 'failing';
    default:
      return false;
  }
}

/** @param topics further ones that are critical, see `Routing.critical` */
export function priorityRule(topics: readonly string[] = []): (event: ChannelEvent) => number {
  const further = topicMatcher(topics);
  return (event) => (isGrave(event) || further(event.topic) ? CRITICAL : NORMAL);
}
