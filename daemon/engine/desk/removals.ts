import { RpcError } from '../../protocol/errors.ts';
import type { Result } from '../../protocol/methods/index.ts';
import type { BookStore } from '../books/book-store.ts';
import { type OrderRecord, orderId, parseId, type TradeRecord, toOrder, toTrade, tradeId } from '../books/records.ts';
import { text } from '../money.ts';
import type { DealerParts } from './dealer.ts';

type Parts = Pick<DealerParts, 'record' | 'portfolio' | 'ledger' | 'journal' | 'rules' | 'now'>;

/**
 * Takes trades out of the books, and back.
 *
 * Nothing is sold for a deleted trade, so no balance moves and equity is what it was: the coins are the account's, and the
 * trade keeps what it held, what that had cost and what it had taken, so that the sums of the books still explain every
 * balance (see `Portfolio`). They count in equity without being in any other figure. Orders and fills are history and stay.
 * On an exchange of the world the operator would now tidy up there; these coins are nowhere but in the books, and the way to
 * them is `restore`. Everything here runs inside a write.
 */
export class Removals {
  readonly #parts: Parts;
  readonly #store: BookStore;

  constructor(parts: Parts, store: BookStore) {
    this.#parts = parts;
    this.#store = store;
  }

  /**
   * @returns the orders that must end first, having been asked to be cancelled at an exchange that takes its time; or what
   *   was done
   * @throws RpcError `conflict` for a trade that is not open
   */
  delete(id: string): Result<'trades.delete'> | readonly OrderRecord[] {
    const { record, portfolio, ledger, journal, rules, now } = this.#parts;
    const trade = this.#open(id);
    const working = ledger.activeIn(trade.pair).filter((order) => order.tradeId === trade.id);
    if (working.length > 0 && !ledger.cancelsAtOnce) {
      for (const order of working) ledger.cancel(order);
      return working;
    }
    // Out first: the end of its last order would else close a trade that was never filled, or holds but dust.
    portfolio.delete(trade, now());
    for (const order of working) ledger.cancel(order);
    const left = { currency: rules(trade.pair).base, amount: text(trade.held) };
    const view = toTrade(trade);
    journal.append('trade.deleted', { account: record.account, trade: view, left });
    return { trade: view, orders: working.map(toOrder), left };
  }

  /**
   * @param protect sets the stop of the trade anew
   * @throws RpcError `conflict` for a trade that is not deleted, or has nothing to come back with
   */
  restore(id: string, protect: (trade: TradeRecord) => void): TradeRecord {
    const { record, portfolio, journal, rules, now } = this.#parts;
    const deleted = [...portfolio.deletedTrades].find((trade) => tradeId(trade.id) === id);
    if (!deleted) throw new RpcError('conflict', `Trade ${id} is not deleted`, { field: 'id', hint: 'trades.list {"state": "deleted"} shows those that are' });
    if (deleted.entered.eq(0)) {
      throw new RpcError('conflict', `Nothing was ever bought for trade ${id}`, { field: 'id', hint: 'There is nothing to take back; enter anew' });
    }
    const trade = portfolio.restore(deleted.id);
    protect(trade);
    portfolio.settle(trade, { entries: 0, exits: 0 }, rules(trade.pair), now());
    journal.append('trade.restored', { account: record.account, trade: toTrade(trade) });
    return trade;
  }

  #open(id: string): TradeRecord {
    const number = parseId('t', id) ?? 0;
    const trade = this.#parts.portfolio.trade(number);
    if (trade) return trade;
    const state = this.#store.trade(number)?.state;
    if (state === 'deleted') throw new RpcError('conflict', `Trade ${id} is deleted already`, { field: 'id', hint: 'trades.restore takes it back' });
    throw new RpcError('conflict', `Trade ${id} is ${state ?? 'unknown'}: only open trades can be taken out of the books`, {
      field: 'id',
      hint: 'What it made is in the balances; without it the figures would not explain them',
    });
  }
}

/** Said when orders of a trade that is to be deleted have not ended yet. */
export const stillWorking = (id: string, orders: readonly OrderRecord[]): RpcError =>
  new RpcError('conflict', `Trade ${id} still has orders at the exchange: ${orders.map((order) => orderId(order.id)).join(', ')}`, {
    field: 'id',
    hint: 'They are being cancelled; delete the trade again once they have ended',
  });
