import Big from 'big.js';
import { z } from 'zod';
import { Currency, Pair, PositiveDecimal } from '../protocol/schemas/common.ts';
import type { Position } from '../protocol/schemas/trading.ts';
import type { Terms } from './machine.ts';
import type { AccountView } from './view.ts';

/** One figure that a rule watches. */
export interface Figure {
  /** Tells it from the others of the rule; the state of the rule is kept for each. */
  readonly subject: string;
  readonly value: Big;
  readonly pair: string | null;
  readonly tradeId: string | null;
  readonly strategy: string | null;
}

/** What can be watched. All figures of a kind have the unit of its limit. */
export interface AlertKind<P extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  readonly description: string;
  readonly params: P;
  readonly direction: Terms['direction'];
  /** Figures come and go with trades, and the state of the rule with them. */
  readonly perTrade?: boolean;
  limit(params: z.output<P>): string;
  /** `percent`, `hours`, or a currency. */
  unit(params: z.output<P>, view?: AccountView): string;
  /** None when the account has no such figure now. */
  figures(view: AccountView, params: z.output<P>): readonly Figure[];
  /** What is watched, such as `BTC/USDT at 70000 or above`. */
  describe(params: z.output<P>): string;
  /** Why it fires. */
  because(figure: Figure, params: z.output<P>, view: AccountView): string;
}

const HOUR_MS = 3_600_000;
const about = <T extends z.ZodType>(schema: T, description: string): T => schema.meta({ ...schema.meta(), description }) as T;
const Percent = about(PositiveDecimal, 'In percent: "5" is 5 %');
const Hours = about(PositiveDecimal, 'Hours');
const some = { pair: about(Pair.optional(), 'Only trades in this pair'), strategy: about(z.string().optional(), 'Only trades of this strategy') };
const OfTrade = z.strictObject({ percent: Percent, ...some });
const OfDay = z.strictObject({
  amount: about(PositiveDecimal, 'In percent of what the day began with, or in the stake currency'),
  unit: about(z.enum(['percent', 'currency']).default('percent'), 'Unit of `amount`'),
});
const OfPrice = z.strictObject({ pair: Pair, price: PositiveDecimal });

const kind = <P extends z.ZodObject>(of: AlertKind<P>): AlertKind => of as unknown as AlertKind;
const shown = (value: Big, digits = 2): string => value.round(digits).toFixed();
const single = (value: Big, pair: string | null = null): Figure[] => [{ subject: '', value, pair, tradeId: null, strategy: null }];
const which = ({ pair, strategy }: { pair?: string; strategy?: string }): string =>
  [pair, strategy]
    .filter(Boolean)
    .map((name) => ` (${name})`)
    .join('');

function ofTrades({ positions }: AccountView, { pair, strategy }: { pair?: string; strategy?: string }, value: (position: Position) => Big): Figure[] {
  return positions
    .filter((position) => (pair === undefined || position.pair === pair) && (strategy === undefined || position.strategy === strategy))
    .map((position) => ({ subject: position.tradeId, value: value(position), pair: position.pair, tradeId: position.tradeId, strategy: position.strategy }));
}

function ofDay({ equity, profitToday }: AccountView, unit: 'percent' | 'currency'): Big | undefined {
  if (unit === 'currency') return new Big(profitToday);
  const start = new Big(equity).minus(profitToday);
  return start.gt(0) ? new Big(profitToday).div(start).times(100) : undefined;
}

const dayUnit = (unit: string, currency: string) => (unit === 'percent' ? '%' : currency);
const percent = (ratio: number): Big => new Big(ratio).times(100);
const priceOf = (view: AccountView, pair: string): Figure[] => {
  const price = view.price(pair);
  return price === undefined ? [] : single(new Big(price), pair);
};
const quoteOf = (pair: string): string => pair.split(':')[0]?.split('/')[1] ?? '';

