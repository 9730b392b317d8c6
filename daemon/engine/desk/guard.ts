import type { Candle } from '../../exchange/port.ts';
import type { OrderLedger } from '../books/orders.ts';
import type { Portfolio } from '../books/portfolio.ts';
import type { TradeRecord } from '../books/records.ts';
import { PERMISSIONS } from '../bot.ts';
import { type ExitSignal, exitAtPrice, exitInCandle, mayExit, stopPrice } from '../exits.ts';
import { Big, float } from '../money.ts';
import type { Dealer, DealerParts } from './dealer.ts';

/** A refused exit is not tried again with every price. Market time, milliseconds. */
const RETRY_MS = 30_000;

/**
 * Watches the stop-loss, the take-profit table and the trailing stop of every open trade, and sells when one is
 * reached. The exits are the desk's own and not orders resting on the exchange: they bind no coins, follow a changed
 * configuration at once, and make no traffic as a stop trails. Where only candles are known, the order is handed in just
 * before the candle is matched, so that it fills at the price a resting order would have got.
 */
export class Guard {
  readonly #portfolio: Portfolio;
  readonly #ledger: OrderLedger;
  readonly #dealer: Dealer;
  readonly #parts: Pick<DealerParts, 'rules' | 'settings' | 'record'>;
  readonly #triedAt = new Map<number, number>();

  constructor(parts: DealerParts, dealer: Dealer) {
    this.#portfolio = parts.portfolio;
    this.#ledger = parts.ledger;
    this.#parts = parts;
    this.#dealer = dealer;
  }

  /** Sets the stop anew from the mean entry price and the highest price since. */
  protect(trade: TradeRecord): boolean {
    const stop = stopPrice(trade, this.#parts.settings().exits, this.#parts.rules(trade.pair));
    if (stop === trade.stopPrice || (stop && trade.stopPrice?.eq(stop))) return false;
    trade.stopPrice = stop;
    return true;
  }

  /** Whether a price calls for a write: an exit, or a stop that moves. Changes nothing. */
  concerns(pair: string, price: Big, at: number): boolean {
    const trails = this.#parts.settings().exits.trailing !== null;
    return this.#portfolio
      .tradesIn(pair)
      .some((trade) => this.#signal(trade, price, at) !== undefined || (trails && trade.held.gt(0) && isHigher(price, trade)));
  }

  /** Call inside a write. */
  onPrice(pair: string, price: Big, at: number): void {
    for (const trade of this.#portfolio.tradesIn(pair)) {
      this.#raise(trade, price);
      const signal = this.#signal(trade, price, at);
      if (signal) this.#sell(trade, signal, at);
    }
  }

  /** Before the candle is matched: hands in what would have been sold within it. Call inside a write. */
  beforeCandle(pair: string, candle: Candle, closedAt: number): void {
    if (!this.#watches) return;
    const { exits } = this.#parts.settings();
    const rules = this.#parts.rules(pair);
    const [low, high] = [Number(candle.low), Number(candle.high)];
    for (const trade of this.#portfolio.tradesIn(pair)) {
      if (!mayExit(trade, low, high, candle.ts, exits, rules) || !this.#isFree(trade, closedAt)) continue;
      const signal = exitInCandle(trade, { low: new Big(candle.low), high: new Big(candle.high) }, candle.ts, exits, rules);
      if (signal && !this.#isPlaced(trade, signal)) this.#sell(trade, signal, closedAt);
    }
  }

  /**
   * After the candle was matched. A trade entered in it met the rest of the candle: its low, if that lies below the stop,
   * came after the entry (which was at the open, or on the way down), so the trade is stopped out in the same candle. Its
   * high may have come before, and does not count. Call inside a write.
   *
   * @param known trades that held something before the candle
   * @returns true when orders were handed in that must meet this candle
   */
  afterCandle(pair: string, candle: Candle, closedAt: number, known: ReadonlySet<number>): boolean {
    let handedIn = false;
    for (const trade of this.#portfolio.tradesIn(pair)) {
      if (trade.held.eq(0)) continue;
      const isNew = !known.has(trade.id);
      if (isNew && this.#watches && trade.stopPrice?.gte(candle.low)) {
        this.#sell(trade, { reason: 'stop_loss', type: 'stop', price: trade.stopPrice }, closedAt);
        handedIn = true;
      } else this.#raise(trade, new Big(isNew ? candle.close : candle.high));
    }
    return handedIn;
  }

  get #watches(): boolean {
    return PERMISSIONS[this.#parts.record.state].protection;
  }

  #signal(trade: TradeRecord, price: Big, at: number): ExitSignal | undefined {
    const { exits } = this.#parts.settings();
    const rules = this.#parts.rules(trade.pair);
    const value = float(price);
    if (!this.#watches || !mayExit(trade, value, value, at, exits, rules) || !this.#isFree(trade, at)) return undefined;
    return exitAtPrice(trade, price, at, exits, rules);
  }

  #sell(trade: TradeRecord, signal: ExitSignal, at: number): void {
    this.#triedAt.set(trade.id, at);
    this.#dealer.exit(trade, signal);
    if (!this.#portfolio.trade(trade.id)) this.#triedAt.delete(trade.id);
  }

  /** Holds something that is not being sold at the market already. */
  #isFree(trade: TradeRecord, at: number): boolean {
    if (trade.held.eq(0)) return false;
    const tried = this.#triedAt.get(trade.id);
    if (trade.state === 'closing') {
      return !this.#ledger.activeIn(trade.pair).some((order) => order.tradeId === trade.id && order.purpose === 'exit' && order.type !== 'limit');
    }
    return tried === undefined || at - tried >= RETRY_MS;
  }

  #isPlaced(trade: TradeRecord, signal: ExitSignal): boolean {
    const { price } = signal;
    return this.#ledger
      .activeIn(trade.pair)
      .some((order) => order.tradeId === trade.id && order.type === signal.type && price !== null && order.price?.eq(price));
  }

  /** Heights count from when a trailing stop is set; without one nobody asks for them. */
  #raise(trade: TradeRecord, price: Big): void {
    if (this.#parts.settings().exits.trailing === null || trade.held.eq(0) || !isHigher(price, trade)) return;
    trade.peakPrice = price;
    this.protect(trade);
    this.#portfolio.save(trade);
  }
}

const isHigher = (price: Big, trade: TradeRecord): boolean => trade.peakPrice === null || price.gt(trade.peakPrice);
