import type { Balance, Position } from '../protocol/schemas/trading.ts';

/** An account as alert rules see it. Everything is asked for only where a rule needs it. */
export interface AccountView {
  /** Now in the account's own calendar, UTC milliseconds. */
  readonly now: number;
  readonly currency: string;
  readonly equity: string;
  /** Since midnight UTC. */
  readonly profitToday: string;
  /** Below the highest equity, as a fraction of it. */
  readonly drawdown: number;
  readonly positions: readonly Position[];
  readonly balances: readonly Balance[];
  /** Undefined before there is one. */
  price(pair: string): string | undefined;
  /** When an order was last filled, or the account was founded; UTC milliseconds. */
  lastTradeAt(): number;
}

/** Undefined for an account that is not at work. */
export type ViewOf = (account: string) => AccountView | undefined;
