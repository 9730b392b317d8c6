import type { Config } from '../config/schema.ts';
import type { RiskLimits } from '../protocol/methods/risk.ts';
import type { ProtectionsSection } from './protections/index.ts';

export type Stake = Config['bot']['stake'];
export type ExitRules = Config['exits'];

export interface StrategySettings {
  readonly enabled: boolean;
  readonly params: Readonly<Record<string, unknown>>;
  /** Absent: every pair of the whitelist. */
  readonly pairs?: readonly string[] | undefined;
}

/** What of the configuration a desk trades by. */
export interface DeskSettings {
  /** The pairs that may be traded. */
  readonly pairs: readonly string[];
  /** The pairs that must not be entered. */
  readonly blacklist: readonly string[];
  readonly stake: Stake;
  readonly exits: ExitRules;
  readonly limits: RiskLimits;
  readonly protections: ProtectionsSection;
  readonly strategies: Readonly<Record<string, StrategySettings>>;
}

export function settingsOf(config: Config): DeskSettings {
  return {
    pairs: config.bot.pairs ?? config.market.pairs,
    blacklist: config.bot.blacklist,
    stake: config.bot.stake,
    exits: config.exits,
    limits: { ...config.risk, maxOpenTrades: config.bot.maxOpenTrades },
    protections: config.protections,
    strategies: config.strategies,
  };
}
