import type { JournalledTopic, TopicData } from '../protocol/index.ts';
import { TOPICS } from '../protocol/topics.ts';

type Writers = { [T in JournalledTopic]?: (data: TopicData<T>) => string };
type TradeData = TopicData<'trade.entry'>;
type FillData = TopicData<'trade.entry_fill'>;

const percent = (ratio: number): string => `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(2)} %`;
const by = (strategy: string | null): string => (strategy === null ? 'by hand' : strategy);
const because = (reason: string | null | undefined): string => (reason ? `: ${reason}` : '');
const price = ({ order }: TradeData): string => (order.price === null ? 'at market' : `at ${order.price}`);
const filled = ({ fill }: FillData): string => `${fill.amount} at ${fill.price}, fee ${fill.fee} ${fill.feeCurrency}`;
const seconds = (ms: number): string => (ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`);

/** Topics without a writer are told by their summary. */
const WRITERS: Writers = {
  'bot.state': ({ state, reason }) => `Bot ${state.replace('_', ' ')}${because(reason)}`,
  'daemon.state': ({ state, lastExit, downMs }) => {
    if (state === 'stopping') return 'Daemon stopping';
    return lastExit === 'crash' ? `Daemon back after a crash${downMs === null ? '' : `, was down ${seconds(downMs)}`}` : 'Daemon started';
  },
  warning: ({ source, text, remedy }) => `Warning from ${source}: ${text}${remedy ? ` (${remedy})` : ''}`,
  exception: ({ source, text, ref }) => `Failure in ${source}: ${text}${ref ? ` [${ref}]` : ''}`,
  audit: ({ who, method, outcome }) => `${who}: ${method} ${outcome}`,
  'trade.entry': (data) => `Entry placed: ${data.order.side} ${data.order.amount} ${data.order.pair} ${price(data)} (${by(data.trade.strategy)})`,
  'trade.entry_fill': (data) => `Entered ${data.order.pair}: ${filled(data)} (${by(data.trade.strategy)})`,
  'trade.entry_cancel': ({ order }) => `Entry cancelled: ${order.pair}${because(order.reason)}`,
  'trade.exit': (data) => `Exit placed: ${data.order.side} ${data.order.amount} ${data.order.pair} ${price(data)}${because(data.trade.exitReason)}`,
  'trade.exit_fill': (data) =>
    data.trade.state === 'closed'
      ? `Closed ${data.trade.pair}: ${percent(data.trade.profitRatio)} (${data.trade.profit})${because(data.trade.exitReason)}`
      : `Exit filled in part, ${data.order.pair}: ${filled(data)}`,
  'trade.exit_cancel': ({ order }) => `Exit cancelled: ${order.pair}${because(order.reason)}`,
  'order.placed': ({ order }) => `Order placed: ${order.side} ${order.amount} ${order.pair}`,
  'order.partially_filled': ({ order }) => `Order filled in part: ${order.filled} of ${order.amount} ${order.pair}`,
  'order.filled': ({ order }) => `Order filled: ${order.side} ${order.amount} ${order.pair} at ${order.average ?? '?'}`,
  'order.cancelled': ({ order }) => `Order cancelled: ${order.pair}${because(order.reason)}`,
  'order.expired': ({ order }) => `Order expired: ${order.pair}${because(order.reason)}`,
  'order.rejected': ({ order }) => `Order rejected: ${order.side} ${order.amount} ${order.pair}${because(order.reason)}`,
  'risk.breach': ({ text }) => `Risk limit: ${text}`,
  'strategy.message': ({ strategy, pair, text }) => `${strategy}${pair ? `, ${pair}` : ''}: ${text}`,
  'strategy.state': ({ strategy, enabled, reason }) => `Strategy ${strategy} ${enabled ? 'enabled' : 'disabled'}${because(reason)}`,
  'candle.closed': ({ pair, timeframe, candle }) => `${pair} ${timeframe} closed at ${candle.close}`,
  whitelist: ({ pairs }) => `Pairs traded: ${pairs.join(', ')}`,
  'channel.state': ({ channel, state, reason }) => `Channel ${channel} ${state}${because(reason)}`,
  'config.changed': ({ paths, who }) => `Configuration changed by ${who}: ${paths.join(', ')}`,
  'notify.message': ({ text }) => text,
  'replay.state': ({ account, state, error }) => `Replay ${account} ${state}${because(error)}`,
};

/** The desk's own book; events of others name theirs. */
const DESK = 'paper';

/** An event in one line for people. */
export function describe(topic: JournalledTopic, data: Readonly<Record<string, unknown>>): string {
  const writer = WRITERS[topic] as ((data: object) => string) | undefined;
  let text: string = TOPICS[topic]?.summary ?? topic;
  try {
    text = writer?.(data) ?? text;
  } catch {
    // An event of an older daemon may lack what today's text names; its data still goes out.
  }
  return typeof data.account === 'string' && data.account !== DESK ? `[${data.account}] ${text}` : text;
}
