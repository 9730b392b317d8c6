import type { DataHealth } from '../exchange/port.ts';
import type { Coded } from '../protocol/codes.ts';
import type { BotState, Reason } from '../protocol/schemas/bot.ts';
import { ALL_PAIRS } from '../protocol/schemas/locks.ts';
import { type Said, say } from '../protocol/texts/english.ts';
import { type Because, type LockRecord, lockId } from './books/records.ts';
import type { RefusedEntry } from './desk/dealer.ts';
import { saidOf } from './desk/locks.ts';

/** Everything `why` looks at, gathered by the desk. */
export interface WhyInput {
  readonly state: BotState;
  readonly stateSince: number;
  readonly stateReason: Because | null;
  readonly data: DataHealth;
  readonly pairs: readonly string[];
  readonly blacklist: readonly string[];
  readonly maxOpenTrades: number;
  readonly openTrades: number;
  /** Trades that hold coins. */
  readonly positions: number;
  /** Enabled strategies, with how far their warm-up has come where it is not done. */
  readonly strategies: ReadonlyArray<{ id: string; seen: number; warmup: number; lastSignalAt: number | null }>;
  /** Strategies that were switched off by a fault. */
  readonly failed: ReadonlyArray<{ id: string; reason: string }>;
  readonly accountLimit: Said | undefined;
  /** What kept the last entry of a strategy from being placed, while it still does. */
  readonly refused: readonly RefusedEntry[];
  /** Locks in force. */
  readonly locks: readonly LockRecord[];
  readonly currency: string;
  readonly free: string;
  /** Whether the free balance does not reach for the smallest entry. */
  readonly broke: boolean;
}

type Severity = Reason['severity'];

const told = (severity: Severity, { text, remedy, is }: Said, more: Partial<Reason> = {}): Reason => {
  return { ...is, severity, text, ...(remedy !== undefined && { remedy }), ...more };
};
const reason = <const C extends Coded>(severity: Severity, is: C, more?: Partial<Reason>): Reason => told(severity, say(is), more);

/** What keeps the desk from opening trades, the gravest first, each with what to do about it. */
export function why(input: WhyInput): { trading: boolean; reasons: Reason[] } {
  const { general, single } = ofLocks(input);
  const held = [...ofState(input), ...ofData(input), ...ofSetup(input), ...ofAccount(input), ...general];
  const notes = [...ofFaults(input), ...single, ...ofStrategies(input), ...ofRefusals(input, new Set([...held, ...single].map(({ code }) => code)))];
  return { trading: held.length === 0, reasons: [...held, ...notes] };
}

function ofState({ state, stateSince, stateReason, positions }: WhyInput): Reason[] {
  if (state === 'running') return [];
  const because = { reason: stateReason?.text };
  const params = state === 'panicked' ? { ...because, held: positions || undefined } : because;
  const isGrave = state === 'panicked' || state === 'needs_attention';
  return [reason(isGrave ? 'critical' : 'warning', { code: state, params, ...(stateReason?.is && { cause: stateReason.is }) }, { since: stateSince })];
}

function ofData({ data }: WhyInput): Reason[] {
  // There is but one simulated market: its name would say nothing.
  const params = { market: data.source === 'sim' ? undefined : data.label, reason: data.reason };
  switch (data.state) {
    case 'fresh':
      return [];
    case 'connecting':
      return [reason('warning', { code: 'data_connecting', params })];
    case 'stale':
      return [reason('critical', { code: 'data_stale', params: { ...params, ageMs: data.ageMs ?? undefined } })];
    case 'ended':
      return [reason('info', { code: 'data_ended', params: {} })];
  }
}

function ofSetup({ strategies, pairs, blacklist }: WhyInput): Reason[] {
  if (strategies.length === 0) return [reason('warning', { code: 'no_strategy', params: {} })];
  if (pairs.some((pair) => !blacklist.includes(pair))) return [];
  return [reason('warning', { code: 'no_pairs', params: {} })];
}

const ofFaults = ({ failed }: WhyInput): Reason[] =>
  failed.map(({ id, reason: fault }) => reason('critical', { code: 'strategy_failed', params: { strategy: id, reason: fault } }, { strategy: id }));

function ofAccount({ accountLimit, openTrades, maxOpenTrades, broke, free, currency }: WhyInput): Reason[] {
  const reasons: Reason[] = [];
  if (accountLimit) reasons.push(told('critical', accountLimit));
  if (openTrades >= maxOpenTrades) reasons.push(reason('info', { code: 'max_open_trades', params: { open: openTrades, limit: maxOpenTrades } }));
  if (broke) reasons.push(reason('warning', { code: 'insufficient_funds', params: { free, currency } }));
  return reasons;
}

/** Locks of single pairs hold trading as a whole back only where no other pair is left. */
function ofLocks({ locks, pairs, blacklist }: WhyInput): { general: Reason[]; single: Reason[] } {
  const reasons = locks.map((lock): Reason => {
    const isAll = lock.pair === ALL_PAIRS;
    return told(isAll ? 'warning' : 'info', saidOf(lock), { lock: lockId(lock.id), since: lock.since, ...(!isAll && { pair: lock.pair }) });
  });
  const open = pairs.filter((pair) => !blacklist.includes(pair));
  const isShut = open.length > 0 && open.every((pair) => locks.some((lock) => lock.pair === pair));
  const isGeneral = ({ pair }: Reason) => pair === undefined || (isShut && open.includes(pair));
  return { general: reasons.filter(isGeneral), single: reasons.filter((one) => !isGeneral(one)) };
}

function ofStrategies({ strategies, state }: WhyInput): Reason[] {
  if (state !== 'running') return [];
  return strategies.map(({ id, seen, warmup, lastSignalAt }) => {
    if (seen < warmup) return reason('info', { code: 'warming_up', params: { strategy: id, seen, warmup } }, { strategy: id });
    return reason('info', { code: 'no_signal', params: { strategy: id } }, { strategy: id, ...(lastSignalAt !== null && { since: lastSignalAt }) });
  });
}

/** One reason for each strategy and cause, however many pairs it met; none for what holds everything back anyhow. */
function ofRefusals({ refused }: WhyInput, already: ReadonlySet<string>): Reason[] {
  const groups = Map.groupBy(
    refused.filter(({ is }) => !already.has(is.code)),
    ({ is, strategy }) => `${is.code} ${strategy}`,
  );
  return [...groups.values()].map(([first, ...others]): Reason => {
    const { pair, strategy, since, ...said } = first as RefusedEntry;
    const one = told('info', said, { pair, strategy, since });
    return others.length === 0 ? one : { ...one, text: `${one.text}; likewise in ${others.length} more pairs`, morePairs: others.length };
  });
}
