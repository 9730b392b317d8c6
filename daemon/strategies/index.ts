import { emaCross } from './ema-cross/index.ts';
import { grid } from './grid/index.ts';
import { rsiReversion } from './rsi-reversion/index.ts';
import type { Strategy } from './strategy.ts';

/** Every strategy the desk knows, by id. */
export const STRATEGIES: ReadonlyMap<string, Strategy> = new Map<string, Strategy>(
  [emaCross, rsiReversion, grid].map((strategy) => [strategy.id, strategy as Strategy]),
);
