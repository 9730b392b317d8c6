import Big from 'big.js';
import type { Lock } from '../../protocol/schemas/locks.ts';
import type { JournalledTopic } from '../../protocol/topics.ts';
import type { ChannelEvent } from '../event.ts';
import { COMPUTED, type Data } from '../texts/computed.ts';
import { type Value, writePlain } from '../texts/format.ts';

/**
 * Messages as Freqtrade's webhooks and WebSocket have them (https://www.freqtrade.io/en/stable/webhook-config/): flat,
 * with `type` and the same field names, so that what was written for Freqtrade goes on working.
 */
export type FreqtradeMessage = Readonly<Record<string, FreqtradeField>>;
type FreqtradeField = Value | boolean | null | readonly string[];

const text = (raw: string): Value => ({ is: 'text', raw });
const time = (raw: number | null | undefined): Value | null => (raw == null ? null : { is: 'time', raw });
const number = (raw: string | number | null | undefined): Value | null => (raw == null ? null : { is: 'number', raw: new Big(raw).toFixed() });
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const ENTRY_FIELDS = [
  ...['type', 'trade_id', 'buy_tag', 'enter_tag', 'exchange', 'pair', 'leverage', 'direction', 'limit', 'order_rate', 'open_rate', 'order_type'],
  ...['stake_amount', 'stake_currency', 'base_currency', 'quote_currency', 'fiat_currency', 'amount', 'open_date', 'current_rate', 'sub_trade'],
];
const EXIT_FIELDS = [...ENTRY_FIELDS, 'gain', 'profit_amount', 'profit_ratio', 'exit_reason', 'close_date'];
const CLOSED_FIELDS = [...EXIT_FIELDS, 'close_rate', 'cumulative_profit', 'final_profit_ratio', 'is_final_exit'];
const LOCK_FIELDS = ['type', 'id', 'pair', 'base_currency', 'lock_time', 'lock_timestamp', 'lock_end_time', 'lock_end_timestamp', 'reason', 'side', 'active'];
const STATUS_FIELDS = ['type', 'status'];

/** The types there are, with their fields. */
export const FREQTRADE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  entry: ENTRY_FIELDS,
  entry_fill: ENTRY_FIELDS,
  entry_cancel: [...ENTRY_FIELDS, 'reason'],
  exit: CLOSED_FIELDS,
  exit_fill: CLOSED_FIELDS,
  exit_cancel: [...EXIT_FIELDS, 'reason'],
  status: STATUS_FIELDS,
  startup: STATUS_FIELDS,
  warning: STATUS_FIELDS,
  exception: STATUS_FIELDS,
  protection_trigger: LOCK_FIELDS,
  protection_trigger_global: LOCK_FIELDS,
  strategy_msg: ['type', 'msg'],
  whitelist: ['type', 'data'],
  new_candle: ['type', 'data'],
};

type Told = Pick<ChannelEvent, 'topic' | 'ts' | 'seq' | 'level' | 'data'> & { readonly text: string };
type Writer = (event: Told & { readonly data: Data }) => FreqtradeMessage;

const status =
  (type: string): Writer =>
  (event) => ({ type: text(type), status: text(event.text) });
const traded =
  (type: string, ...more: ReadonlyArray<(event: Told & { data: Data }) => FreqtradeMessage>): Writer =>
  (event) =>
    Object.assign({ type: text(type) }, entryOf(event), ...more.map((part) => part(event)));

function said(event: Told): FreqtradeMessage {
  return { type: text('strategy_msg'), msg: text(event.text) };
}

const locked =
  (type: string): Writer =>
  ({ data }) => {
    const { id, pair, since, until, reason } = data.lock as Lock;
    return {
      type: text(type),
      id: number(/\d+$/.exec(id)?.[0]),
      pair: text(pair),
      base_currency: text(pair.split('/')[0] ?? pair),
      lock_time: time(since),
      lock_timestamp: number(since),
      lock_end_time: time(until),
      lock_end_timestamp: number(until),
      reason: text(reason),
      side: text('*'),
      active: true,
    };
  };

const WRITERS: { readonly [topic in JournalledTopic | 'test']?: Writer } = {
  test: status('status'),
  'bot.state': ({ data }) => ({ type: text('status'), status: text(String(data.state)) }),
  'daemon.state': (event) => (event.data.state === 'stopping' ? { type: text('status'), status: text('process died') } : status('startup')(event)),
  warning: status('warning'),
  'risk.breach': status('warning'),
  'alert.fired': status('warning'),
  'daemon.health': status('warning'),
  exception: status('exception'),
  'trade.entry': traded('entry'),
  'trade.entry_fill': traded('entry_fill'),
  'trade.entry_cancel': traded('entry_cancel', reasonOf),
  'trade.exit': traded('exit', exitOf, closedOf),
  'trade.exit_fill': traded('exit_fill', exitOf, closedOf),
  'trade.exit_cancel': traded('exit_cancel', exitOf, reasonOf),
  'protection.triggered': locked('protection_trigger'),
  'protection.global': locked('protection_trigger_global'),
  'strategy.message': said,
  'notify.message': said,
  'performance.period': said,
  'channel.digest': said,
  whitelist: ({ data }) => ({ type: text('whitelist'), data: data.pairs as readonly string[] }),
  'candle.closed': ({ data }) => ({ type: text('new_candle'), data: [String(data.pair), String(data.timeframe), 'spot'] }),
};

