import type { TypedEvent } from '../../protocol/index.ts';
import { ALL_PAIRS, type Lock } from '../../protocol/schemas/locks.ts';
import { change, gain, quantity } from '../format/number.ts';
import { plain } from '../format/plain.ts';
import { dateTime } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

/** An event as it comes from the daemon; a newer daemon may send topics unknown here. */
export interface WireEvent {
  readonly seq?: number | undefined;
  readonly ts: number;
  readonly topic: string;
  readonly data: unknown;
}

const TOPIC_WIDTH = 22;
const SEQ_WIDTH = 7;

/** One short line: number, time, topic, and what matters of the data. */
export function eventLine(event: WireEvent, terminal: Terminal): string {
  const seq = (event.seq === undefined ? '–' : String(event.seq)).padStart(SEQ_WIDTH);
  return `${terminal.dim(seq)}  ${terminal.dim(dateTime(event.ts, terminal.utc))}  ${event.topic.padEnd(TOPIC_WIDTH)}  ${plain(gist(event as TypedEvent))}`.trimEnd();
}

type Order = Extract<TypedEvent, { topic: 'order.placed' }>['data']['order'];
type Fill = Extract<TypedEvent, { topic: 'trade.entry_fill' }>['data']['fill'];
type Trade = Extract<TypedEvent, { topic: 'trade.exit' }>['data']['trade'];

const quoteOf = (pair: string): string => pair.split(/[/:]/)[1] ?? '';
const at = (price: string | null): string => (price === null ? 'at the market' : `at ${quantity(price)}`);
const orderGist = (order: Order): string =>
  `${order.id} ${order.side} ${quantity(order.amount)} ${order.pair} ${order.type} ${at(order.price)}${order.reason ? ` (${order.reason})` : ''}`;
const fillGist = (fill: Fill, order: Order): string =>
  `${order.side} ${quantity(fill.amount)} ${order.pair} ${at(fill.price)}, fee ${quantity(fill.fee)} ${fill.feeCurrency}`;
const lockGist = ({ id, pair }: Lock): string => `${id} ${pair === ALL_PAIRS ? 'all pairs' : pair}`;

const tradeGist = (trade: Trade): string => `${trade.id}${trade.strategy ? ` ${trade.strategy}` : ''}`;
const profitGist = (trade: Trade): string =>
  trade.state === 'closed' ? `, profit ${gain(trade.profit, quoteOf(trade.pair))} (${change(trade.profitRatio)}) by ${trade.exitReason ?? 'hand'}` : '';

function gist(event: TypedEvent): string {
  switch (event.topic) {
    case 'bot.state':
      return `${event.data.account}: ${event.data.previous ?? 'new'} → ${event.data.state}${event.data.reason ? ` (${event.data.reason})` : ''}`;
    case 'daemon.state':
      return `${event.data.state}, version ${event.data.version}, last exit ${event.data.lastExit}`;
    case 'warning':
    case 'exception':
      return `${event.data.source}: ${event.data.text}${event.data.remedy ? ` → ${event.data.remedy}` : ''}`;
    case 'log':
      return `${event.data.level} ${event.data.source}: ${event.data.text}`;
    case 'audit':
      return `${event.data.who} by ${event.data.via}: ${event.data.method} ${event.data.outcome}${event.data.error ? ` (${event.data.error})` : ''}`;
    case 'trade.entry':
    case 'trade.exit':
    case 'trade.entry_cancel':
    case 'trade.exit_cancel':
      return `${tradeGist(event.data.trade)}: ${orderGist(event.data.order)}`;
    case 'trade.entry_fill':
    case 'trade.exit_fill':
      return `${tradeGist(event.data.trade)}: ${fillGist(event.data.fill, event.data.order)}${profitGist(event.data.trade)}`;
    case 'trade.deleted':
      return `${tradeGist(event.data.trade)}: ${quantity(event.data.left.amount)} ${event.data.left.currency} stay in the account`;
    case 'trade.restored':
      return tradeGist(event.data.trade);
    case 'order.placed':
    case 'order.partially_filled':
    case 'order.filled':
    case 'order.cancelled':
    case 'order.expired':
    case 'order.rejected':
      return orderGist(event.data.order);
    case 'position.update':
      return event.data.positions.map((position) => `${position.pair} ${change(position.profitRatio)}`).join(', ') || 'none';
    case 'performance.update':
      return `equity ${quantity(event.data.equity)} ${event.data.currency}, today ${gain(event.data.profitToday, event.data.currency)}`;
    case 'balance.update':
      return event.data.balances.map((balance) => `${quantity(balance.total)} ${balance.currency}`).join(', ');
    case 'risk.breach':
    case 'strategy.message':
      return [event.data.strategy, event.data.pair, event.data.text].filter(Boolean).join(' ');
    case 'protection.triggered':
    case 'protection.global':
    case 'lock.set':
      return `${lockGist(event.data.lock)} until ${dateTime(event.data.lock.until, true)}: ${event.data.lock.reason}`;
    case 'lock.lifted':
      return `${lockGist(event.data.lock)} by ${event.data.lock.liftedBy}`;
    case 'candle.closed':
      return `${event.data.pair} ${event.data.timeframe} close ${quantity(event.data.candle.close)}`;
    case 'ticker':
      return `${event.data.ticker.pair} ${quantity(event.data.ticker.last)}`;
    case 'notify.message':
      return `${event.data.level}: ${event.data.text}`;
    case 'config.changed':
      return `${event.data.paths.join(', ')} by ${event.data.who}`;
    case 'channel.state':
      return `${event.data.channel}: ${event.data.state}${event.data.reason ? ` (${event.data.reason})` : ''}`;
    default:
      return JSON.stringify(event.data);
  }
}
