import type { Balance, Position } from '../../protocol/schemas/trading.ts';
import type { Portfolio } from '../books/portfolio.ts';
import { type TradeRecord, tradeId } from '../books/records.ts';
import type { MarketRules } from '../market-rules.ts';
import { mean, ONE, ratio, text } from '../money.ts';
import type { AccountExposure } from './exposure.ts';
import type { Valuation } from './valuation.ts';

/** A trade that holds something, at the last price. */
export function toPosition(trade: TradeRecord, valuation: Valuation, rules: MarketRules): Position {
  const mark = valuation.markOf(trade);
  const value = trade.held.times(mark.price);
  const profit = value.times(ONE.minus(rules.takerFee)).minus(trade.basis);
  return {
    tradeId: tradeId(trade.id),
    account: trade.account,
    pair: trade.pair,
    strategy: trade.strategy,
    amount: text(trade.held),
    entryPrice: text(mean(trade.entryCost, trade.entered)),
    markPrice: text(mark.price),
    markAt: mark.at,
    value: text(value),
    profit: text(profit),
    profitRatio: ratio(profit, trade.basis),
    stopPrice: trade.stopPrice && text(trade.stopPrice),
    openedAt: trade.openedAt,
  };
}

export function toBalance(currency: string, portfolio: Portfolio, exposure: AccountExposure, valuation: Valuation): Balance {
  const total = portfolio.balance(currency);
  const value = valuation.valueOf(currency, total);
  return { currency, total: text(total), free: text(exposure.free(currency)), used: text(exposure.used(currency)), value: value && text(value) };
}
