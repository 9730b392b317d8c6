/** A finished round trip; money in the stake currency as decimal strings. */
export interface ClosedTrade {
  readonly pair: string;
  readonly entryTag: string | null;
  readonly exitReason?: string | null;
  /** Absent for a trade by hand. */
  readonly strategy?: string | null;
  /** After fees. */
  readonly profit: string;
  /** Profit over stake; 0.01 is 1 %. */
  readonly profitRatio: number;
  readonly fees: string;
  /** UTC milliseconds, as are all times here. */
  readonly openedAt: number;
  readonly closedAt: number;
}

/** What the account was worth at a time. Series are oldest first. */
export interface EquitySample {
  readonly ts: number;
  readonly equity: string;
}

/** The account as it stands. */
export interface Book {
  readonly currency: string;
  /** Now in the account's own calendar: the wall clock, or the place in a recording. */
  readonly now: number;
  readonly equity: string;
  /** Profit already taken on trades still open. */
  readonly realisedOpen: string;
  readonly unrealised: string;
  /** What deleted trades have taken and what their coins have gained; absent without such trades. */
  readonly deleted?: string;
  /** Fees paid on trades still open. */
  readonly feesOpen: string;
  readonly openTrades: number;
}

export const DAY = 86_400_000;
