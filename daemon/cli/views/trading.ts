import type { Result } from '../../protocol/index.ts';
import { change, figure, gain, money, percent, quantity } from '../format/number.ts';
import { facts, table } from '../format/table.ts';
import { dateTime, duration, relative, utcDate } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

export type Trade = Result<'trades.list'>['items'][number];
export type Order = Result<'orders.list'>['items'][number];
type Position = Result<'positions.list'>['items'][number];

const quoteOf = (pair: string): string => pair.split(/[/:]/)[1] ?? '';
const DASH = '–';

export function tradesText(trades: readonly Trade[], terminal: Terminal, now = Date.now()): string {
  if (trades.length === 0) return 'No trades.';
  return table<Trade>(
    trades,
    [
      { head: 'ID', cell: (trade) => trade.id },
      { head: 'PAIR', cell: (trade) => trade.pair },
      { head: 'STRATEGY', cell: (trade) => trade.strategy ?? 'by hand' },
      { head: 'STATE', cell: (trade) => trade.state },
      { head: 'AMOUNT', align: 'right', cell: (trade) => quantity(trade.amount) },
      { head: 'ENTRY', align: 'right', cell: (trade) => (trade.openRate === null ? DASH : quantity(trade.openRate)) },
      { head: 'EXIT', align: 'right', cell: (trade) => (trade.closeRate === null ? DASH : quantity(trade.closeRate)) },
      { head: 'PROFIT', align: 'right', cell: (trade) => terminal.signed(gain(trade.profit, quoteOf(trade.pair)), trade.profit) },
      { head: '%', align: 'right', cell: (trade) => terminal.signed(change(trade.profitRatio), trade.profitRatio) },
      { head: 'OPENED', cell: (trade) => `${dateTime(trade.openedAt, terminal.utc)} (${relative(trade.openedAt, now)})` },
      { head: 'HELD', align: 'right', cell: (trade) => duration((trade.closedAt ?? now) - trade.openedAt) },
      { head: 'EXIT BY', cell: (trade) => trade.exitReason ?? '' },
    ],
    terminal.dim,
  );
}

export function ordersText(orders: readonly Order[], terminal: Terminal, now = Date.now()): string {
  if (orders.length === 0) return 'No orders.';
  return table<Order>(
    orders,
    [
      { head: 'ID', cell: (order) => order.id },
      { head: 'PAIR', cell: (order) => order.pair },
      { head: 'SIDE', cell: (order) => terminal.style(order.side === 'buy' ? 'green' : 'red', order.side) },
      { head: 'TYPE', cell: (order) => order.type },
      { head: 'STATE', cell: (order) => order.state.replace('_', ' ') },
      { head: 'AMOUNT', align: 'right', cell: (order) => quantity(order.amount) },
      { head: 'FILLED', align: 'right', cell: (order) => quantity(order.filled) },
      { head: 'PRICE', align: 'right', cell: (order) => (order.price === null ? 'market' : quantity(order.price)) },
      { head: 'AVERAGE', align: 'right', cell: (order) => (order.average === null ? DASH : quantity(order.average)) },
      { head: 'BY', cell: (order) => order.strategy ?? 'hand' },
      { head: 'PLACED', cell: (order) => `${dateTime(order.createdAt, terminal.utc)} (${relative(order.createdAt, now)})` },
      { head: 'REASON', cell: (order) => order.reason ?? '' },
    ],
    terminal.dim,
  );
}

export function positionsText(positions: readonly Position[], terminal: Terminal, now = Date.now()): string {
  if (positions.length === 0) return 'No open positions.';
  return table<Position>(
    positions,
    [
      { head: 'TRADE', cell: (position) => position.tradeId },
      { head: 'PAIR', cell: (position) => position.pair },
      { head: 'STRATEGY', cell: (position) => position.strategy ?? 'by hand' },
      { head: 'AMOUNT', align: 'right', cell: (position) => quantity(position.amount) },
      { head: 'ENTRY', align: 'right', cell: (position) => quantity(position.entryPrice) },
      { head: 'NOW', align: 'right', cell: (position) => quantity(position.markPrice) },
      { head: 'VALUE', align: 'right', cell: (position) => `${money(position.value, quoteOf(position.pair))} ${quoteOf(position.pair)}` },
      { head: 'PROFIT', align: 'right', cell: (position) => terminal.signed(gain(position.profit, quoteOf(position.pair)), position.profit) },
      { head: '%', align: 'right', cell: (position) => terminal.signed(change(position.profitRatio), position.profitRatio) },
      { head: 'STOP', align: 'right', cell: (position) => (position.stopPrice === null ? DASH : quantity(position.stopPrice)) },
      { head: 'OPENED', cell: (position) => relative(position.openedAt, now) },
    ],
    terminal.dim,
  );
}

