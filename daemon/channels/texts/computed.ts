import type { Fill, Order, Trade } from '../../protocol/schemas/trading.ts';
import type { ChannelEvent } from '../event.ts';
import type { Value } from './format.ts';

/** An event's data, as the parts of it that figures are made of. */
export type Data = Readonly<Record<string, unknown>> & {
  readonly trade?: Partial<Trade>;
  readonly order?: Partial<Order>;
  readonly fill?: Partial<Fill>;
};

interface Figure {
  /** The figure is there for events whose data has one of these; for all when absent. */
  readonly of?: ReadonlyArray<'trade' | 'order' | 'fill'>;
  readonly value: (event: Pick<ChannelEvent, 'topic' | 'ts' | 'seq' | 'level'> & { readonly data: Data }) => Value | null;
}

const text = (raw: string | null | undefined): Value | null => (raw == null || raw === '' ? null : { is: 'text', raw });
const word = (raw: string | null | undefined): Value | null => (raw == null ? null : { is: 'word', raw });
const number = (raw: string | number | null | undefined, signed = false): Value | null => (raw == null ? null : { is: 'number', raw: String(raw), signed });
const time = (raw: number | null | undefined): Value | null => (raw == null ? null : { is: 'time', raw });

const pairOf = ({ trade, order }: Data): string | undefined => trade?.pair ?? order?.pair;
/** `BTC/USDT`, also as `BTC/USDT:USDT`. */
const currencyOf = (data: Data, side: 0 | 1): string | undefined => pairOf(data)?.split(':')[0]?.split('/')[side];

const TRADE = ['trade'] as const;
const TRADED = ['trade', 'order'] as const;
const ORDER = ['order'] as const;
const FILL = ['fill'] as const;

/** Placeholders that every topic or every trading topic has beside the fields of its data. */
export const COMPUTED = {
  topic: { value: ({ topic }) => text(topic) },
  time: { value: ({ ts }) => time(ts) },
  level: { value: ({ level }) => word(level) },
  seq: { value: ({ seq }) => text(seq === null ? null : String(seq)) },
  pair: { of: TRADED, value: ({ data }) => text(pairOf(data)) },
  base: { of: TRADED, value: ({ data }) => text(currencyOf(data, 0)) },
  quote: { of: TRADED, value: ({ data }) => text(currencyOf(data, 1)) },
  strategy: { of: TRADED, value: ({ data: { trade, order } }) => text(trade?.strategy ?? order?.strategy) ?? word('by_hand') },
  tag: { of: TRADED, value: ({ data: { trade, order } }) => text(order?.tag ?? trade?.entryTag) },
  side: { of: ORDER, value: ({ data }) => word(data.order?.side) },
  order_type: { of: ORDER, value: ({ data }) => word(data.order?.type) },
  order_id: { of: ORDER, value: ({ data }) => text(data.order?.id) },
  amount: { of: TRADED, value: ({ data: { fill, order, trade } }) => number(fill?.amount ?? order?.amount ?? trade?.amount) },
  filled: { of: ORDER, value: ({ data }) => number(data.order?.filled) },
  price: { of: ORDER, value: ({ data: { fill, order } }) => number(fill?.price ?? order?.average ?? order?.price) ?? word('market_price') },
  fee: { of: FILL, value: ({ data }) => number(data.fill?.fee) },
  fee_currency: { of: FILL, value: ({ data }) => text(data.fill?.feeCurrency) },
  reason: { of: TRADED, value: ({ data: { order, trade }, topic }) => word(order?.reason ?? (topic.startsWith('trade.exit') ? trade?.exitReason : null)) },
  exit_reason: { of: TRADE, value: ({ data }) => word(data.trade?.exitReason) },
  trade_id: { of: TRADE, value: ({ data }) => text(data.trade?.id) },
  stake: { of: TRADE, value: ({ data }) => number(data.trade?.stake) },
  open_rate: { of: TRADE, value: ({ data }) => number(data.trade?.openRate) },
  close_rate: { of: TRADE, value: ({ data }) => number(data.trade?.closeRate) },
  stop_price: { of: TRADE, value: ({ data }) => number(data.trade?.stopPrice) },
  open_time: { of: TRADE, value: ({ data }) => time(data.trade?.openedAt) },
  close_time: { of: TRADE, value: ({ data }) => time(data.trade?.closedAt) },
  profit: { of: TRADE, value: ({ data }) => number(data.trade?.profit, true) },
  profit_pct: { of: TRADE, value: ({ data: { trade } }) => (trade?.profitRatio == null ? null : { is: 'share', raw: plain(trade.profitRatio), signed: true }) },
  gain: { of: TRADE, value: ({ data: { trade } }) => word(trade?.profit === undefined ? null : trade.profit.startsWith('-') ? 'loss' : 'profit') },
  held: { of: TRADE, value: ({ data: { trade }, ts }) => heldFor(trade, ts) },
} as const satisfies Record<string, Figure>;

export type Computed = keyof typeof COMPUTED;

function heldFor(trade: Partial<Trade> | undefined, ts: number): Value | null {
  if (trade?.openedAt === undefined) return null;
  return { is: 'duration', raw: Math.max(0, (trade.closedAt ?? ts) - trade.openedAt) };
}

/** Without an exponent, which the grammar of decimals lacks. */
const plain = (ratio: number): string => (Number.isFinite(ratio) ? ratio.toFixed(8).replace(/\.?0+$/, '') : '0');

/** Placeholders for events whose data has these parts. */
export const computedFor = (parts: readonly string[]): Computed[] =>
  (Object.keys(COMPUTED) as Computed[]).filter((name) => {
    const { of }: Figure = COMPUTED[name];
    return of === undefined || of.some((part) => parts.includes(part));
  });
