import { balance } from './balance.ts';
import { botCommands } from './bot.ts';
import { cancelOpenOrder } from './cancel-open-order.ts';
import { chart } from './chart.ts';
import type { Command } from './command.ts';
import { count } from './count.ts';
import { tradeRemovals } from './delete.ts';
import { forceenter } from './forceenter.ts';
import { forceexit } from './forceexit.ts';
import { healthCommands } from './health.ts';
import { helpFor, tgInfo } from './help.ts';
import { home } from './home.ts';
import { lockCommands } from './locks.ts';
import { logs } from './logs.ts';
import { order } from './order.ts';
import { pairCommands } from './pairs.ts';
import { groups } from './performance.ts';
import { periods } from './periods.ts';
import { profit } from './profit.ts';
import { settings } from './settings.ts';
import { showConfig } from './show-config.ts';
import { stats } from './stats.ts';
import { positions, status } from './status.ts';
import { trades } from './trades.ts';
import { wallet } from './wallet.ts';

/** Every command there is. Menus, help, the check of keyboards and the tests follow from this table. */
export const COMMANDS: readonly Command[] = [
  home,
  status,
  positions,
  profit,
  wallet,
  balance,
  ...periods,
  ...groups,
  stats,
  chart,
  trades,
  order,
  count,
  ...botCommands,
  forceexit,
  forceenter,
  cancelOpenOrder,
  ...tradeRemovals,
  ...pairCommands,
  ...lockCommands,
  showConfig,
  ...healthCommands,
  logs,
  settings,
  tgInfo,
  helpFor(() => COMMANDS),
];

const NAMED: ReadonlyMap<string, Command> = new Map(COMMANDS.flatMap((command) => [command.name, ...command.aliases].map((name) => [name, command])));

/** The command of a name or an alias, without its slash. */
export const commandNamed = (name: string): Command | undefined => NAMED.get(name.toLowerCase());
