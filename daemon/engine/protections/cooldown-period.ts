import { z } from 'zod';
import { say } from '../../protocol/texts/english.ts';
import { stop } from './params.ts';
import { protectionKind } from './protection.ts';
import { lockEnd, spanMs, spanText } from './span.ts';

/** A pair rests after each of its trades, so that what was just sold is not bought again on the same move. */
export const cooldownPeriod = protectionKind({
  kind: 'cooldown_period',
  title: 'Cooldown',
  description: 'Locks a pair for a while after each of its trades.',
  params: z.strictObject({ stop: stop(2) }),
  about: (params) => `A pair rests for ${spanText(params.stop)} after each of its trades`,
  lookback: (params, candleMs) => spanMs(params.stop, candleMs),
  judge: (params, { trade, candleMs }) => ({
    pair: trade.pair,
    until: lockEnd(trade.closedAt, params.stop, candleMs),
    reason: say({ code: 'cooldown', params: { forMs: spanMs(params.stop, candleMs) } }),
  }),
});
