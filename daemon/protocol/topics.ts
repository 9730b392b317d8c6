import { z } from 'zod';
import { ChannelState, Delivery } from './methods/channels.ts';
import { GatewayState } from './methods/gateways.ts';
import { AuditEntry, LogLine } from './methods/records.ts';
import { ReplayRun } from './methods/replay.ts';
import { AlertFired } from './schemas/alerts.ts';
import { BotState, BotStatus } from './schemas/bot.ts';
import { Cause, codedFields } from './schemas/coded.ts';
import { Account, Currency, Decimal, Duration, Id, Level, Pair, type Role, Timeframe, Timestamp } from './schemas/common.ts';
import { Lock, ProtectionId } from './schemas/locks.ts';
import { Candle, Ticker } from './schemas/market.ts';
import { PeriodSummary } from './schemas/performance.ts';
import { Signal } from './schemas/signals.ts';
import { Balance, Fill, Order, Position, Trade } from './schemas/trading.ts';

export interface TopicSpec<D extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly data: D;
  /** Numbered and kept; otherwise live only, without a number. */
  readonly journalled: boolean;
  /** Least role that may read it; any viewer when absent. */
  readonly role?: Role;
  /** What it is about, where a later event about the same makes an earlier one worthless. */
  readonly about?: (data: never) => string;
}

const kept = <D extends z.ZodType>(summary: string, data: D) => ({ summary, data, journalled: true as const });
const live = <D extends z.ZodType>(summary: string, data: D, about?: (data: z.output<D>) => string) => ({ summary, data, journalled: false as const, about });

const TradeEvent = z.object({ account: Account, trade: Trade, order: Order });
const TradeFillEvent = TradeEvent.extend({ fill: Fill });
const TradeDeletedEvent = z.object({ account: Account, trade: Trade, left: z.object({ currency: Currency, amount: Decimal }) });
const OrderEvent = z.object({ account: Account, order: Order, fill: Fill.optional() });
const ProtectionEvent = z.object({
  account: Account,
  protection: ProtectionId,
  kind: z.string(),
  lock: Lock,
});
const Problem = z.object({
  source: z.string(),
  text: z.string(),
  remedy: z.string().optional(),
  ref: z.string().optional(),
  account: Account.optional(),
  ...codedFields,
});

const cause = Cause.optional().meta({ description: 'What `reason` says, by its code' });

