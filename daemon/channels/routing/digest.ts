import type { TopicData } from '../../protocol/topics.ts';
import type { OutboxRow } from '../outbox/outbox.ts';
import type { HeldGroup } from './holds.ts';
import { clockText } from './zone.ts';

type Digest = TopicData<'channel.digest'>;

/** Lines a digest may have, and characters of each: what every kind of channel can send in one message. */
const LINES = 15;
const LENGTH = 160;

/**
 * What a digest tells of messages that were held back: the first of them, each text once, and what the others were.
 *
 * @param rows of one group, oldest first, at least one
 * @param zone of the times in it
 */
export function digestOf(channel: string, { target, reason, until }: HeldGroup, rows: readonly OutboxRow[], zone: string): Digest {
  const events = [...Map.groupBy(rows, (row) => row.seq).values()].flatMap(([first]) => first ?? []);
  const texts = [...Map.groupBy(events, (event) => event.text).values()];
  const shown = texts.slice(0, LINES);
  const others = texts.slice(LINES).flat();
  const lines = reason === 'repeat' ? shown.map(([first]) => cut(first?.text ?? '')) : shown.map((same) => lineOf(same, zone));
  return {
    channel,
    target,
    reason,
    since: events[0]?.created_at ?? until,
    until,
    count: events.length,
    lines: lines.join('\n'),
    more: others.length > 0 ? others.length : null,
    rest: others.length > 0 ? tally(others) : null,
    silent: rows.every((row) => row.silent === 1),
  };
}

function lineOf(same: readonly OutboxRow[], zone: string): string {
  const [first] = same;
  return `${clockText(zone, first?.created_at ?? 0)} ${cut(first?.text ?? '')}${same.length > 1 ? ` ×${same.length}` : ''}`;
}

function cut(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1)}…` : line;
}

/** Such as `trade.entry_fill 10, warning 4`. */
const tally = (rows: readonly OutboxRow[]): string => [...Map.groupBy(rows, (row) => row.topic)].map(([topic, { length }]) => `${topic} ${length}`).join(', ');

/** Why a message waits, for people. */
export function holdText(reason: NonNullable<OutboxRow['hold']>, until: number, zone: string): string {
  const time = clockText(zone, until);
  switch (reason) {
    case 'quiet':
      return `quiet hours until ${time}`;
    case 'cap':
      return `more messages than the channel's cap allows, summed up at ${time}`;
    case 'repeat':
      return `the same was told shortly before, counted until ${time}`;
  }
}
