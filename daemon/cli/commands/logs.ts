import { type Command, Option } from 'commander';
import type { Params, Result } from '../../protocol/index.ts';
import type { Cli } from '../cli.ts';
import { action, examples, methodCommand, time, whole } from '../command.ts';
import { follow } from '../follow.ts';
import { plain } from '../format/plain.ts';
import { dateTime } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';

type LogLine = Result<'logs.query'>['items'][number];
type Level = LogLine['level'];

interface LogOptions {
  follow?: boolean;
  level?: Level;
  source?: string;
  text?: string;
  since?: (utc: boolean) => number;
  limit?: number;
}

const LEVELS: readonly Level[] = ['debug', 'info', 'warning', 'error'];
const LEVEL_STYLE = { debug: 'dim', info: 'cyan', warning: 'yellow', error: 'red' } as const;

/** The daemon's log. */
export function registerLogs(program: Command): void {
  examples(methodCommand(program, 'logs', 'logs.query'), 'logs', 'logs -f --level warning', 'logs --since 2h --text webhook')
    .description('Log lines, oldest first. With -f the lines that come follow.')
    .option('-f, --follow', 'go on with the lines that come')
    .addOption(new Option('--level <level>', 'at least this').choices(LEVELS))
    .option('--source <source>', 'only this part of the daemon')
    .option('--text <text>', 'only lines that hold this')
    .option('--since <time>', 'from then on: 15m, 2h, 2026-03-01, or UTC milliseconds', time)
    .option('--limit <n>', 'at most this many of the newest', whole(1), 100)
    .action(
      action<LogOptions>(async (cli, { follow: on, level, source, text, since, limit = 100 }) => {
        const stream = on ? followLogs(cli, { level, source, text }) : undefined;
        const lines = (await find(cli, { level, source, text, since: since?.(cli.terminal.utc) }, limit)).toReversed();
        if (cli.terminal.json && !on) cli.terminal.print(JSON.stringify({ items: lines }));
        else for (const line of lines) show(line, cli.terminal);
        await stream?.(lines.at(-1)?.id ?? 0);
      }),
    );
}

/** The newest lines that fit, newest first. The daemon looks through so many at a time. */
async function find(cli: Cli, wanted: Omit<Params<'logs.query'>, 'limit' | 'cursor'>, limit: number): Promise<LogLine[]> {
  const found: LogLine[] = [];
  let cursor: string | undefined;
  do {
    const answer = await cli.call('logs.query', { ...wanted, limit: Math.min(limit - found.length, 1000), cursor });
    found.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== undefined && found.length < limit);
  return found;
}

/**
 * Listens before the past is read, so that no line falls between; lines held back until then follow once.
 *
 * @returns starts the output, after the last line already shown, and ends with the command
 */
function followLogs(cli: Cli, wanted: Pick<LogOptions, 'level' | 'source' | 'text'>): (last: number) => Promise<void> {
  let shown: number | undefined;
  const held: LogLine[] = [];
  const pass = (line: LogLine) => {
    if (line.id > (shown ?? 0) && matches(line, wanted)) show(line, cli.terminal);
  };
  const ended = follow(cli, { topics: ['log'] }, (event) => {
    const line = event.data as LogLine;
    if (shown === undefined) held.push(line);
    else pass(line);
  });
  return (last) => {
    shown = last;
    for (const line of held) pass(line);
    return ended;
  };
}

const matches = (line: LogLine, { level = 'debug', source, text }: Pick<LogOptions, 'level' | 'source' | 'text'>): boolean =>
  LEVELS.indexOf(line.level) >= LEVELS.indexOf(level) &&
  (source === undefined || line.source === source) &&
  (text === undefined || line.text.toLowerCase().includes(text.toLowerCase()));

function show(line: LogLine, terminal: Terminal): void {
  if (terminal.json) {
    terminal.print(JSON.stringify(line));
    return;
  }
  const level = terminal.style(LEVEL_STYLE[line.level], line.level.padEnd(7));
  terminal.print(
    `${terminal.dim(dateTime(line.ts, terminal.utc))}  ${level}  ${line.source}: ${plain(line.text)}${line.ref ? terminal.dim(` [${line.ref}]`) : ''}`,
  );
}
