import type { DataHealth } from '../exchange/port.ts';
import type { BotState, Reason } from '../protocol/schemas/bot.ts';
import { ALL_PAIRS } from '../protocol/schemas/locks.ts';
import { type LockRecord, lockId } from './books/records.ts';
import { LOCKED, lockedText } from './desk/locks.ts';
import type { Refusal } from './risk.ts';

/** Everything `why` looks at, gathered by the desk. */
export interface WhyInput {
  readonly state: BotState;
  readonly stateSince: number;
  readonly stateReason: string | null;
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
  readonly accountLimit: Pick<Refusal, 'limit' | 'text'> | undefined;
  /** What kept the last entry of a strategy from being placed, while it still does. */
  readonly refused: ReadonlyArray<{ code: string; text: string; pair: string; strategy: string; since: number }>;
  /** Locks in force. */
  readonly locks: readonly LockRecord[];
  readonly currency: string;
  readonly free: string;
  /** Whether the free balance does not reach for the smallest entry. */
  readonly broke: boolean;
}

const seconds = (ms: number): string => (ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`);

/** What keeps the desk from opening trades, the gravest first, each with what to do about it. */
export function why(input: WhyInput): { trading: boolean; reasons: Reason[] } {
  const { general, single } = ofLocks(input);
  const held = [...ofState(input), ...ofData(input), ...ofSetup(input), ...ofAccount(input), ...general];
  const notes = [...ofFaults(input), ...single, ...ofStrategies(input), ...ofRefusals(input, new Set([...held, ...single].map(({ code }) => code)))];
  return { trading: held.length === 0, reasons: [...held, ...notes] };
}

function ofState({ state, stateSince, stateReason, positions }: WhyInput): Reason[] {
  const because = stateReason === null ? '' : `: ${stateReason}`;
  const since = stateSince;
  switch (state) {
    case 'running':
      return [];
    case 'stopped':
      return [{ code: 'stopped', severity: 'warning', text: `The bot is stopped${because}`, remedy: 'Start it', since }];
    case 'paused':
      return [{ code: 'paused', severity: 'warning', text: `Entries are paused${because}; open positions are managed`, remedy: 'Resume', since }];
    case 'needs_attention':
      return [
        {
          code: 'needs_attention',
          severity: 'critical',
          text: `The books need a look${because}`,
          remedy: 'Compare orders and balances with the exchange, then start the bot',
          since,
        },
      ];
    case 'panicked': {
      const open = positions === 0 ? '' : `; ${positions} ${positions === 1 ? 'position is' : 'positions are'} held without a stop`;
      const sell = positions === 0 ? '' : ' Sell by hand what should not be held.';
      return [{ code: 'panicked', severity: 'critical', text: `Panic${because}${open}`, remedy: `Rearm, then start.${sell}`, since }];
    }
  }
}

function ofData({ data }: WhyInput): Reason[] {
  const fault = data.reason === undefined ? '' : `: ${data.reason}`;
  const age = data.ageMs === null ? '' : ` for ${seconds(data.ageMs)}`;
  switch (data.state) {
    case 'fresh':
      return [];
    case 'connecting':
      return [{ code: 'data_connecting', severity: 'warning', text: `No prices yet from ${data.label}${fault}`, remedy: 'Wait, or check the network' }];
    case 'stale':
      return [
        { code: 'data_stale', severity: 'critical', text: `No new prices from ${data.label}${age}${fault}`, remedy: 'Check the network and the exchange' },
      ];
    case 'ended':
      return [{ code: 'data_ended', severity: 'info', text: 'The recording is at its end' }];
  }
}

function ofSetup({ strategies, pairs, blacklist }: WhyInput): Reason[] {
  if (strategies.length === 0) return [{ code: 'no_strategy', severity: 'warning', text: 'No strategy is enabled', remedy: 'Enable one' }];
  if (pairs.some((pair) => !blacklist.includes(pair))) return [];
  return [{ code: 'no_pairs', severity: 'warning', text: 'No pair may be entered', remedy: 'Add pairs, or take some off the blacklist' }];
}

function ofFaults({ failed }: WhyInput): Reason[] {
  return failed.map(({ id, reason }) => ({
    code: 'strategy_failed',
    severity: 'critical',
    text: `Strategy ${id} was switched off: ${reason}`,
    remedy: 'Look at the log, then enable it again',
    strategy: id,
  }));
}

function ofAccount({ accountLimit, openTrades, maxOpenTrades, broke, free, currency }: WhyInput): Reason[] {
  const reasons: Reason[] = [];
  if (accountLimit?.limit === 'maxDailyLoss') {
    reasons.push({
      code: 'max_daily_loss',
      severity: 'critical',
      text: accountLimit.text,
      remedy: 'Entries go on after midnight UTC, or raise risk.maxDailyLoss',
    });
  } else if (accountLimit) {
    reasons.push({
      code: 'max_drawdown',
      severity: 'critical',
      text: accountLimit.text,
      remedy: 'Look at what was lost, then resume: the peak is counted anew from there',
    });
  }
  if (openTrades >= maxOpenTrades) {
    const text = maxOpenTrades === 0 ? 'No trade may be opened' : `All ${maxOpenTrades} trades are open`;
    reasons.push({ code: 'max_open_trades', severity: 'info', text, remedy: 'Wait for one to close, or raise bot.maxOpenTrades' });
  }
  if (broke) {
    reasons.push({
      code: 'insufficient_funds',
      severity: 'warning',
      text: `${free} ${currency} are free, less than the smallest entry costs`,
      remedy: 'Wait for a trade to close, or stake less',
    });
  }
  return reasons;
}

/** Locks of single pairs hold trading as a whole back only where no other pair is left. */
function ofLocks({ locks, pairs, blacklist }: WhyInput): { general: Reason[]; single: Reason[] } {
  const reasons = locks.map(
    (lock): Reason => ({
      code: LOCKED,
      severity: lock.pair === ALL_PAIRS ? 'warning' : 'info',
      text: lockedText(lock),
      remedy: `Wait, or lift lock ${lockId(lock.id)}`,
      lock: lockId(lock.id),
      since: lock.since,
      ...(lock.pair !== ALL_PAIRS && { pair: lock.pair }),
    }),
  );
  const open = pairs.filter((pair) => !blacklist.includes(pair));
  const isShut = open.length > 0 && open.every((pair) => locks.some((lock) => lock.pair === pair));
  const isGeneral = ({ pair }: Reason) => pair === undefined || (isShut && open.includes(pair));
  return { general: reasons.filter(isGeneral), single: reasons.filter((reason) => !isGeneral(reason)) };
}

function ofStrategies({ strategies, state }: WhyInput): Reason[] {
  if (state !== 'running') return [];
  return strategies.flatMap((strategy): Reason[] => {
    const { id, seen, warmup, lastSignalAt } = strategy;
    if (seen < warmup) return [{ code: 'warming_up', severity: 'info', text: `${id} is warming up: ${seen} of ${warmup} candles`, strategy: id }];
    if (lastSignalAt === null) return [{ code: 'no_signal', severity: 'info', text: `${id} has seen no reason to enter yet`, strategy: id }];
    return [{ code: 'no_signal', severity: 'info', text: `${id} waits for its next signal`, strategy: id, since: lastSignalAt }];
  });
}

/** One reason for each strategy and cause, however many pairs it met; none for what holds everything back anyhow. */
function ofRefusals({ refused }: WhyInput, told: ReadonlySet<string>): Reason[] {
  const groups = Map.groupBy(
    refused.filter(({ code }) => !told.has(code)),
    ({ code, strategy }) => `${code} ${strategy}`,
  );
  return [...groups.values()].map(([first, ...others]): Reason => {
    const { code, text, pair, strategy, since } = first as WhyInput['refused'][number];
    const shared = { code, severity: 'info' as const, strategy, since };
    return others.length === 0 ? { ...shared, text, pair } : { ...shared, text: `${text}; likewise in ${others.length} more pairs` };
  });
}
