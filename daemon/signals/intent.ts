import { Big } from 'big.js';
import type { SignalField } from '../protocol/schemas/signals.ts';
import type { Hook } from './hook.ts';
import { readTicker } from './symbol.ts';

/** What a signal asks for, reckoned out of its words. */
export interface SignalIntent {
  readonly action: 'buy' | 'sell';
  readonly pair: string;
  /** Base amount, plain decimal; undefined where the hook sizes by itself or everything is sold. */
  readonly amount: string | undefined;
  /** Plain decimal; undefined at the market. */
  readonly price: string | undefined;
}

/** What became of reading a signal: an intent, or the end of it. */
export type IntentReading =
  | { readonly kind: 'intent'; readonly intent: SignalIntent }
  | {
      readonly kind: 'end';
      readonly outcome: 'ignored' | 'refused' | 'expired';
      readonly reason: string;
      readonly action?: 'buy' | 'sell';
      readonly pair?: string;
    };

type Values = Readonly<Partial<Record<SignalField, string>>>;

/** How far the sender's clock may be ahead. */
const SKEW_MS = 30_000;
const BUY = ['buy', 'long', 'entry', 'enter'];
const SELL = ['sell', 'exit', 'close', 'flat'];

const refused = (reason: string): Extract<IntentReading, { kind: 'end' }> => ({ kind: 'end', outcome: 'refused', reason });

/**
 * @param pairs those the desk trades
 * @param now UTC milliseconds
 */
export function readIntent(values: Values, hook: Hook, pairs: readonly string[], now: number): IntentReading {
  const age = checkAge(values.time, hook.maxAgeSeconds, now);
  if (age) return age;
  const word = values.action?.toLowerCase();
  const action = word === undefined ? undefined : BUY.includes(word) ? 'buy' : SELL.includes(word) ? 'sell' : undefined;
  if (word === undefined) return refused('the message has no action');
  if (word === 'short') return refused('"short": only spot is traded, so nothing is sold short. "sell" closes what is held');
  if (action === undefined) return refused(`"${values.action}" is no action; ${[...BUY, ...SELL].join(', ')} are`);
  if (!hook.actions.includes(action)) return { ...refused(`this hook may not ${action}`), action };
  if (values.ticker === undefined) return { ...refused('the message has no ticker'), action };
  const symbol = readTicker(values.ticker, hook.symbols, pairs);
  if ('problem' in symbol) return { ...refused(symbol.problem), action };
  const { pair } = symbol;
  if (!pairs.includes(pair)) return { ...refused(`${pair} is not among the pairs that the desk trades`), action, pair };
  if (hook.pairs !== null && !hook.pairs.includes(pair)) return { ...refused(`this hook may not trade ${pair}`), action, pair };
  // A strategy on a chart that sells short buys to close: there is nothing of that here.
  if (action === 'buy' && (values.position === 'flat' || values.position === 'short')) {
    return { kind: 'end', outcome: 'ignored', reason: 'it buys to close a short, and none is held here', action, pair };
  }
  return sized(values, hook, action, pair);
}

function sized(values: Values, hook: Hook, action: 'buy' | 'sell', pair: string): IntentReading {
  const closes = action === 'sell' && (values.position === 'flat' || values.position === 'short');
  const amount = hook.sizing.kind === 'message' && !closes ? values.amount : undefined;
  if (hook.sizing.kind === 'message' && action === 'buy' && amount === undefined) return { ...refused('the message has no amount'), action, pair };
  const price = hook.orderType === 'limit' && action === 'buy' ? values.price : undefined;
  if (hook.orderType === 'limit' && action === 'buy' && price === undefined) return { ...refused('the message has no price'), action, pair };
  const exactAmount = amount === undefined ? undefined : decimal(amount);
  if (exactAmount === null) return { ...refused(`"${amount}" is no amount`), action, pair };
  const exactPrice = price === undefined ? undefined : decimal(price);
  if (exactPrice === null) return { ...refused(`"${price}" is no price`), action, pair };
  return { kind: 'intent', intent: { action, pair, amount: exactAmount, price: exactPrice } };
}

function checkAge(time: string | undefined, maxAgeSeconds: number | null, now: number): Extract<IntentReading, { kind: 'end' }> | undefined {
  if (maxAgeSeconds === null) return undefined;
  if (time === undefined) return refused('the message has no time; write {{timenow}} into it, or let the hook take signals of any age');
  const sent = readTime(time);
  if (sent === undefined) return refused(`"${time}" is no time; {{timenow}} gives one such as 2026-01-06T12:00:00Z`);
  const age = now - sent;
  if (age > maxAgeSeconds * 1000) return { kind: 'end', outcome: 'expired', reason: `it is ${spell(age)} old; this hook takes signals for ${maxAgeSeconds} s` };
  if (age < -SKEW_MS) return refused(`its time lies ${spell(-age)} ahead; look at the clock of this machine`);
  return undefined;
}

const spell = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1000)} s` : ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;

/** UTC milliseconds; undefined for what is no time. Reads ISO 8601 with a zone, and seconds or milliseconds since 1970. */
export function readTime(text: string): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A number above zero, plain; null for anything else. Bounded, so that an exponent cannot make it a book. */
function decimal(value: string): string | null {
  if (!/^\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?$/.test(value)) return null;
  const number = new Big(value);
  return number.gt(0) && number.lt('1e18') ? number.round(18).toFixed() : null;
}
