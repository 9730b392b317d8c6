import type { z } from 'zod';
import type { ALL_PAIRS } from '../../protocol/schemas/locks.ts';
import type { Said } from '../../protocol/texts/english.ts';

/** What protections see of a closed trade. */
export interface ClosedTrade {
  readonly pair: string;
  /** Realised after fees, as a share of the stake; 0.01 is 1 %. */
  readonly profitRatio: number;
  readonly exitReason: string | null;
  /** Market time. */
  readonly closedAt: number;
}

/** A trade was closed. */
export interface Closing {
  readonly trade: ClosedTrade;
  /** Every trade closed within what the protection looks back at, `trade` among them, oldest first. */
  readonly trades: readonly ClosedTrade[];
  /** Length of the desk's candles, milliseconds. */
  readonly candleMs: number;
}

/** A lock that is called for. */
export interface Verdict {
  readonly pair: string | typeof ALL_PAIRS;
  /** Market time. */
  readonly until: number;
  readonly reason: Said;
}

/** A kind of protection: a rule that turns closed trades into locks, and knows nothing else. */
export interface ProtectionKind<S extends z.ZodObject = z.ZodObject> {
  /** Its name in the configuration. */
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly params: S;
  /** What it does with these parameters, for people. */
  about(params: z.output<S>): string;
  /** How far back it looks from the close of a trade, milliseconds. */
  lookback(params: z.output<S>, candleMs: number): number;
  judge(params: z.output<S>, closing: Closing): Verdict | undefined;
}

/** Ties `judge` to the parameters of its schema. */
export const protectionKind = <S extends z.ZodObject>(kind: ProtectionKind<S>): ProtectionKind => kind as unknown as ProtectionKind;
