import type { JournalledTopic } from '../../protocol/topics.ts';

/**
 * Default texts, as templates over the placeholders of their topic (`template.ts`). A key after a slash is a form of
 * the topic that `catalogue.ts` chooses by the event's data.
 */
const topics = {
  test: 'Test message of channel "{channel}": if you read this, it works.',
  'bot.state': 'Bot {state}[: {reason}]',
  'daemon.state': 'Daemon started',
  'daemon.state/crash': 'Daemon back after a crash[, was down {downMs}]',
  'daemon.state/stopping': 'Daemon stopping',
  warning: 'Warning from {source}: {text}[ ({remedy})]',
  exception: 'Failure in {source}: {text}[ ({ref})]',
  audit: '{who}: {method} {outcome}',
  'trade.entry': 'Entry placed: {side} {amount} {pair} at {price} ({strategy})',
  'trade.entry_fill': 'Entered {pair}: {amount} at {price}, fee {fee} {fee_currency} ({strategy})',
  'trade.entry_fill/part': 'Entry filled in part, {pair}: {amount} at {price}, fee {fee} {fee_currency} ({strategy})',
  'trade.entry_cancel': 'Entry cancelled: {pair}[: {reason}]',
  'trade.exit': 'Exit placed: {side} {amount} {pair} at {price}[: {reason}]',
  'trade.exit_fill': 'Closed {pair}: {profit_pct} ({profit} {quote})[: {exit_reason}]',
  'trade.exit_fill/part': 'Exit filled in part, {pair}: {amount} at {price}, fee {fee} {fee_currency}',
  'trade.exit_cancel': 'Exit cancelled: {pair}[: {reason}]',
  'order.placed': 'Order placed: {side} {amount} {pair}',
  'order.partially_filled': 'Order filled in part: {filled} of {order.amount} {pair}',
  'order.filled': 'Order filled: {side} {order.amount} {pair} at {price}',
  'order.cancelled': 'Order cancelled: {pair}[: {reason}]',
  'order.expired': 'Order expired: {pair}[: {reason}]',
  'order.rejected': 'Order rejected: {side} {amount} {pair}[: {reason}]',
  'balance.update': 'Balances changed',
  'risk.breach': 'Risk limit: {text}',
  'strategy.message': '{strategy}[, {pair}]: {text}',
  'strategy.state': 'Strategy {strategy} enabled[: {reason}]',
  'strategy.state/off': 'Strategy {strategy} disabled[: {reason}]',
  'candle.closed': '{pair} {timeframe} closed at {candle.close}',
  whitelist: 'Pairs traded: {pairs}',
  'channel.state': 'Channel {channel} {state}[: {reason}]',
  'config.changed': 'Configuration changed by {who}: {paths}',
  'notify.message': '{text}',
  'replay.state': 'Replay {account} {state}[: {error}]',
} as const satisfies Record<JournalledTopic | 'test', string> & Record<string, string>;

/** Words before a figure. */
const labels = {
  account: 'Account',
  amount: 'Amount',
  close_rate: 'Out at',
  equity: 'Equity',
  exit_reason: 'Reason',
  fee: 'Fee',
  held: 'Held',
  limit: 'Limit',
  mode: 'Mode',
  open_rate: 'In at',
  openTrades: 'Open trades',
  order_type: 'Order',
  price: 'Price',
  profit: 'Profit',
  profitToday: 'Profit today',
  remedy: 'What to do',
  source: 'Source',
  stake: 'Stake',
  stop_price: 'Stop',
  strategy: 'Strategy',
  tag: 'Tag',
  time: 'Time',
  version: 'Version',
  volume: 'Volume',
  who: 'Who',
  drawdown: 'Drawdown',
};

/** Words of the contract, where they are not written as they are called there. */
const words = {
  by_hand: 'by hand',
  market_price: 'market',
  needs_attention: 'needs attention',
  stop_loss: 'stop loss',
  trailing_stop: 'trailing stop',
  take_profit: 'take profit',
  exit_signal: 'exit signal',
  force_exit: 'exit by hand',
  buy: 'buy',
  sell: 'sell',
  market: 'market',
  limit: 'limit',
  stop: 'stop',
  stopped: 'stopped',
  running: 'running',
  paused: 'paused',
  panicked: 'panicked',
  disabled: 'disabled',
  starting: 'starting',
  ok: 'works again',
  degraded: 'in trouble',
  parked: 'parked',
  done: 'done',
  failed: 'failed',
  refused: 'refused',
  profit: 'profit',
  loss: 'loss',
  paper: 'paper',
  live: 'live',
  debug: 'debug',
  info: 'info',
  warning: 'warning',
  error: 'error',
};

export const en = { topics, labels, words };

type Texts<T> = { readonly [key in keyof T]: string };
/** What every language has to say. */
export interface Catalogue {
  readonly topics: Texts<typeof topics>;
  readonly labels: Texts<typeof labels>;
  readonly words: Texts<typeof words>;
}
