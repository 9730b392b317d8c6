import { z } from 'zod';
import { query } from '../method.ts';
import { BotStatus } from '../schemas/bot.ts';
import { Empty, PageParams, Seq, Timestamp } from '../schemas/common.ts';
import { Candle, Ticker } from '../schemas/market.ts';
import { Balance, Order, Position, Trade } from '../schemas/trading.ts';

export const Event = z
  .object({
    seq: Seq.optional().meta({ description: 'Absent on live-only topics' }),
    ts: Timestamp,
    topic: z.string(),
    data: z.unknown(),
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof Event>;

const Topics = z.array(z.string().max(100)).min(1).max(100).meta({ description: 'Names, or patterns: `trade.*`, `*`' });

export const Snapshot = z.object({
  bots: z.array(BotStatus),
  positions: z.array(Position),
  orders: z.array(Order).meta({ description: 'Orders that can still change' }),
  trades: z.array(Trade).meta({ description: 'The newest 50' }),
  balances: z.array(Balance),
  candles: z.record(z.string(), Candle).meta({ description: 'Last closed candle by pair' }),
  tickers: z.record(z.string(), Ticker).meta({ description: 'Newest prices by pair' }),
});

export const events = {
  'events.subscribe': query({
    summary: 'Streams events on this connection, from a number on if wished',
    description:
      'Answers the position (and the snapshot at that position, if asked for), then sends every later event as a notification `event`, with no gap. ' +
      'With `since`, events after that number come first. A second call replaces the first. Live-only topics are never sent late: a subscriber that catches up, or ' +
      'reads slowly, misses them. Where `since` is older than what is kept, the answer is a `conflict` over `since`: subscribe anew, with `snapshot` and without it. One that reads nothing at all gets the notification `lagged {lastSeq}` and is disconnected; it resumes with `since`.',
    params: z.strictObject({
      topics: Topics,
      since: Seq.optional(),
      snapshot: z.boolean().optional(),
      pace: z.int().min(10).max(60_000).optional().meta({
        description: 'Gather events and send them at most once in so many milliseconds; of prices and figures that changed again meanwhile, the newest',
      }),
    }),
    result: () => z.object({ seq: Seq, snapshot: Snapshot.optional() }),
    example: { topics: ['trade.*'], since: 0 },
  }),
  'events.unsubscribe': query({ summary: 'Ends the stream on this connection', params: Empty, result: () => z.object({ seq: Seq }), example: {} }),
  'events.topics': query({
    summary: 'Lists the topics',
    params: Empty,
    result: () => z.object({ items: z.array(z.object({ topic: z.string(), summary: z.string(), journalled: z.boolean() })) }),
    example: {},
  }),
  'events.history': query({
    summary: 'Reads the journal: newest first, or oldest first from `since`',
    params: z.strictObject({
      topics: Topics.optional(),
      since: Seq.optional(),
      until: Timestamp.optional().meta({ description: 'Only events up to this time' }),
      ...PageParams,
    }),
    result: () => z.object({ items: z.array(Event), nextCursor: z.string().optional() }),
    example: { topics: ['order.*'], limit: 10 },
  }),
  'events.missed': query({
    summary: 'What happened since a number: counts, closed trades, profit, problems',
    description: 'Trades of a replay count in `profit` only, under its own account.',
    cost: 5,
    params: z.strictObject({ since: Seq }),
    result: () =>
      z.object({
        since: Seq,
        lastSeq: Seq,
        oldest: Seq.meta({ description: 'Number of the oldest event kept: what came between `since` and it is not told' }),
        from: Timestamp.nullable(),
        until: Timestamp,
        topics: z.record(z.string(), z.int()),
        tradesOpened: z.int(),
        tradesClosed: z.int(),
        profit: z.record(z.string(), z.string()).meta({ description: 'Realised profit by account' }),
        problems: z.array(Event).meta({ description: 'Newest warnings and exceptions, at most 20' }),
      }),
    example: { since: 0 },
  }),
};
