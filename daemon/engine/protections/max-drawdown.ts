import { z } from 'zod';
import { ALL_PAIRS } from '../../protocol/schemas/locks.ts';
import { percent, say } from '../../protocol/texts/english.ts';
import { lookback, stop, tradeLimit } from './params.ts';
import { type ClosedTrade, protectionKind } from './protection.ts';
import { counted, lockEnd, spanMs, spanText } from './span.ts';

/** A run of losses over all pairs. Unlike the limit on the account it forgets what lies further back. */
export const maxDrawdown = protectionKind({
  kind: 'max_drawdown',
  title: 'Maximum drawdown',
  description:
    'Locks all pairs when the profits of the trades of a time, each as a share of its stake and added up, have fallen too far from their highest. The limit on the account itself is `risk.maxDrawdown`.',
  params: z.strictObject({
    lookback: lookback(48),
    stop: stop(12),
    tradeLimit: tradeLimit(20, 'With fewer trades than this it does nothing'),
    maxAllowedDrawdown: z.number().gt(0).max(100).default(0.2).meta({ description: 'Sum of losses from which on it locks, as a fraction of a stake' }),
  }),
  about: (params) =>
    `A drawdown of more than ${percent(params.maxAllowedDrawdown)} of a stake over at least ${counted(params.tradeLimit, 'trade')} within ${spanText(params.lookback)} locks all pairs for ${spanText(params.stop)}`,
  lookback: (params, candleMs) => spanMs(params.lookback, candleMs),
  judge: (params, { trades, candleMs }) => {
    const last = trades.at(-1);
    if (last === undefined || trades.length < params.tradeLimit) return undefined;
    const drawdown = deepestFall(trades);
    if (drawdown <= params.maxAllowedDrawdown) return undefined;
    return {
      pair: ALL_PAIRS,
      until: lockEnd(last.closedAt, params.stop, candleMs),
      reason: say({ code: 'lost_in_a_row', params: { fall: drawdown, trades: trades.length, withinMs: spanMs(params.lookback, candleMs) } }),
    };
  },
});

/** Largest fall of the running sum below its highest so far, which is zero at least. */
function deepestFall(trades: readonly ClosedTrade[]): number {
  let sum = 0;
  let peak = 0;
  let deepest = 0;
  for (const { profitRatio } of trades) {
    sum += profitRatio;
    peak = Math.max(peak, sum);
    deepest = Math.max(deepest, peak - sum);
  }
  return Math.round(deepest * 1e8) / 1e8;
}
