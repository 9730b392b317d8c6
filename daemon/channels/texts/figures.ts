import type { JournalledTopic } from '../../protocol/topics.ts';
import type { Catalogue } from './en.ts';

/** A figure of the long form: the label before it, and a template for it. Without a value it is left out. */
export type FigureLine = readonly [label: keyof Catalogue['labels'], template: string];

const ACCOUNT: FigureLine = ['account', '{account}'];
const STRATEGY: FigureLine = ['strategy', '{strategy}'];
const TIME: FigureLine = ['time', '{time}'];
const TAG: FigureLine = ['tag', '{tag}'];
const ORDER: readonly FigureLine[] = [['amount', '{amount} {base}'], ['price', '{price}'], ['order_type', '{order_type}'], STRATEGY, TAG, TIME, ACCOUNT];
const FILL: readonly FigureLine[] = [
  ['amount', '{amount} {base}'],
  ['price', '{price}'],
  ['fee', '{fee} {fee_currency}'],
];
const CLOSED: readonly FigureLine[] = [
  ['profit', '{profit} {quote} ({profit_pct})'],
  ['exit_reason', '{exit_reason}'],
  ['open_rate', '{open_rate}'],
  ['close_rate', '{close_rate}'],
  ['stake', '{stake} {quote}'],
  ['held', '{held}'],
];

/** What the long form of a topic's text tells beside the short one; nothing where the short one says all. */
export const FIGURES: { readonly [topic in JournalledTopic]?: readonly FigureLine[] } = {
  'bot.state': [
    ['mode', '{status.mode}'],
    ['equity', '{status.equity} {status.stakeCurrency}'],
    ['profitToday', '{status.profitToday} {status.stakeCurrency}'],
    ['openTrades', '{status.openTrades}'],
    TIME,
    ACCOUNT,
  ],
  'daemon.state': [['version', '{version}'], TIME],
  'daemon.health': [TIME],
  'alert.fired': [['rule', '{rule}'], STRATEGY, TIME, ACCOUNT],
  'performance.period': [
    ['equity', '{equity} {currency}'],
    ['wins', '{wins} / {losses}'],
    ['best', '{bestPair} {bestRatio:.2%}'],
    ['worst', '{worstPair} {worstRatio:.2%}'],
    ['drawdown', '{maxDrawdownRatio:.2%}'],
    ['open', '{openPairs}'],
    ['unrealised', '{unrealised} {currency}'],
    ACCOUNT,
  ],
  warning: [['source', '{source}'], ['remedy', '{remedy}'], TIME],
  exception: [['source', '{source}'], ['remedy', '{remedy}'], TIME],
  audit: [['who', '{who}'], TIME],
  'trade.entry': ORDER,
  'trade.entry_fill': [...FILL, ['stake', '{stake} {quote}'], ['stop_price', '{stop_price}'], STRATEGY, TAG, TIME, ACCOUNT],
  'trade.entry_cancel': ORDER,
  'trade.exit': [...CLOSED.slice(1, 3), ...ORDER],
  'trade.exit_fill': [...CLOSED, ...FILL, STRATEGY, TAG, TIME, ACCOUNT],
  'trade.exit_cancel': ORDER,
  'trade.deleted': [['open_rate', '{open_rate}'], ['profit', '{profit} {quote}'], STRATEGY, TIME, ACCOUNT],
  'trade.restored': [['open_rate', '{open_rate}'], ['stop_price', '{stop_price}'], STRATEGY, TIME, ACCOUNT],
  'order.placed': ORDER,
  'order.partially_filled': ORDER,
  'order.filled': [...ORDER.slice(0, 2), ['fee', '{order.fee} {order.feeCurrency}'], ...ORDER.slice(2)],
  'order.cancelled': ORDER,
  'order.expired': ORDER,
  'order.rejected': ORDER,
  'risk.breach': [['limit', '{limit}'], STRATEGY, TIME, ACCOUNT],
  'protection.triggered': [TIME, ACCOUNT],
  'protection.global': [TIME, ACCOUNT],
  'strategy.message': [STRATEGY, TIME, ACCOUNT],
  'candle.closed': [['volume', '{candle.volume}'], TIME],
  'channel.state': [['remedy', '{remedy}'], TIME],
  'signal.received': [TIME, ACCOUNT],
  'gateway.state': [TIME],
  'notify.message': [['who', '{who}'], TIME],
  'replay.state': [['profit', '{summary.profit}'], ['drawdown', '{summary.maxDrawdown:.2%}'], TIME],
};
