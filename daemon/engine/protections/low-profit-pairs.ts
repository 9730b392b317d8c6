import { z } from 'zod';
import { percent, say } from '../../protocol/texts/english.ts';
import { lookback, stop, tradeLimit } from './params.ts';
import { protectionKind } from './protection.ts';
import { counted, lockEnd, spanMs, spanText } from './span.ts';

/** A pair that earns nothing lately gives its place to others. */
export const lowProfitPairs = protectionKind({
  kind: 'low_profit_pairs',
  title: 'Low-profit pairs',
  description: 'Locks a pair whose trades of a time, each as a share of its stake and added up, earned less than they should.',
  params: z.strictObject({
    lookback: lookback(24),
    stop: stop(12),
    tradeLimit: tradeLimit(2, 'With fewer trades of the pair than this it does nothing'),
    requiredProfit: z.number().min(-1).max(10).default(0).meta({ description: 'Sum of profits below which it locks, as a fraction of a stake' }),
  }),
  about: (params) =>
    `A pair with at least ${counted(params.tradeLimit, 'trade')} within ${spanText(params.lookback)} that earned less than ${percent(params.requiredProfit)} of a stake is locked for ${spanText(params.stop)}`,
  lookback: (params, candleMs) => spanMs(params.lookback, candleMs),
  judge: (params, { trade, trades, candleMs }) => {
    const own = trades.filter((one) => one.pair === trade.pair);
    const last = own.at(-1);
    if (last === undefined || own.length < params.tradeLimit) return undefined;
    const profit = Math.round(own.reduce((sum, one) => sum + one.profitRatio, 0) * 1e8) / 1e8;
    if (profit >= params.requiredProfit) return undefined;
    return {
      pair: trade.pair,
      until: lockEnd(last.closedAt, params.stop, candleMs),
      reason: say({ code: 'earned_too_little', params: { profit, trades: own.length, withinMs: spanMs(params.lookback, candleMs) } }),
    };
  },
});
