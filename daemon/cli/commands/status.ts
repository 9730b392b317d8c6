import type { Command } from 'commander';
import { action, examples } from '../command.ts';
import { facts } from '../format/table.ts';
import { relative } from '../format/time.ts';
import { botText } from '../views/bot.ts';

/** Everything on one screen: the bot, the daemon. */
export function registerStatus(program: Command): void {
  examples(
    program.command('status').summary('shows the bot and the daemon on one screen').description('The state of the bot and of the daemon on one screen.'),
    'status',
    "status --json | jq -r '.bot.state'",
  ).action(
    action(async (cli) => {
      const [bot, daemon] = await Promise.all([cli.call('bot.status', {}), cli.call('daemon.status', {})]);
      cli.terminal.show({ bot, daemon }, () => {
        const about = facts(
          [
            ['Daemon', `version ${daemon.version}, process ${daemon.pid}, started ${relative(daemon.startedAt, Date.now())} (${daemon.launcher})`],
            ['Home', daemon.home],
            ['Socket', daemon.socket],
            ['Console', daemon.console ?? 'off'],
            ['Journal', `event ${daemon.lastSeq}`],
          ],
          cli.terminal.dim,
        );
        return `${botText(bot, cli.terminal)}\n\n${about}`;
      });
    }),
  );
}
