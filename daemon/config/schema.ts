import { z } from 'zod';
import { ChannelsSection } from '../channels/config.ts';
import { ProtectionsSection } from '../engine/protections/index.ts';
import { RiskLimits } from '../protocol/methods/risk.ts';
import { Currency, Decimal, Level, Pair, PositiveDecimal, Timeframe } from '../protocol/schemas/common.ts';
import { Network } from '../protocol/schemas/signals.ts';

/** Marks a key whose change takes effect at the next start only. */
const AT_START = { requiresRestart: true } as const;

const about = <T extends z.ZodType>(schema: T, description: string, more: object = {}): T => schema.meta({ ...schema.meta(), description, ...more }) as T;

const DEFAULT_PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT', 'XRP/USDT', 'ADA/USDT', 'DOGE/USDT', 'LTC/USDT', 'LINK/USDT', 'DOT/USDT'];

const Fraction = z.number().min(0).max(1);

export const Stake = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fraction').meta({ description: 'A share of equity' }),
    value: about(z.number().gt(0).max(1), 'Share of equity put into one entry; 0.1 is a tenth'),
  }),
  z.strictObject({
    kind: z.literal('fixed').meta({ description: 'The same amount each time' }),
    value: about(PositiveDecimal, 'Amount put into one entry, in the stake currency'),
  }),
]);

const Bot = z.strictObject({
  initialState: about(z.enum(['running', 'stopped']).default('running'), 'State on the very first run'),
  startState: about(z.enum(['keep', 'running', 'paused', 'stopped']).default('keep'), 'State when the daemon starts; `keep` is the one it was left in'),
  maxOpenTrades: about(z.int().min(0).max(1000).default(6), 'At most this many trades open at once'),
  stake: about(Stake.prefault({ kind: 'fraction', value: 0.1 }), 'How much goes into one entry'),
  pairs: about(z.array(Pair).optional(), 'Pairs that may be traded; all of `market.pairs` when absent'),
  blacklist: about(z.array(Pair).default([]), 'Pairs that must not be entered'),
});

const Market = z.strictObject({
  source: about(z.enum(['sim', 'live']).default('sim'), 'Where prices come from: a simulated market, offline, or the public data of an exchange', AT_START),
  exchange: about(
    z
      .string()
      .regex(/^[a-z0-9]+$/)
      .default('binance'),
    'Exchange whose public data is used when `source` is `live`, by its ccxt name',
    AT_START,
  ),
  timeframe: about(Timeframe.default('5m'), 'Length of a candle when `source` is `live`', AT_START),
  pairs: about(z.array(Pair).min(1).default(DEFAULT_PAIRS), 'Pairs that are watched', AT_START),
});

const Sim = z.strictObject({
  seed: about(z.int().nonnegative().default(7), 'The same seed gives the same prices', AT_START),
  timeframe: about(Timeframe.default('15s'), 'Length of a candle in the simulated market', AT_START),
  tickMs: about(
    z.int().min(100).max(60_000).multipleOf(100).default(1000),
    'Milliseconds between two prices of a pair; a candle holds a whole number of them',
    AT_START,
  ),
});

const Paper = z.strictObject({
  currency: about(Currency.default('USDT'), 'Currency the paper account holds and stakes', AT_START),
  startBalance: about(PositiveDecimal.default('10000'), 'What a new paper account starts with', AT_START),
  fees: about(
    z
      .strictObject({
        maker: about(Decimal.default('0.001'), 'Fee of an order that waited in the book, as a fraction'),
        taker: about(Decimal.default('0.001'), 'Fee of an order that took from the book, as a fraction'),
      })
      .prefault({}),
    'Fees of the paper exchange',
    AT_START,
  ),
  slippage: about(Decimal.default('0.0001'), 'How much worse than the last price a market order is filled, as a fraction', AT_START),
});

