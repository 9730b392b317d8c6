import { Command, type Option } from 'commander';
import { ownPackage } from '../lifecycle/package.ts';
import { registerAlerts } from './commands/alerts.ts';
import { registerBot } from './commands/bot.ts';
import { registerCall } from './commands/call.ts';
import { registerChannels } from './commands/channels.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerDaemon } from './commands/daemon.ts';
import { registerDiagnostics } from './commands/diagnostics.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerGateways } from './commands/gateways.ts';
import { registerLists } from './commands/lists.ts';
import { registerLocks } from './commands/locks.ts';
import { registerLogs } from './commands/logs.ts';
import { registerOrder } from './commands/order.ts';
import { registerPair } from './commands/pair.ts';
import { registerPlugins } from './commands/plugins.ts';
import { registerProtections } from './commands/protections.ts';
import { registerReplay } from './commands/replay.ts';
import { registerSettings } from './commands/settings.ts';
import { registerSignals } from './commands/signals.ts';
import { registerStatus } from './commands/status.ts';
import { registerTrade } from './commands/trade.ts';
import { registerUp } from './commands/up.ts';
import { registerWatch } from './commands/watch.ts';

const FOOTER = `
Exit codes: 0 done, 1 refused or failed, 2 usage, 3 no daemon, 4 confirmation needed.
NIGHTDESK_HOME puts everything under one folder; NIGHTDESK_SOCKET names another socket.`;

/** Options of the program that mean something to every command. */
const visibleGlobalOptions = (command: Command): Option[] => {
  if (!command.parent) return [];
  const root = command.parent.parent ?? command.parent;
  return root.options.filter((option) => option.attributeName() !== 'version');
};

/** The whole tree of commands. */
export function buildProgram(): Command {
  const program = new Command('nightdesk')
    .description('A trading desk that keeps running when you close the window.')
    .version(ownPackage().version, '-V, --version', 'print the version')
    .option('--json', 'print JSON: one document, or one a line when streaming')
    .option('--utc', 'show times in UTC')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions })
    .exitOverride()
    .addHelpText('after', FOOTER);
  registerUp(program);
  registerStatus(program);
  registerDaemon(program);
  registerDoctor(program);
  registerBot(program);
  registerLogs(program);
  registerCall(program);
  registerWatch(program);
  registerLists(program);
  registerOrder(program);
  registerTrade(program);
  registerChannels(program);
  registerAlerts(program);
  registerLocks(program);
  registerProtections(program);
  registerSignals(program);
  registerGateways(program);
  registerPlugins(program);
  registerPair(program);
  registerReplay(program);
  registerSettings(program);
  registerDiagnostics(program);
  registerCompletion(program);
  return program;
}
