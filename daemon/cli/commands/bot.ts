import type { Command } from 'commander';
import type { Result } from '../../protocol/index.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { botText, reasonsText } from '../views/bot.ts';

type Verb = 'bot.start' | 'bot.stop' | 'bot.pause' | 'bot.resume' | 'bot.rearm' | 'bot.reload' | 'bot.status';

const ACCOUNT = ['--account <account>', "book meant; the desk's own when absent"] as const;

export function registerBot(program: Command): void {
  const bot = group(program, 'bot', 'Start, pause and stop the trading; the daemon runs on.');
  const verb = (name: string, method: Verb, ...shown: string[]) =>
    examples(methodCommand(bot, name, method), ...shown)
      .option(...ACCOUNT)
      .action(
        action<{ account?: string }>(async (cli, { account }) => {
          const status = await cli.call(method, { account });
          cli.terminal.show(status, (value: Result<'bot.status'>) => botText(value, cli.terminal));
        }),
      );
  verb('status', 'bot.status', 'bot status', "bot status --json | jq -r '.state'");
  verb('start', 'bot.start', 'bot start');
  verb('stop', 'bot.stop', 'bot stop');
  verb('pause', 'bot.pause', 'bot pause');
  verb('resume', 'bot.resume', 'bot resume');
  examples(methodCommand(bot, 'panic', 'bot.panic'), 'bot panic', 'bot panic --flatten --yes')
    .option('--flatten', 'sell every position at the market too')
    .option(...ACCOUNT)
    .action(
      action<{ flatten?: boolean; account?: string }>(async (cli, { flatten, account }) => {
        const status = await cli.call('bot.panic', { account, ...(flatten && { flatten }) });
        cli.terminal.show(status, (value) => botText(value, cli.terminal));
      }),
    );
  verb('rearm', 'bot.rearm', 'bot rearm --yes');
  verb('reload', 'bot.reload', 'bot reload');
  examples(methodCommand(bot, 'why', 'bot.why'), 'bot why')
    .option(...ACCOUNT)
    .action(
      action<{ account?: string }>(async (cli, { account }) => {
        const why = await cli.call('bot.why', { account });
        cli.terminal.show(why, ({ trading, reasons }) =>
          [trading ? 'Entries are possible.' : 'Nothing is entered now.', reasonsText(reasons, cli.terminal)].filter(Boolean).join('\n'),
        );
      }),
    );
}
