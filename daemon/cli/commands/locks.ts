import type { Command } from 'commander';
import { ALL_PAIRS } from '../../protocol/schemas/locks.ts';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { usageError } from '../exit.ts';
import { dateTime, parseSpan } from '../format/time.ts';
import { locksText, lockText } from '../views/locks.ts';

interface LockOptions {
  account?: string;
  all?: boolean;
}

const ACCOUNT = ['--account <account>', "book meant, such as replay-1; the desk's own when absent"] as const;
const MINUTE = 60_000;
const LARGEST_PAGE = 1000;

/** What keeps new entries of pairs back for a time. */
export function registerLocks(program: Command): void {
  const locks = group(program, 'locks', 'What keeps new entries of pairs back for a time.');
  examples(methodCommand(locks, 'list', 'markets.locks.list'), 'locks list', 'locks list --all --json')
    .option('--all', 'those that ended too')
    .option(...ACCOUNT)
    .action(
      action<LockOptions>(async (cli, { account, all }) => {
        const answer = await cli.call('markets.locks.list', { account, state: all ? 'all' : 'active', limit: LARGEST_PAGE });
        cli.terminal.show(answer, ({ items }) => locksText(items, cli.terminal));
      }),
    );
  examples(
    methodCommand(locks, 'add <pair> <time> [reason]', 'markets.locks.add'),
    'locks add DOGE/USDT 2h "news at noon"',
    'locks add all 30m    # every pair',
  )
    .option(...ACCOUNT)
    .action(action<LockOptions>(async (cli, { account }, pair, time, reason) => add(cli, { account, pair: pairOf(pair), reason }, time)));
  examples(
    methodCommand(locks, 'remove <pair|id>', 'markets.locks.remove'),
    'locks remove DOGE/USDT',
    'locks remove l_3',
    'locks remove all    # locks on all pairs',
  )
    .option(...ACCOUNT)
    .action(
      action<LockOptions>(async (cli, { account }, word = '') => {
        const which = /^l_\d+$/.test(word) ? { id: word } : { pair: pairOf(word) };
        cli.terminal.show(await cli.call('markets.locks.remove', { account, ...which }), ({ items }) =>
          items.map((lock) => `${lockText(lock)}: lifted.`).join('\n'),
        );
      }),
    );
}

/** Shells make something else of a bare `*`. */
const pairOf = (word = ''): string => (word.toLowerCase() === 'all' ? ALL_PAIRS : word.toUpperCase());

async function add(cli: Cli, given: { account: string | undefined; pair: string; reason: string | undefined }, time = ''): Promise<void> {
  const span = parseSpan(time);
  if (span === undefined) throw usageError(`"${time}" is no length of time`, 'Write 90s, 30m, 2h, 3d or 1w');
  const lock = await cli.call('markets.locks.add', { ...given, minutes: span / MINUTE });
  cli.terminal.show(lock, () => `${lockText(lock)}: locked until ${dateTime(lock.until, cli.terminal.utc)}.`);
}
