import { z } from 'zod';
import { Currency, Decimal, Duration, Pair, Ratio, Timeframe, Timestamp } from './common.ts';

/** `ts` is the opening time of the candle. */
export const Candle = z.object({ ts: Timestamp, open: Decimal, high: Decimal, low: Decimal, close: Decimal, volume: Decimal }).meta({ id: 'Candle' });
export type Candle = z.infer<typeof Candle>;

export const Market = z
  .object({
    pair: Pair,
    base: Currency,
    quote: Currency,
    priceStep: Decimal.meta({ description: 'Prices are multiples of this' }),
    amountStep: Decimal.meta({ description: 'Amounts are multiples of this' }),
    minAmount: Decimal,
    minCost: Decimal.meta({ description: 'Least price times amount, in the quote currency' }),
    makerFee: Decimal.meta({ description: 'As a fraction: "0.001" is 0.1 %' }),
    takerFee: Decimal,
  })
  .meta({ id: 'Market' });
export type Market = z.infer<typeof Market>;

export const Ticker = z
  .object({ pair: Pair, ts: Timestamp, bid: Decimal, ask: Decimal, last: Decimal, change: Ratio.optional().meta({ description: 'Over 24 h, as a fraction' }) })
  .meta({ id: 'Ticker' });
export type Ticker = z.infer<typeof Ticker>;

const MarketSourceKind = z.enum(['sim', 'replay', 'live']);

/** Where prices come from and how old they are. */
export const DataHealth = z
  .object({
    source: MarketSourceKind,
    label: z.string().meta({ description: 'For people, such as "simulated market" or "binance"' }),
    timeframe: Timeframe,
    state: z.enum(['connecting', 'fresh', 'stale', 'ended']),
    updatedAt: Timestamp.nullable().meta({ description: 'Wall-clock time of the last price' }),
    ageMs: Duration.nullable(),
    reason: z.string().optional().meta({ description: 'What is wrong with the feed, in words; absent when nothing is' }),
    marketTime: Timestamp.nullable().meta({ description: "Time in the market's own calendar; differs from the wall clock in a replay" }),
  })
  .meta({ id: 'DataHealth' });
export type DataHealth = z.infer<typeof DataHealth>;
