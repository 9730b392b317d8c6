import type { Command } from 'commander';
import { topicMatcher } from '../../protocol/index.ts';
import { action, examples, whole } from '../command.ts';
import { usageError } from '../exit.ts';
import { follow } from '../follow.ts';
import { eventLine } from '../views/events.ts';

/** Events as they happen. */
export function registerWatch(program: Command): void {
  examples(
    program
      .command('watch')
      .summary('streams events as they happen')
      .description(
        'Streams events as they happen, from a number on if wished. It outlives restarts of the daemon and misses no numbered event. Ctrl-C ends it.',
      ),
    "watch 'trade.*'",
    "watch '*' --since 0 --json",
    "watch 'trade.*' warning --account replay-1",
  )
    .argument('<topics...>', "names, or patterns such as 'trade.*' (quoted, or the shell may expand them)")
    .option('--since <seq>', 'the last number already seen; events after it come first', whole(0))
    .option('--account <account>', 'only events of this book')
    .option('--count <n>', 'end after this many', whole(1))
    .action(
      action<{ since?: number; account?: string; count?: number }>(async (cli, { since, account, count = Number.POSITIVE_INFINITY }, ...given) => {
        const topics = given.flat();
        checkTopics(topics);
        let left = count;
        await follow(cli, { topics, since }, (event, end) => {
          if (left === 0 || (account !== undefined && (event.data as { account?: string }).account !== account)) return;
          cli.terminal.print(cli.terminal.json ? JSON.stringify(event) : eventLine(event, cli.terminal));
          left -= 1;
          if (left === 0) end();
        });
      }),
    );
}

function checkTopics(topics: readonly string[]): void {
  try {
    topicMatcher(topics);
  } catch (error) {
    throw usageError((error as Error).message, '`nightdesk call events.topics` lists them; put patterns in quotes.');
  }
}
