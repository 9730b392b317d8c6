import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Account, Empty, Pair, Timeframe, Timestamp } from '../schemas/common.ts';
import { Candle, Market, Ticker } from '../schemas/market.ts';

const PairList = z.object({ items: z.array(Pair) });

export const markets = {
  'markets.list': query({
    summary: 'Markets with their step sizes, minimums and fees',
    params: z.strictObject({ account: Account.optional() }),
    result: () => z.object({ items: z.array(Market) }),
    example: {},
  }),
  'markets.candles': query({
    summary: 'Closed candles, oldest first',
    params: z.strictObject({
      account: Account.optional(),
      pair: Pair,
      timeframe: Timeframe.optional().meta({ description: "The desk's own when absent" }),
      since: Timestamp.optional().meta({ description: 'Opened at or after: the first ones from here' }),
      until: Timestamp.optional().meta({ description: 'Closed at or before: the last ones up to here' }),
      limit: z.int().min(1).max(5000).optional().meta({ description: '500 when absent' }),
    }),
    result: () => z.object({ pair: Pair, timeframe: Timeframe, items: z.array(Candle) }),
    example: { pair: 'BTC/USDT', limit: 100 },
  }),
  'markets.ticker': query({
    summary: 'Last price, bid and ask',
    params: z.strictObject({ account: Account.optional(), pair: Pair }),
    result: () => Ticker,
    example: { pair: 'BTC/USDT' },
  }),
  'markets.whitelist': query({ summary: 'The pairs that may be traded', params: Empty, result: () => PairList, example: {} }),
  'markets.blacklist.get': query({ summary: 'The pairs that must not be entered', params: Empty, result: () => PairList, example: {} }),
  'markets.blacklist.add': mutation({
    summary: 'Forbids entries in pairs',
    params: z.strictObject({ pairs: z.array(Pair).min(1) }),
    result: () => PairList,
    example: { pairs: ['DOGE/USDT'] },
  }),
  'markets.blacklist.remove': mutation({
    summary: 'Allows entries in pairs again',
    params: z.strictObject({ pairs: z.array(Pair).min(1) }),
    result: () => PairList,
    example: { pairs: ['DOGE/USDT'] },
  }),
};