export function balancesText({ items, total, stakeCurrency }: Result<'balances.list'>, terminal: Terminal): string {
  const rows = table(
    items,
    [
      { head: 'CURRENCY', cell: (balance) => balance.currency },
      { head: 'TOTAL', align: 'right', cell: (balance) => quantity(balance.total) },
      { head: 'FREE', align: 'right', cell: (balance) => quantity(balance.free) },
      { head: 'IN ORDERS', align: 'right', cell: (balance) => quantity(balance.used) },
      { head: `VALUE (${stakeCurrency})`, align: 'right', cell: (balance) => (balance.value === null ? DASH : money(balance.value, stakeCurrency)) },
    ],
    terminal.dim,
  );
  return `${rows}\n\nEquity: ${money(total, stakeCurrency)} ${stakeCurrency}`;
}

export function summaryText(summary: Result<'performance.summary'>, terminal: Terminal): string {
  const { currency } = summary;
  const amount = (value: string) => `${money(value, currency)} ${currency}`;
  const signed = (value: string) => terminal.signed(gain(value, currency), value);
  return facts(
    [
      ['Period', summary.from === null ? null : `${dateTime(summary.from, terminal.utc)} to ${dateTime(summary.until ?? summary.from, terminal.utc)}`],
      ['Equity', `${amount(summary.equity)} (began with ${amount(summary.startEquity)})`],
      ['Profit', `${signed(summary.profit)} (${terminal.signed(change(summary.profitRatio), summary.profitRatio)})`],
      ['Realised', signed(summary.realised)],
      ['Unrealised', signed(summary.unrealised)],
      ['Fees', amount(summary.fees)],
      ['Trades', `${summary.trades} closed (${summary.wins} won, ${summary.losses} lost), ${summary.openTrades} open`],
      ['Win rate', summary.winRate === null ? DASH : percent(summary.winRate)],
      ['Profit factor', figure(summary.profitFactor)],
      ['Expectancy', summary.expectancy === null ? DASH : `${gain(summary.expectancy, currency)} a trade`],
      ['Best, worst', summary.bestTrade === null || summary.worstTrade === null ? DASH : `${change(summary.bestTrade)}, ${change(summary.worstTrade)}`],
      ['Mean time held', summary.averageHoldMs === null ? DASH : duration(summary.averageHoldMs)],
      ['Max drawdown', `${amount(summary.maxDrawdown)} (${percent(summary.maxDrawdownRatio)})`],
      ['Sharpe', figure(summary.sharpe)],
      ['Sortino', figure(summary.sortino)],
    ],
    terminal.dim,
  );
}

type Figures = { trades: number; wins: number; profit: string; fees: string; winRate: number | null };

/** Groups of closed trades, each named in the first column. */
export function figuresText<F extends Figures>(items: readonly F[], head: string, name: (item: F) => string, currency: string, terminal: Terminal): string {
  return table<F>(
    items,
    [
      { head, cell: name },
      { head: 'TRADES', align: 'right', cell: (item) => String(item.trades) },
      { head: 'WON', align: 'right', cell: (item) => (item.winRate === null ? DASH : percent(item.winRate)) },
      { head: 'PROFIT', align: 'right', cell: (item) => terminal.signed(gain(item.profit, currency), item.profit) },
      { head: 'FEES', align: 'right', cell: (item) => `${money(item.fees, currency)} ${currency}` },
    ],
    terminal.dim,
  );
}

export const periodName = ({ start }: { start: number }): string => utcDate(start);
