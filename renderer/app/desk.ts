import { create } from 'zustand';
import type { Result } from '../../daemon/protocol/index.ts';
import type { BotState, BotStatus } from '../../daemon/protocol/schemas/bot.ts';
import type { Market } from '../../daemon/protocol/schemas/market.ts';
import type { PerformanceSummary } from '../../daemon/protocol/schemas/performance.ts';
import type { Expectation } from '../lib/verbs.ts';
import { type Book, bookOf, DESK, EMPTY_WORLD, type ReplayRun, type World } from '../lib/world.ts';
import { type Link, NO_LINK } from './link.ts';

/** Figures of an account that are asked for rather than pushed. */
export interface Figures {
  readonly summary: PerformanceSummary | null;
  readonly why: Result<'bot.why'> | null;
  /** By pair. */
  readonly markets: Readonly<Record<string, Market>>;
  /** How many pairs may be traded. */
  readonly pairs: number;
}

export const NO_FIGURES: Figures = { summary: null, why: null, markets: {}, pairs: 0 };

export interface DeskState {
  readonly link: Link;
  /** The account shown. */
  readonly account: string;
  readonly world: World;
  readonly figures: Readonly<Record<string, Figures>>;
  readonly expectation: Expectation | null;
  /** Rises whenever the connection was made anew: what was asked for before must be asked again. */
  readonly generation: number;
}

export const initialDesk = (): DeskState => ({
  link: NO_LINK,
  account: DESK,
  world: EMPTY_WORLD,
  figures: {},
  expectation: null,
  generation: 0,
});

/** The one store of what the console knows. Written by the session, read by everything else. */
export const useDesk = create<DeskState>(initialDesk);

export const selectBook = (state: DeskState): Book => bookOf(state.world, state.account);
export const selectFigures = (state: DeskState): Figures => state.figures[state.account] ?? NO_FIGURES;
export const selectStatus = (state: DeskState): BotStatus | null => selectBook(state).status;

/** The run of the account shown where that is a replay that is over: it has books, and no bot any more. */
export function selectEnded({ world, account }: DeskState): ReplayRun | null {
  const run = world.replays[account];
  return run === undefined || run.state === 'running' ? null : run;
}

/** The state to show: assumed after a press of a button, else the one the daemon told; null where there is none. */
export function selectState(state: DeskState): BotState | null {
  const { expectation, account } = state;
  if (selectEnded(state) !== null) return null;
  return expectation?.account === account ? expectation.state : (selectStatus(state)?.state ?? null);
}

export const selectCurrency = (state: DeskState): string => selectStatus(state)?.stakeCurrency ?? selectFigures(state).summary?.currency ?? '';
export const selectConnected = (state: DeskState): boolean => state.link.phase === 'connected';

/** Whether anything may be changed: not on a daemon that speaks another protocol. */
export const selectMayAct = (state: DeskState): boolean => selectConnected(state) && state.link.hello?.readOnly !== true;

/** What an account is: the desk on paper, the desk with real money, or a replay of the past. */
export type Kind = 'paper' | 'live' | 'replay';
export const selectKind = (state: DeskState): Kind => (state.account === DESK ? (selectStatus(state)?.mode ?? 'paper') : 'replay');