/** An event as Freqtrade would have told it; undefined when it has no such message. */
export const freqtradeMessage = (event: Told): FreqtradeMessage | undefined => WRITERS[event.topic]?.({ ...event, data: event.data as Data });

function entryOf(event: Told & { readonly data: Data }): FreqtradeMessage {
  const { trade, order, fill } = event.data;
  const rate = number(fill?.price ?? order?.average ?? order?.price);
  const tag = trade?.entryTag ?? order?.tag;
  const quote = COMPUTED.quote.value(event);
  return {
    trade_id: number(/\d+$/.exec(trade?.id ?? '')?.[0]),
    buy_tag: tag == null ? null : text(tag),
    enter_tag: tag == null ? null : text(tag),
    exchange: text(capitalised(String(trade?.account ?? ''))),
    pair: text(trade?.pair ?? ''),
    leverage: number(1),
    direction: text('Long'),
    limit: rate,
    order_rate: rate,
    open_rate: number(trade?.openRate) ?? rate,
    order_type: text(order?.type ?? ''),
    stake_amount: number(stakeOf(event.data)),
    stake_currency: quote,
    base_currency: COMPUTED.base.value(event),
    quote_currency: quote,
    fiat_currency: null,
    amount: number(fill?.amount ?? order?.amount),
    open_date: time(trade?.openedAt),
    current_rate: rate,
    sub_trade: event.topic === 'trade.exit_fill' && trade?.state !== 'closed',
  };
}

/** Of an entry that is only placed, what it would spend. */
function stakeOf({ trade, order }: Data): string | undefined {
  const spent = trade?.stake !== undefined && /[1-9]/.test(trade.stake);
  return spent || order?.price == null || order.amount === undefined ? trade?.stake : new Big(order.price).times(order.amount).toFixed();
}

function exitOf({ data, ts }: Told & { readonly data: Data }): FreqtradeMessage {
  const { trade } = data;
  const { amount, ratio } = profitOf(data);
  return {
    gain: text(Number(ratio) > 0 ? 'profit' : 'loss'),
    profit_amount: number(amount),
    profit_ratio: number(ratio),
    exit_reason: text(trade?.exitReason ?? ''),
    close_date: time(trade?.closedAt ?? ts),
  };
}

/** What is realised; of an exit that is only placed, what its price would bring, before fees. */
function profitOf({ trade, order, fill }: Data): { amount: string | null; ratio: string | null } {
  if (fill) return { amount: trade?.profit ?? null, ratio: trade?.profitRatio === undefined ? null : String(trade.profitRatio) };
  if (order?.price == null || order.amount === undefined || trade?.openRate == null || Number(trade.openRate) === 0) return { amount: null, ratio: null };
  const gain = new Big(order.price).minus(trade.openRate);
  return { amount: gain.times(order.amount).toFixed(), ratio: gain.div(trade.openRate).toFixed(8) };
}

function closedOf({ data: { trade, order, fill } }: Told & { readonly data: Data }): FreqtradeMessage {
  const final = trade?.state === 'closed';
  return {
    close_rate: number(trade?.closeRate ?? fill?.price ?? order?.price),
    cumulative_profit: number(trade?.profit),
    final_profit_ratio: final ? number(trade.profitRatio) : null,
    is_final_exit: final,
  };
}

function reasonOf({ data }: Told & { readonly data: Data }): FreqtradeMessage {
  return { reason: text(data.order?.reason ?? '') };
}

/** As JSON: numbers are floats there, and times ISO 8601 with an offset. */
export const freqtradeJson = (message: FreqtradeMessage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(message).map(([name, field]) => [name, jsonOf(field)]));

function jsonOf(field: FreqtradeField): unknown {
  if (field === null || typeof field === 'boolean' || !('is' in field)) return field;
  if (field.is === 'time') return new Date(field.raw).toISOString().replace(/\.000Z$|Z$/, '+00:00');
  return field.is === 'number' ? Number(field.raw) : field.raw;
}

/** As Python's `str.format` writes it. */
export function freqtradeText(field: FreqtradeField | undefined, spec: string): string {
  if (field === null || field === undefined) return 'None';
  if (typeof field === 'boolean') return field ? 'True' : 'False';
  if (!('is' in field)) return `[${field.map((item) => `'${item}'`).join(', ')}]`;
  if (field.is === 'time' && spec === '') return writePlain(field, '%Y-%m-%d %H:%M:%S+00:00');
  return writePlain(field, spec);
}
