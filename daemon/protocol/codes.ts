/** How a parameter is to be read, and what it is on the wire; each language writes it in its own way. */
interface Values {
  /** Shown as it is: a name, a pair, a currency. */
  text: string;
  /** What somebody else says of it, most often in English; told by the `cause` beside it where there is one. */
  words: string;
  count: number;
  /** Money, a price or an amount, as a decimal string. */
  decimal: string;
  /** Share of one, shown as percent. */
  share: number;
  /** Milliseconds. */
  duration: number;
  /** UTC milliseconds. */
  time: number;
}
export type Kind = keyof Values;

/**
 * What the daemon tells people by itself: what went wrong, and what keeps it from trading. Each code with the parameters
 * that its texts may name, those with `?` where they are known. The texts in every language are in `texts`.
 */
export const CODES = {
  stopped: { reason: 'words?' },
  paused: { reason: 'words?' },
  needs_attention: { reason: 'words?' },
  panicked: { reason: 'words?', held: 'count?' },
  data_connecting: { market: 'text?', reason: 'words?' },
  data_stale: { market: 'text?', ageMs: 'duration?', reason: 'words?' },
  data_ended: {},
  no_strategy: {},
  no_pairs: {},
  no_signal: { strategy: 'text' },
  warming_up: { strategy: 'text', seen: 'count', warmup: 'count' },
  insufficient_funds: { free: 'decimal', currency: 'text', pair: 'text?' },
  locked: { lock: 'text', pair: 'text?', until: 'time', protection: 'text?', reason: 'words?' },
  cooldown: { forMs: 'duration' },
  stopped_out: { stops: 'count', withinMs: 'duration' },
  earned_too_little: { profit: 'share', trades: 'count', withinMs: 'duration' },
  lost_in_a_row: { fall: 'share', trades: 'count', withinMs: 'duration' },
  blacklisted: { pair: 'text' },
  wrong_currency: { pair: 'text', quote: 'text', currency: 'text' },
  fair_share: { strategy: 'text', waiting: 'count', trades: 'count' },
  max_daily_loss: { lost: 'share', limit: 'share' },
  max_drawdown: { fall: 'share', limit: 'share' },
  max_open_trades: { open: 'count', limit: 'count' },
  max_order_cost: { cost: 'decimal', limit: 'decimal' },
  max_exposure: { share: 'share', limit: 'share' },
  max_pair_exposure: { share: 'share', pair: 'text', limit: 'share' },
  max_orders_per_minute: { orders: 'count', limit: 'count' },
  price_above_last: { price: 'decimal', away: 'share', last: 'decimal', limit: 'share' },
  price_below_last: { price: 'decimal', away: 'share', last: 'decimal', limit: 'share' },
  prices_not_taken: { reason: 'words' },
  strategy_failed: { strategy: 'text', reason: 'words' },
  strategy_without_past: { strategy: 'text', pair: 'text', reason: 'words' },
  pairs_missing: { market: 'text', pairs: 'text' },
  dust_kept: { pair: 'text', amount: 'decimal', currency: 'text', trade: 'text' },
  books_disagree: { reason: 'words' },
  order_unknown: { order: 'text' },
  order_unheard_of: { order: 'text' },
  account_holds_less: { held: 'decimal', currency: 'text', balance: 'decimal' },
  report_not_booked: { report: 'text', order: 'text', reason: 'words' },
  replay_failed: { replay: 'text', reason: 'words' },
  market_unreachable: { reason: 'words', waitMs: 'duration' },
  crashed: { downMs: 'duration' },
  config_unusable: { reason: 'words', file: 'text' },
  channel_parked: { channel: 'text', reason: 'words' },
  gateway_failed: { gateway: 'text', section: 'text' },
  port_taken: { url: 'text' },
  open_to_network: { host: 'text' },
  plugin_not_started: { plugin: 'text', reason: 'words' },
  plugin_stopped: { plugin: 'text', reason: 'words' },
  alert_unusable: { rule: 'text' },
  alert_unchecked: { rule: 'text', reason: 'words' },
  not_recorded: { method: 'text', who: 'text' },
} as const satisfies Record<string, Readonly<Record<string, Kind | `${Kind}?`>>>;

export type Code = keyof typeof CODES;

type Names<C extends Code> = keyof (typeof CODES)[C];
type Optional<C extends Code> = { [N in Names<C>]: (typeof CODES)[C][N] extends `${string}?` ? N : never }[Names<C>];
type ValueOf<S> = S extends `${infer K extends Kind}?` ? Values[K] : S extends Kind ? Values[S] : never;
type ParamsOf<C extends Code> = { readonly [N in Exclude<Names<C>, Optional<C>>]: ValueOf<(typeof CODES)[C][N]> } & {
  readonly [N in Optional<C>]?: ValueOf<(typeof CODES)[C][N]> | undefined;
};

/** Something told by what it is, for whoever words it: its code with everything that a text about it names. */
export type Coded<C extends Code = Code> = { [K in C]: { readonly code: K; readonly params: ParamsOf<K>; readonly cause?: Coded } }[C];
