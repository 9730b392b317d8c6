import type { Config } from './schema.ts';

export interface ConfigChange {
  readonly config: Config;
  readonly previous: Config;
  /** Paths that differ, such as `bot.maxOpenTrades`. */
  readonly paths: readonly string[];
  readonly who: string;
}
