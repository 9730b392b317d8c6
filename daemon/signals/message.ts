import { type AlertMessage, SIGNAL_FIELDS, type SignalField } from '../protocol/schemas/signals.ts';
import type { Hook } from './hook.ts';
import { placeOf } from './template.ts';

/** Stands for the secret in messages that are shown without it. */
export const SECRET = 'SECRET';
/** For whoever sizes by the message of an alert that has no contracts: the amount goes here. */
const AMOUNT = 'AMOUNT';

type Filling = Readonly<Partial<Record<SignalField, string>>>;

const COMMON: Filling = { ticker: '{{exchange}}:{{ticker}}', price: '{{close}}', time: '{{timenow}}', id: '{{ticker}}-{{timenow}}' };
const OF_STRATEGY: Filling = {
  ...COMMON,
  action: '{{strategy.order.action}}',
  position: '{{strategy.market_position}}',
  amount: '{{strategy.order.contracts}}',
};

/**
 * What to paste into the alert box of TradingView: for alerts of a strategy, whose orders say what to do, and for alerts
 * of an indicator or a price, which mean one thing each.
 */
export function alertMessages(hook: Hook, secret: string = SECRET): AlertMessage[] {
  return [
    { for: 'strategy', text: write(hook, secret, OF_STRATEGY) },
    ...hook.actions.map(
      (action): AlertMessage => ({
        for: action,
        text: write(hook, secret, { ...COMMON, action, amount: AMOUNT, position: action === 'buy' ? 'long' : 'flat' }),
      }),
    ),
  ];
}

function write(hook: Hook, secret: string, filling: Filling): string {
  const { template } = hook;
  if (template.kind === 'text')
    return [
      secret,
      ...template.pattern
        .trim()
        .split(/\s+/)
        .map((place) => fill(place, filling)),
    ].join(' ');
  const message: Record<string, unknown> = { secret };
  for (const field of SIGNAL_FIELDS) if (isNeeded(hook, field)) put(message, template.fields[field] ?? field, filling[field]);
  return JSON.stringify(message, null, 2);
}

function fill(place: string, filling: Filling): string {
  const { before, field, after } = placeOf(place);
  return field === undefined ? place : `${before}${filling[field as SignalField] ?? '-'}${after}`;
}

/** What the hook would not read stays out, but where its maker named the field. */
function isNeeded({ template, sizing, orderType, maxAgeSeconds }: Hook, field: SignalField): boolean {
  if (template.kind === 'json' && template.fields[field] !== undefined) return true;
  if (field === 'amount') return sizing.kind === 'message';
  if (field === 'price') return orderType === 'limit';
  if (field === 'time') return maxAgeSeconds !== null;
  return field !== 'id';
}

function put(message: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() as string;
  let here = message;
  for (const name of names) {
    const next = Object.hasOwn(here, name) ? here[name] : undefined;
    here = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : own(here, name, {});
  }
  own(here, last, value);
}

/** Defined and not assigned, since a name may be one that objects have already. */
function own<T>(object: Record<string, unknown>, name: string, value: T): T {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

/** The message with the placeholders of TradingView filled in, as an alert of this moment would have them. */
export function fillSample(message: string, sample: { action: 'buy' | 'sell'; pair: string; price: string; now: number }): string {
  const { action, pair, price, now } = sample;
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const values: Readonly<Record<string, string>> = {
    exchange: 'BINANCE',
    ticker: pair.replace('/', ''),
    interval: '1',
    time,
    timenow: time,
    volume: '1',
    'strategy.order.action': action,
    'strategy.order.contracts': '0.01',
    'strategy.order.price': price,
    'strategy.order.id': action === 'buy' ? 'Long' : 'Exit',
    'strategy.market_position': action === 'buy' ? 'long' : 'flat',
    'strategy.prev_market_position': action === 'buy' ? 'flat' : 'long',
    ...Object.fromEntries(['open', 'high', 'low', 'close'].map((name) => [name, price])),
  };
  return message
    .replace(/\{\{([a-z_.]{1,64})\}\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] as string) : whole))
    .replaceAll(AMOUNT, '0.01');
}