/** Every topic an event may have. Figures that change with each price are live only; what happened is kept. */
export const TOPICS = {
  'bot.state': kept(
    'The bot changed its state',
    z.object({ account: Account, state: BotState, previous: BotState.nullable(), reason: z.string().nullable(), cause, status: BotStatus }),
  ),
  'daemon.state': kept(
    'The daemon started, is stopping, or came back after a crash',
    z.object({
      state: z.enum(['started', 'stopping']),
      bootId: z.string(),
      version: z.string(),
      lastExit: z.enum(['first', 'clean', 'crash']),
      downMs: z.int().nullable(),
    }),
  ),
  'daemon.health': kept(
    'Something the daemon cannot do without fails, or works again',
    z.object({
      check: z.enum(['event_loop', 'market_data']),
      state: z.enum(['failing', 'ok']),
      text: z.string(),
      since: Timestamp.meta({ description: 'Since when it fails or failed' }),
      forMs: Duration.optional().meta({ description: 'For how long it has failed, or had' }),
      source: z.string().optional().meta({ description: 'Where prices come from' }),
      reason: z.string().optional(),
    }),
  ),
  'alert.fired': kept('A figure reached what somebody wanted to be told of', AlertFired),
  'performance.period': kept('The figures of a day, a week or a month, as channels are told them', PeriodSummary),
  warning: kept('Something needs a look', Problem),
  exception: kept('Something failed', Problem),
  log: live('A log line', LogLine),
  audit: { ...kept('Somebody changed something, or tried to', AuditEntry), role: 'operator' },
  heartbeat: live('The daemon is alive', z.object({ time: Timestamp, eventLoopDelayMs: z.number() }), () => ''),
  'trade.entry': kept('An entry order was placed', TradeEvent),
  'trade.entry_fill': kept('An entry was filled, in part or whole', TradeFillEvent),
  'trade.entry_cancel': kept('An entry order was cancelled', TradeEvent),
  'trade.exit': kept('An exit order was placed', TradeEvent),
  'trade.exit_fill': kept('An exit was filled, in part or whole', TradeFillEvent),
  'trade.exit_cancel': kept('An exit order was cancelled', TradeEvent),
  'trade.deleted': kept('A trade was taken out of the books; what it held stays in the account', TradeDeletedEvent),
  'trade.restored': kept('A deleted trade is in the books again', z.object({ account: Account, trade: Trade })),
  'order.placed': kept('The exchange accepted an order', OrderEvent),
  'order.partially_filled': kept('An order was filled in part', OrderEvent),
  'order.filled': kept('An order was filled', OrderEvent),
  'order.cancelled': kept('An order was cancelled', OrderEvent),
  'order.expired': kept('An order expired', OrderEvent),
  'order.rejected': kept('The exchange or risk refused an order', OrderEvent),
  'position.update': live(
    'A position or its mark changed; names all that are open',
    z.object({ account: Account, positions: z.array(Position) }),
    ({ account }) => account,
  ),
  'balance.update': kept('Balances changed', z.object({ account: Account, balances: z.array(Balance) })),
  'performance.update': live(
    'Equity changed',
    z.object({ account: Account, ts: Timestamp, equity: Decimal, profitToday: Decimal, drawdown: z.number(), currency: z.string() }),
    ({ account }) => account,
  ),
  'risk.breach': kept(
    'A risk limit was reached, or refused an order',
    z.object({ account: Account, limit: z.string(), text: z.string(), pair: Pair.optional(), strategy: z.string().nullable(), ...codedFields }),
  ),
  'protection.triggered': kept('A protection locked a pair', ProtectionEvent),
  'protection.global': kept('A protection locked all pairs', ProtectionEvent),
  'lock.set': kept('Somebody locked a pair, or all of them', z.object({ account: Account, lock: Lock })),
  'lock.lifted': kept('Somebody lifted a lock before its time', z.object({ account: Account, lock: Lock })),
  'strategy.message': kept('A message of a strategy', z.object({ account: Account, strategy: Id, pair: Pair.optional(), text: z.string() })),
  'strategy.state': kept(
    'A strategy was enabled, disabled, configured, or failed',
    z.object({ strategy: Id, enabled: z.boolean(), params: z.record(z.string(), z.unknown()), reason: z.string().nullable() }),
  ),
  'candle.closed': kept('A candle closed', z.object({ account: Account, pair: Pair, timeframe: Timeframe, candle: Candle })),
  ticker: live('A price changed', z.object({ account: Account, ticker: Ticker }), ({ account, ticker }) => `${account} ${ticker.pair}`),
  whitelist: kept('The list of pairs that may be traded changed', z.object({ pairs: z.array(Pair), blacklist: z.array(Pair) })),
  'channel.state': kept(
    'A channel changed its state',
    z.object({ channel: Id, state: ChannelState, reason: z.string().nullable(), remedy: z.string().nullable() }),
  ),
  'channel.digest': {
    ...kept(
      'Messages of a channel that were held back, in one',
      z.object({
        channel: Id,
        target: z.string().meta({ description: 'Where in the channel they would have gone' }),
        reason: z.enum(['quiet', 'cap', 'repeat']),
        since: Timestamp,
        until: Timestamp,
        count: z.int(),
        lines: z.string().meta({ description: 'The first of them, a line each' }),
        more: z.int().nullable().meta({ description: 'How many have no line' }),
        rest: z.string().nullable().meta({ description: 'What those are, by topic' }),
        silent: z.boolean(),
      }),
    ),
    role: 'operator',
  },
  'channel.delivery': live('A delivery changed its state', Delivery, ({ id }) => id),
  'gateway.state': kept(
    'A way into the daemon opened, closed or failed',
    z.object({ gateway: Id, state: GatewayState, address: z.string().nullable(), reason: z.string().nullable() }),
  ),
  'signal.received': kept('A signal came in, with what became of it', Signal),
  'config.changed': kept('The configuration changed', z.object({ paths: z.array(z.string()), who: z.string() })),
  'notify.message': kept(
    'A message sent by hand or by a script',
    z.object({ text: z.string(), level: Level, who: z.string(), channels: z.array(Id).nullable() }),
  ),
  'replay.state': kept('A replay started or ended', ReplayRun),
} as const satisfies Record<string, TopicSpec>;

export type Topic = keyof typeof TOPICS;
type Having<J extends boolean> = { [T in Topic]: (typeof TOPICS)[T]['journalled'] extends J ? T : never }[Topic];
export type JournalledTopic = Having<true>;
export type LiveTopic = Having<false>;
export type TopicData<T extends Topic> = z.output<(typeof TOPICS)[T]['data']>;

/** An event with a known topic; narrowing on `topic` types `data`. */
export type TypedEvent = { [T in Topic]: { seq?: number; ts: number; topic: T; data: TopicData<T> } }[Topic];

/** The topics that names and patterns (`trade.*`, `*`) mean; throws a `TypeError` naming a pattern that matches no topic. */
export function expandTopics(patterns: readonly string[]): Set<Topic> {
  const names = new Set<Topic>();
  for (const pattern of patterns) {
    const matching = (Object.keys(TOPICS) as Topic[]).filter(
      (topic) => pattern === '*' || topic === pattern || (pattern.endsWith('.*') && topic.startsWith(pattern.slice(0, -1))),
    );
    if (matching.length === 0) throw new TypeError(`no topic matches "${pattern}"`);
    for (const topic of matching) names.add(topic);
  }
  return names;
}

/** Compiles names and patterns into a test; throws as `expandTopics` does. */
export function topicMatcher(patterns: readonly string[]): (topic: string) => boolean {
  const names: Set<string> = expandTopics(patterns);
  return (topic) => names.has(topic);
}
