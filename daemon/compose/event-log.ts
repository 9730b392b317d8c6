import { channelEvent } from '../channels/event.ts';
import { worded } from '../channels/texts/worded.ts';
import type { EventBus } from '../journal/bus.ts';
import type { StoredEvent } from '../journal/event.ts';
import type { Log } from '../log/log.ts';
import { topicMatcher } from '../protocol/topics.ts';
import type { Teardown } from './teardown.ts';

const told = topicMatcher(['bot.state', 'trade.entry_fill', 'trade.exit_fill', 'order.rejected', 'strategy.state', 'channel.state', 'replay.state']);
const WORDING = { language: 'en', timeZone: 'UTC', templates: {} } as const;
/** A recording at full speed fills thousands of orders a second; its trades are in its book. */
const OF_REPLAY = '{"account":"replay-';

const isTold = ({ topic, json }: StoredEvent): boolean => told(topic) && (topic === 'replay.state' || !json.startsWith(OF_REPLAY));

/** Lets the log tell what the desk did, in the words that messages use. */
export function logEvents(bus: EventBus, log: Log, teardown: Teardown): void {
  const end = bus.subscribe('event log', (events) => {
    for (const event of events) if (isTold(event)) log.info(worded(channelEvent(event), WORDING).text);
  });
  teardown.add('event log', end);
}
