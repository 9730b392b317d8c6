import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts a program that `victim.ts` is part of. */
export const startVictim = (program: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });

/** Resolves with the signal that ended a process, or with its exit code. */
export async function endOf(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  const [code, signal] = await once(child, 'exit');
  return signal ?? code;
}

/** How a life of the victim ends. */
export interface Fate {
  /** For `dieAt`. */
  readonly moment: string;
  /** Messages that reach the other side before it is killed from there. */
  readonly killAfter: number;
  readonly beforeAnswer: boolean;
}

/** A life that ends in good order. */
export const SPARED: Fate = { moment: 'never', killAfter: Number.POSITIVE_INFINITY, beforeAnswer: false };

/** The fate of a round: in turn by its own hand, within so many transactions, and by that of the other side. */
export function fateOf(round: number, random: () => number, transactions: number): Fate {
  const upTo = (limit: number) => 1 + Math.floor(random() * limit);
  const inside = round % 2 === 0;
  return {
    moment: inside ? momentWithin(random, 3, transactions) : 'never',
    killAfter: inside ? Number.POSITIVE_INFINITY : upTo(25),
    beforeAnswer: random() < 0.5,
  };
}

/** A moment for `dieAt`: one of so many transactions after the first few. */
export const momentWithin = (random: () => number, first: number, many: number): string =>
  `${first + 1 + Math.floor(random() * many)}:${random() < 0.5 ? 'before' : 'after'}`;

/** To be called at each message that reaches the other side, before it is answered. */
export function killAt(child: ChildProcess, { killAfter, beforeAnswer }: Fate): () => void {
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived !== killAfter) return;
    if (beforeAnswer) child.kill('SIGKILL');
    else setImmediate(() => child.kill('SIGKILL'));
  };
}