const Exits = z.strictObject({
  stopLoss: about(Fraction.gt(0).nullable().default(0.05), 'Loss at which a trade is closed, as a fraction of its entry price; null is off'),
  takeProfit: about(
    z
      .array(
        z.strictObject({
          afterMinutes: about(z.number().min(0), 'Age of the trade from which this row counts'),
          profit: about(z.number().min(0), 'Profit at which the trade is closed, as a fraction'),
        }),
      )
      .default([
        { afterMinutes: 0, profit: 0.04 },
        { afterMinutes: 60, profit: 0.02 },
        { afterMinutes: 240, profit: 0.01 },
      ]),
    'The older a trade, the less profit closes it',
  ),
  trailing: about(
    z
      .strictObject({
        distance: about(Fraction.gt(0), 'How far below the highest price the stop follows, as a fraction'),
        from: about(z.number().min(0).default(0), 'Profit from which it follows, as a fraction'),
      })
      .nullable()
      .default(null),
    'A stop that follows the price up; null is off',
  ),
});

/** The open-trade limit has one home only: `bot.maxOpenTrades`. */
const limits = RiskLimits.shape;
const Risk = z.strictObject({
  maxOrderCost: about(limits.maxOrderCost.default(null), 'Largest single entry, in the stake currency; null is off'),
  maxExposure: about(limits.maxExposure.default(0.8), 'Share of equity that may be in positions; null is off'),
  maxPairExposure: about(limits.maxPairExposure.default(0.3), 'Share of equity that may be in one pair; null is off'),
  maxDailyLoss: about(
    limits.maxDailyLoss.default(0.1),
    "Loss since midnight UTC, as a share of the day's first equity, at which entries stop for the day; null is off",
  ),
  maxDrawdown: about(limits.maxDrawdown.default(0.25), 'Fall from peak equity at which the bot pauses; null is off'),
  maxOrdersPerMinute: about(limits.maxOrdersPerMinute.default(60), 'Orders in any minute; null is off'),
  maxPriceDeviation: about(limits.maxPriceDeviation.default(0.1), 'How far a limit price may lie from the last price on the wrong side; null is off'),
});

const StrategyEntry = z.strictObject({
  enabled: about(z.boolean().default(true), 'Whether it trades'),
  params: about(z.record(z.string(), z.unknown()).default({}), 'Its parameters; `nightdesk call strategies.list` tells them'),
  pairs: about(z.array(Pair).optional(), 'Pairs it trades; all when absent'),
});

/** Not a plain record: naming one strategy in the file must not switch the others off. */
const Strategies = z
  .object({
    'ema-cross': about(StrategyEntry.prefault({}), 'Follows the trend: a fast average crosses a slow one'),
    'rsi-reversion': about(StrategyEntry.prefault({}), 'Buys what has fallen too fast'),
    grid: about(StrategyEntry.prefault({}), 'Buys low and sells high on a ladder of prices'),
  })
  .catchall(StrategyEntry);

const Console = z.strictObject({
  enabled: about(z.boolean().default(true), 'Serve the console, the WebSocket and REST over HTTP'),
  host: about(z.string().min(1).default('127.0.0.1'), 'Address to listen on; anything but loopback opens the console to the network'),
  port: about(z.int().min(0).max(65535).default(7480), 'Port to listen on; 0 takes any free one'),
  hosts: about(z.array(z.string().min(1)).default([]), 'Further names the console may be reached by, such as that of a reverse proxy'),
});

const Tradingview = z.strictObject({
  enabled: about(z.boolean().default(false), 'Take signals of TradingView over HTTP'),
  host: about(z.string().min(1).default('127.0.0.1'), 'Address to listen on; a proxy or a tunnel on this machine reaches loopback'),
  port: about(z.int().min(0).max(65535).default(7481), 'Port to listen on; TradingView itself calls only 80 and 443'),
  publicUrl: about(
    z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    'Address under which the proxy or tunnel is reached from outside; only for showing what to paste',
  ),
  trustedProxies: about(z.array(Network).max(50).default([]), 'Proxies whose X-Forwarded-For is believed; 127.0.0.1 for a proxy or tunnel on this machine'),
});

