import type { Code } from '../codes.ts';

/** How a code is told, and what helps, as templates over its parameters. */
export interface CodeText {
  readonly text: string;
  readonly remedy?: string;
}
export type CodeTexts = { readonly [code in Code]: CodeText };

export const en: CodeTexts = {
  stopped: { text: 'The bot is stopped[: {reason}]', remedy: 'Start it' },
  paused: { text: 'Entries are paused[: {reason}]; open positions are managed', remedy: 'Resume' },
  needs_attention: { text: 'The books need a look[: {reason}]', remedy: 'Compare orders and balances with the exchange, then start the bot' },
  panicked: {
    text: 'Panic[: {reason}][; positions held without a stop: {held}]',
    remedy: 'Rearm, then start. Until then nothing is bought, and only you can sell',
  },
  data_connecting: { text: 'No prices yet[ from {market}][: {reason}]', remedy: 'Wait, or check the network' },
  data_stale: { text: 'No new prices[ from {market}][ for {ageMs}][: {reason}]', remedy: 'Check the network and the exchange' },
  data_ended: { text: 'The recording is at its end' },
  no_strategy: { text: 'No strategy is enabled', remedy: 'Enable one' },
  no_pairs: { text: 'No pair may be entered', remedy: 'Add pairs, or take some off the blacklist' },
  no_signal: { text: '{strategy} waits for a signal to enter' },
  warming_up: { text: '{strategy} is warming up: {seen} of {warmup} candles' },
  insufficient_funds: {
    text: '{free} {currency} are free, less than the smallest entry[ in {pair}] costs',
    remedy: 'Wait for a trade to close, or stake less',
  },
  locked: {
    text: 'Entries[ in {pair}] are locked until {until}[, by protection {protection}][: {reason}]',
    remedy: 'Wait, or lift lock {lock}',
  },
  cooldown: { text: 'cooldown of {forMs} after a trade' },
  stopped_out: { text: 'stops within {withinMs}: {stops}' },
  earned_too_little: { text: '{profit} earned within {withinMs}, trades: {trades}' },
  lost_in_a_row: { text: 'drawdown of {fall} within {withinMs}, trades: {trades}' },
  blacklisted: { text: '{pair} is on the blacklist' },
  wrong_currency: { text: '{pair} is paid in {quote}, the account holds {currency}' },
  fair_share: { text: '{waiting} entries of {strategy} wait to be filled, its share of {trades} trades' },
  max_daily_loss: {
    text: '{lost} lost since midnight UTC; the limit is {limit}',
    remedy: 'Entries go on after midnight UTC, or raise risk.maxDailyLoss',
  },
  max_drawdown: {
    text: 'Equity is {fall} below its peak; the limit is {limit}',
    remedy: 'Look at what was lost, then resume: the peak is counted anew from there',
  },
  max_open_trades: { text: '{open} trades are open; the limit is {limit}', remedy: 'Wait for one to close, or raise bot.maxOpenTrades' },
  max_order_cost: { text: 'The entry costs {cost}; the limit is {limit}' },
  max_exposure: { text: '{share} of equity would be in positions; the limit is {limit}' },
  max_pair_exposure: { text: '{share} of equity would be in {pair}; the limit is {limit}' },
  max_orders_per_minute: { text: '{orders} orders in the last minute; the limit is {limit}' },
  price_above_last: { text: '{price} is {away} above the last price {last}; the limit is {limit}' },
  price_below_last: { text: '{price} is {away} below the last price {last}; the limit is {limit}' },
  prices_not_taken: { text: 'Prices could not be taken in: {reason}', remedy: 'Look at the disk and the log' },
  strategy_failed: { text: 'Strategy {strategy} failed and was switched off: {reason}', remedy: 'Mend it, then enable it again' },
  strategy_without_past: { text: '{strategy} starts without the past of {pair}: {reason}' },
  pairs_missing: { text: '{market} has no {pairs}', remedy: 'Mend bot.pairs and market.pairs' },
  dust_kept: { text: '{pair}: {amount} {currency} is less than the exchange takes; trade {trade} is closed and the coins stay' },
  books_disagree: { text: 'The books and the exchange disagree: {reason}', remedy: 'Compare orders and balances with the exchange' },
  order_unknown: { text: 'what became of order {order} is unknown' },
  order_unheard_of: { text: 'order {order} is not known to the exchange' },
  account_holds_less: { text: 'trades hold {held} {currency}, the account {balance}' },
  report_not_booked: { text: 'the exchange reported "{report}" for order {order}, which was not booked: {reason}' },
  replay_failed: { text: 'Replay {replay} failed: {reason}' },
  market_unreachable: { text: "The market can't be listened to: {reason}; trying again in {waitMs}" },
  crashed: { text: 'The run before this one crashed or was killed; no daemon ran for {downMs}', remedy: 'Look at the end of its log if nobody killed it' },
  config_unusable: { text: "The configuration file can't be used; what was in force stays. {reason}", remedy: 'Mend {file}; it is taken up when saved.' },
  channel_parked: { text: 'Channel {channel} is parked: {reason}' },
  gateway_failed: { text: '{gateway} could not be opened', remedy: 'Look at the section "{section}" of the configuration' },
  port_taken: { text: 'The port of the console is taken; it is at {url}', remedy: 'End what uses the port, or set console.port in the configuration' },
  open_to_network: {
    text: 'The console is open to the network on {host} without encryption',
    remedy: 'Set console.host to 127.0.0.1, or put a TLS proxy before it',
  },
  plugin_not_started: { text: 'Plugin {plugin} was not started: {reason}' },
  plugin_stopped: { text: 'Plugin {plugin} was stopped: {reason}', remedy: 'Mend it, then: nightdesk plugins reload {plugin}' },
  alert_unusable: { text: "Alert rule {rule} can't be used", remedy: 'Remove it and add it again' },
  alert_unchecked: { text: 'Alert rule {rule} could not be checked: {reason}' },
  not_recorded: { text: '{method} by {who} was carried out but could not be recorded', remedy: 'Check the disk that holds the store' },
};
