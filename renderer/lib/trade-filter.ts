import type { Params } from '../../daemon/protocol/index.ts';
import type { Trade } from '../../daemon/protocol/schemas/trading.ts';
import { timeZoneOf, type Zone } from './format.ts';
import type { Query } from './place.ts';

export const TRADE_STATES = ['open', 'closed', 'cancelled', 'deleted'] as const;
export type TradeState = (typeof TRADE_STATES)[number];

/** Which trades are meant. Absent parts do not narrow. */
export interface TradeFilter {
  readonly state?: TradeState;
  readonly pair?: string;
  /** Empty: opened by hand. */
  readonly strategy?: string;
  /** Opened at or after, UTC milliseconds. */
  readonly since?: number;
  /** Opened before, UTC milliseconds. */
  readonly until?: number;
  /** Found in its id, entry tag or exit reason. */
  readonly text?: string;
}

/** In the address, since an empty value there means none. */
export const BY_HAND = '-';

/** Reads the filter that the address holds; what cannot be read does not narrow. */
export function filterOf(query: Query): TradeFilter {
  const state = TRADE_STATES.find((one) => one === query.state);
  const since = momentOf(query.since);
  const until = momentOf(query.until);
  return {
    ...(state !== undefined && { state }),
    ...(query.pair && { pair: query.pair }),
    ...(query.strategy && { strategy: query.strategy === BY_HAND ? '' : query.strategy }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(query.text && { text: query.text.slice(0, 100) }),
  };
}

export const paramsOf = (account: string, filter: TradeFilter): Omit<Params<'trades.list'>, 'limit' | 'cursor'> => ({ account, ...filter });

const momentOf = (text: string | undefined): number | undefined => {
  const value = Number(text);
  return text !== undefined && text !== '' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

/** Whether a trade heard of by an event belongs to what is shown; by the daemon's own rules. */
export function matches(trade: Trade, { state, pair, strategy, since, until, text }: TradeFilter): boolean {
  if (state === undefined ? trade.state === 'deleted' : stateOf(trade) !== state) return false;
  if (pair !== undefined && trade.pair !== pair) return false;
  if (strategy !== undefined && (trade.strategy ?? '') !== strategy) return false;
  if (since !== undefined && trade.openedAt < since) return false;
  if (until !== undefined && trade.openedAt >= until) return false;
  return text === undefined || [trade.id, trade.entryTag, trade.exitReason].some((part) => part?.toLowerCase().includes(text.toLowerCase()));
}

const stateOf = ({ state }: Trade): TradeState => (state === 'closed' || state === 'cancelled' || state === 'deleted' ? state : 'open');

/** An instant as a field for date and time holds it, in the reader's zone, to the minute. */
export function toField(ts: number | undefined, zone: Zone): string {
  return ts === undefined ? '' : new Date(ts + offsetAt(ts, zone)).toISOString().slice(0, 16);
}

/** The instant that a field for date and time holds; empty for none. */
export function fromField(text: string, zone: Zone): string {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return '';
  // The offset depends on the instant looked for: it is that of a guess, which is right but for the hours around a change.
  const guess = wall - offsetAt(wall, zone);
  return String(wall - offsetAt(guess, zone));
}

/** How far a zone's clock is ahead of UTC at an instant, milliseconds. */
function offsetAt(ts: number, zone: Zone): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timeZoneOf(zone),
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  }).formatToParts(ts);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(ts / 1000) * 1000;
}