const AlertsSection = z.strictObject({
  staleDataSeconds: about(z.number().min(10).max(86_400).nullable().default(120), 'Time without any price after which channels are told; null is never'),
  stalledLoopSeconds: about(z.number().min(1).max(3600).nullable().default(5), 'Time the daemon may stand still before channels are told; null is never'),
});

const LogSection = z.strictObject({
  level: about(Level.default('info'), 'Least level that is written down'),
  keepDays: about(z.int().min(1).max(3650).default(30), 'Days that log lines stay searchable'),
  fileSizeMb: about(z.int().min(1).max(1000).default(10), 'Size at which the log file is turned over, in MiB', AT_START),
  files: about(z.int().min(1).max(100).default(5), 'Old log files that are kept', AT_START),
});

const JournalSection = z.strictObject({
  keepDays: about(z.int().min(1).max(3650).default(30), 'Days that events are kept; those that a channel has not read yet are kept longer'),
  keepEvents: about(z.int().min(1000).default(2_000_000), 'At most so many events are kept, even younger ones'),
});

const Limits = z.strictObject({
  perSecond: about(z.number().gt(0).default(50), 'Cost a caller may spend in a second; a plain read costs 1'),
  burst: about(z.number().gt(0).default(200), 'Cost a caller may spend at once'),
});

const PluginsSection = z.strictObject({
  strategyMs: about(
    z.int().min(1).max(10_000).default(250),
    'Milliseconds the desk waits for the strategy of a plugin to decide on a candle; then the plugin is stopped',
  ),
  methodSeconds: about(z.number().min(0.1).max(300).default(10), 'Seconds a method of a plugin may take; then the plugin is stopped'),
  memoryMb: about(z.int().min(8).max(4096).default(64), 'Memory a plugin may use, in MiB, from its next start on'),
});

const VaultSection = z.strictObject({
  key: about(
    z.enum(['keyfile', 'passphrase', 'credential']).default('keyfile'),
    'What opens the vault: a key file beside the configuration, a passphrase given after each start, or a systemd credential named `vault-key`',
    AT_START,
  ),
});

/** The whole configuration. Every key has a default, so that an empty file is a valid one. */
export const Config = z
  .strictObject({
    $schema: z.string().optional(),
    bot: about(Bot.prefault({}), 'How much is traded, and in what'),
    market: about(Market.prefault({}), 'Where prices come from'),
    sim: about(Sim.prefault({}), 'The simulated market', { title: 'Simulated market' }),
    paper: about(Paper.prefault({}), 'The paper account and its exchange', { title: 'Paper account' }),
    exits: about(Exits.prefault({}), 'When a trade is closed whatever its strategy says'),
    risk: about(Risk.prefault({}), 'Limits checked before every order'),
    protections: about(ProtectionsSection.prefault({}), 'What locks pairs by itself after trades went badly, by a name of your choice'),
    strategies: about(Strategies.prefault({}), 'Strategies by id; the three named here trade unless disabled'),
    console: about(Console.prefault({}), 'The console in the browser'),
    tradingview: about(Tradingview.prefault({}), 'The way in for signals of TradingView', { title: 'TradingView' }),
    channels: about(ChannelsSection.prefault({}), 'Where messages go, by a name of your choice'),
    alerts: about(AlertsSection.prefault({}), 'What channels are told of the daemon itself; rules of your own: `nightdesk alerts`'),
    log: about(LogSection.prefault({}), 'Log files and their upkeep'),
    journal: about(JournalSection.prefault({}), 'The numbered events that clients and channels read, and their upkeep'),
    limits: about(Limits.prefault({}), 'How much callers may ask of the daemon'),
    plugins: about(PluginsSection.prefault({}), 'What plugins may take; which of them run: `nightdesk plugins`'),
    vault: about(VaultSection.prefault({}), 'Where secrets are kept'),
  })
  .meta({ title: 'Nightdesk configuration' });
export type Config = Readonly<z.output<typeof Config>>;
