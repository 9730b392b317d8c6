import type { FiguresOf } from '../channels/routing/summaries.ts';
import type { Engine } from '../engine/engine.ts';
import { periodFigures } from '../engine/performance/period.ts';
import { RpcError } from '../protocol/errors.ts';

/** Figures of an account for the summaries of channels. */
export const figuresOf =
  (engine: Engine): FiguresOf =>
  (account, from, until) => {
    try {
      const book = engine.book(account);
      const trades = engine.closedTrades(account, from);
      return periodFigures({ from, until, book, trades, equity: engine.equity(account, from), positions: engine.positions(account) });
    } catch (error) {
      if (error instanceof RpcError && error.kind === 'not_found') return undefined;
      throw error;
    }
  };