/** Everything a rule can watch. */
export const ALERT_KINDS: ReadonlyMap<string, AlertKind> = new Map([
  [
    'trade_profit',
    kind({
      title: 'Profit of a trade',
      description: 'An open trade is up by so much',
      params: OfTrade,
      direction: 'up',
      perTrade: true,
      limit: ({ percent }) => percent,
      unit: () => 'percent',
      figures: (view, params) => ofTrades(view, params, ({ profitRatio }) => percent(profitRatio)),
      describe: (params) => `a trade${which(params)} up by ${params.percent} % or more`,
      because: ({ value, pair, tradeId }, params) => `${pair} (${tradeId}) is up by ${shown(value)} %, asked for was ${params.percent} %`,
    }),
  ],
  [
    'trade_loss',
    kind({
      title: 'Loss of a trade',
      description: 'An open trade is down by so much',
      params: OfTrade,
      direction: 'up',
      perTrade: true,
      limit: ({ percent }) => percent,
      unit: () => 'percent',
      figures: (view, params) => ofTrades(view, params, ({ profitRatio }) => percent(-profitRatio)),
      describe: (params) => `a trade${which(params)} down by ${params.percent} % or more`,
      because: ({ value, pair, tradeId }, params) => `${pair} (${tradeId}) is down by ${shown(value)} %, asked for was ${params.percent} %`,
    }),
  ],
  [
    'day_profit',
    kind({
      title: 'Profit of the day',
      description: 'Equity has grown by so much since midnight UTC',
      params: OfDay,
      direction: 'up',
      limit: ({ amount }) => amount,
      unit: ({ unit }, view) => (unit === 'percent' ? unit : (view?.currency ?? unit)),
      figures: (view, { unit }) => [ofDay(view, unit)].flatMap((value) => (value ? single(value) : [])),
      describe: ({ amount, unit }) => `a profit of ${amount} ${dayUnit(unit, 'in the stake currency')} or more today`,
      because: ({ value }, { amount, unit }, { currency }) =>
        `the day's profit is ${shown(value)} ${dayUnit(unit, currency)}, asked for was ${amount} ${dayUnit(unit, currency)}`,
    }),
  ],
  [
    'day_loss',
    kind({
      title: 'Loss of the day',
      description: 'Equity has fallen by so much since midnight UTC',
      params: OfDay,
      direction: 'up',
      limit: ({ amount }) => amount,
      unit: ({ unit }, view) => (unit === 'percent' ? unit : (view?.currency ?? unit)),
      figures: (view, { unit }) => [ofDay(view, unit)].flatMap((value) => (value ? single(value.neg()) : [])),
      describe: ({ amount, unit }) => `a loss of ${amount} ${dayUnit(unit, 'in the stake currency')} or more today`,
      because: ({ value }, { amount, unit }, { currency }) =>
        `the day's loss is ${shown(value)} ${dayUnit(unit, currency)}, asked for was ${amount} ${dayUnit(unit, currency)}`,
    }),
  ],
  [
    'drawdown',
    kind({
      title: 'Drawdown',
      description: 'Equity is so far below its peak',
      params: z.strictObject({ percent: Percent }),
      direction: 'up',
      limit: ({ percent }) => percent,
      unit: () => 'percent',
      figures: ({ drawdown }) => single(percent(drawdown)),
      describe: (params) => `a drawdown of ${params.percent} % or more`,
      because: ({ value }, params, { equity, currency }) =>
        `equity of ${equity} ${currency} is ${shown(value)} % below its peak, asked for was ${params.percent} %`,
    }),
  ],
  [
    'price_above',
    kind({
      title: 'Price above',
      description: 'The last price of a pair reaches a price or rises above it',
      params: OfPrice,
      direction: 'up',
      limit: ({ price }) => price,
      unit: ({ pair }) => quoteOf(pair),
      figures: (view, { pair }) => priceOf(view, pair),
      describe: ({ pair, price }) => `${pair} at ${price} or above`,
      because: ({ value, pair }, { price }) => `${pair} is at ${value.toFixed()}, asked for was ${price} or above`,
    }),
  ],
  [
    'price_below',
    kind({
      title: 'Price below',
      description: 'The last price of a pair reaches a price or falls below it',
      params: OfPrice,
      direction: 'down',
      limit: ({ price }) => price,
      unit: ({ pair }) => quoteOf(pair),
      figures: (view, { pair }) => priceOf(view, pair),
      describe: ({ pair, price }) => `${pair} at ${price} or below`,
      because: ({ value, pair }, { price }) => `${pair} is at ${value.toFixed()}, asked for was ${price} or below`,
    }),
  ],
  [
    'position_age',
    kind({
      title: 'Age of a position',
      description: 'A trade has been open for so long',
      params: z.strictObject({ hours: Hours, ...some }),
      direction: 'up',
      perTrade: true,
      limit: ({ hours }) => hours,
      unit: () => 'hours',
      figures: (view, params) => ofTrades(view, params, ({ openedAt }) => new Big(view.now - openedAt).div(HOUR_MS)),
      describe: (params) => `a trade${which(params)} open for ${params.hours} h or more`,
      because: ({ value, pair, tradeId }, { hours }) => `${pair} (${tradeId}) has been open for ${shown(value, 1)} h, asked for were ${hours} h`,
    }),
  ],
  [
    'no_trade',
    kind({
      title: 'No trade',
      description: 'No order has been filled for so long',
      params: z.strictObject({ hours: Hours }),
      direction: 'up',
      limit: ({ hours }) => hours,
      unit: () => 'hours',
      figures: (view) => single(new Big(view.now - view.lastTradeAt()).div(HOUR_MS)),
      describe: ({ hours }) => `no order filled for ${hours} h or more`,
      because: ({ value }, { hours }) => `no order has been filled for ${shown(value, 1)} h, asked for were ${hours} h`,
    }),
  ],
  [
    'balance_below',
    kind({
      title: 'Balance below',
      description: 'What is held of a currency reaches an amount or falls below it; what is bound in orders counts',
      params: z.strictObject({ currency: Currency, amount: PositiveDecimal }),
      direction: 'down',
      limit: ({ amount }) => amount,
      unit: ({ currency }) => currency,
      figures: ({ balances }, { currency }) => single(new Big(balances.find((balance) => balance.currency === currency)?.total ?? 0)),
      describe: ({ currency, amount }) => `${amount} ${currency} or less`,
      because: ({ value }, { currency, amount }) => `${value.toFixed()} ${currency} are left, asked for was ${amount} or less`,
    }),
  ],
]);
