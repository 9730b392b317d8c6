import { z } from 'zod';

/**
 * What the daemon tells operators of by itself, each with what a text about it may name. Whoever shows an event of one can
 * word it in the reader's language; its `text` is English. Names that end in `Ms` are milliseconds.
 */
export const PROBLEMS = {
  max_daily_loss: ['lost', 'limit'],
  max_drawdown: ['fall', 'limit'],
  max_open_trades: ['open', 'limit'],
  max_order_cost: ['cost', 'limit'],
  max_exposure: ['share', 'limit'],
  max_pair_exposure: ['share', 'pair', 'limit'],
  max_orders_per_minute: ['orders', 'limit'],
  price_above_last: ['price', 'away', 'last', 'limit'],
  price_below_last: ['price', 'away', 'last', 'limit'],
  prices_not_taken: ['reason'],
  strategy_failed: ['strategy', 'reason'],
  strategy_without_past: ['strategy', 'pair', 'reason'],
  pairs_missing: ['market', 'pairs'],
  dust_kept: ['pair', 'amount', 'currency', 'trade'],
  books_disagree: ['reason'],
  replay_failed: ['replay', 'reason'],
  market_unreachable: ['reason', 'waitMs'],
  crashed: ['downMs'],
  config_unusable: ['reason', 'file'],
  channel_parked: ['channel', 'reason'],
  gateway_failed: ['gateway', 'section'],
  port_taken: ['url'],
  open_to_network: ['host'],
  plugin_not_started: ['plugin', 'reason'],
  plugin_stopped: ['plugin', 'reason'],
  alert_unusable: ['rule'],
  alert_unchecked: ['rule', 'reason'],
  not_recorded: ['method', 'who'],
} as const satisfies Record<string, readonly string[]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A problem by what it is, for whoever words it: its code with everything that a text about it names. */
export type Coded = {
  [C in ProblemCode]: { readonly code: C; readonly params: { readonly [name in (typeof PROBLEMS)[C][number]]: string | number } };
}[ProblemCode];

/** Fields of the events that tell of problems; absent where there is no code. */
export const codedFields = {
  code: z.string().optional().meta({ description: 'What it is, in a stable word, such as `max_exposure` or `crashed`' }),
  params: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .meta({ description: 'What `text` names, for a text in another language' }),
};
