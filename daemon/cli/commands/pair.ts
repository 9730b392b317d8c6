import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { CliError } from '../exit.ts';
import { dateTime } from '../format/time.ts';

const ROLES = ['viewer', 'trader', 'operator', 'owner'] as const;

/** Links people to channels that take commands. */
export function registerPair(program: Command): void {
  const pair = group(program, 'pair', 'Links a person to a channel that takes commands.');
  examples(methodCommand(pair, 'telegram [channel]', 'channels.pair'), 'pair telegram', 'pair telegram phone --role viewer')
    .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES).default('operator'))
    .action(
      action<{ role: (typeof ROLES)[number] }>(async (cli, { role }, channel) => {
        const id = channel ?? (await onlyChannel(cli, 'telegram'));
        const made = await cli.call('channels.pair', { id, role });
        cli.terminal.show(made, ({ code, link, expiresAt }) =>
          [
            `Code: ${code}`,
            ...(link === null ? [] : [`Link: ${link}`]),
            `Open the link, or send the bot: /link ${code}`,
            `Works once, until ${dateTime(expiresAt, cli.terminal.utc)}; whoever uses it becomes ${role}.`,
          ].join('\n'),
        );
        if (made.link === null) cli.terminal.note('The name of the bot is not known yet: the daemon has not reached Telegram. See: nightdesk channels list');
      }),
    );
}

/** The one channel of a kind. @throws CliError when there is none, or more than one */
async function onlyChannel(cli: Cli, kind: string): Promise<string> {
  const { items } = await cli.call('channels.list', {});
  const found = items.filter((channel) => channel.kind === kind);
  const [first] = found;
  if (first && found.length === 1) return first.id;
  if (!first) {
    throw new CliError(`there is no channel of kind ${kind}`, {
      hint: `Add one: nightdesk channels add ${kind} --kind ${kind}, then: nightdesk secret set channels.${kind}.token`,
    });
  }
  throw new CliError(`there are several channels of kind ${kind}`, { hint: `Name one: ${found.map(({ id }) => `nightdesk pair ${kind} ${id}`).join(', ')}` });
}
