import type { Desk } from '../support/desk.ts';

interface Told {
  readonly seq: number;
  readonly topic: string;
  readonly critical: boolean;
  /** How often it was delivered by itself, and how often it was summed up in a digest that was delivered. */
  readonly ends: number;
  readonly wasHeld: boolean;
}

/** What became of every event of some topics in a channel. */
export function ledgerOf(desk: Desk, channel: string, topics: readonly string[]): Told[] {
  const rows = allDeliveries(desk, channel);
  const delivered = new Set(rows.filter((row) => row.state === 'delivered').map((row) => row.seq));
  return desk.journal.read({ topics: (topic) => topics.includes(topic), limit: 100_000 }).map(({ seq = 0, topic }) => {
    const own = rows.filter((row) => row.seq === seq);
    const ends = own.filter((row) => row.state === 'delivered' || (row.state === 'summarised' && delivered.has(row.digestSeq ?? -1)));
    return { seq, topic, critical: own.some((row) => row.priority === 'critical'), ends: ends.length, wasHeld: own.some((row) => row.held !== null) };
  });
}

export function allDeliveries(desk: Desk, channel: string) {
  const items = [];
  for (let cursor: string | undefined; ; ) {
    const page = desk.channels.deliveries({ id: channel, limit: 1000, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === undefined) return items.toReversed();
  }
}
