import type { Result } from '../../protocol/index.ts';
import { plain } from '../format/plain.ts';
import { table } from '../format/table.ts';
import { relative } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

export type Channel = Result<'channels.get'>;
type Delivery = Result<'channels.deliveries'>['items'][number];

const STATE_STYLE = { disabled: 'dim', starting: 'dim', ok: 'green', degraded: 'yellow', parked: 'red' } as const;

export function channelsText(channels: readonly Channel[], terminal: Terminal): string {
  if (channels.length === 0) return 'No channels. Add one with: nightdesk channels add <id> --kind webhook url=https://…';
  return table<Channel>(
    channels,
    [
      { head: 'ID', cell: (channel) => channel.id },
      { head: 'KIND', cell: (channel) => channel.kind },
      { head: 'STATE', cell: (channel) => terminal.style(STATE_STYLE[channel.state], channel.state) },
      { head: 'QUEUED', align: 'right', cell: (channel) => String(channel.queued) },
      { head: 'TOPICS', cell: (channel) => channel.topics.join(',') },
      { head: 'FROM LEVEL', cell: (channel) => channel.minLevel },
      { head: 'REASON', cell: (channel) => [channel.reason, channel.remedy && `→ ${channel.remedy}`].filter(Boolean).join(' ') },
    ],
    terminal.dim,
  );
}

export function deliveriesText(deliveries: readonly Delivery[], terminal: Terminal, now = Date.now()): string {
  if (deliveries.length === 0) return 'No deliveries.';
  return table<Delivery>(
    deliveries,
    [
      { head: 'ID', cell: (delivery) => delivery.id },
      { head: 'CHANNEL', cell: (delivery) => delivery.channel },
      {
        head: 'STATE',
        cell: (delivery) => terminal.style(delivery.state === 'dead' ? 'red' : delivery.state === 'delivered' ? 'green' : 'yellow', delivery.state),
      },
      { head: 'TRIES', align: 'right', cell: (delivery) => String(delivery.attempts) },
      { head: 'MADE', cell: (delivery) => relative(delivery.createdAt, now) },
      { head: 'NEXT TRY', cell: (delivery) => (delivery.nextTryAt === null ? '' : relative(delivery.nextTryAt, now)) },
      { head: 'TOPIC', cell: (delivery) => delivery.topic },
      { head: 'TEXT', cell: (delivery) => plain(delivery.text) },
      { head: 'WHY', cell: (delivery) => plain(delivery.lastError ?? delivery.reason ?? '') },
    ],
    terminal.dim,
  );
}
