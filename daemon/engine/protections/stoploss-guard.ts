import { z } from 'zod';
import { ALL_PAIRS } from '../../protocol/schemas/locks.ts';
import { say } from '../../protocol/texts/english.ts';
import { lookback, stop, tradeLimit } from './params.ts';
import { protectionKind } from './protection.ts';
import { counted, lockEnd, spanMs, spanText } from './span.ts';

const STOPS: ReadonlySet<string | null> = new Set(['stop_loss', 'trailing_stop']);

/** Many stops in a short time: the market does what the strategies are not made for. */
export const stoplossGuard = protectionKind({
  kind: 'stoploss_guard',
  title: 'Stop-loss guard',
  description: 'Locks all pairs, or the one concerned, when so many trades were stopped out within a time.',
  params: z.strictObject({
    lookback: lookback(24),
    stop: stop(12),
    tradeLimit: tradeLimit(4, 'Trades stopped out, from which on it locks'),
    requiredProfit: z.number().min(-1).max(10).default(0).meta({ description: 'Only stops that ended below this profit count, as a fraction' }),
    onlyPerPair: z.boolean().default(false).meta({ description: 'Count and lock each pair on its own' }),
  }),
  about: (params) =>
    `${counted(params.tradeLimit, 'stop')}${params.onlyPerPair ? ' of a pair' : ''} within ${spanText(params.lookback)} lock ${params.onlyPerPair ? 'it' : 'all pairs'} for ${spanText(params.stop)}`,
  lookback: (params, candleMs) => spanMs(params.lookback, candleMs),
  judge: (params, { trade, trades, candleMs }) => {
    const stopped = trades.filter(
      (one) => STOPS.has(one.exitReason) && one.profitRatio < params.requiredProfit && (!params.onlyPerPair || one.pair === trade.pair),
    );
    const last = stopped.at(-1);
    if (last === undefined || stopped.length < params.tradeLimit) return undefined;
    return {
      pair: params.onlyPerPair ? trade.pair : ALL_PAIRS,
      until: lockEnd(last.closedAt, params.stop, candleMs),
      reason: say({ code: 'stopped_out', params: { stops: stopped.length, withinMs: spanMs(params.lookback, candleMs) } }),
    };
  },
});
