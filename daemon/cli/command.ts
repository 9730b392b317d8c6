import { type Command, InvalidArgumentError } from 'commander';
import { METHODS, type MethodName, type MethodSpec } from '../protocol/index.ts';
import { Cli } from './cli.ts';
import { parseTime } from './format/time.ts';
import { Terminal } from './terminal.ts';

export interface GlobalOptions {
  json?: boolean;
  utc?: boolean;
  yes?: boolean;
}

/**
 * Wraps the work of a command: it gets the connection to the daemon, its arguments, its options. The connection is
 * closed when the work ends, however it ends.
 */
export function action<O extends object = object>(work: (cli: Cli, options: O & GlobalOptions, ...args: string[]) => Promise<void>) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<O & GlobalOptions>();
    const { stdin, stdout, stderr } = process;
    const terminal = new Terminal({ stdin, stdout, stderr, json: options.json === true, utc: options.utc === true });
    const cli = new Cli({ terminal, yes: options.yes === true });
    try {
      await work(cli, options, ...(given.slice(0, -2) as string[]));
    } finally {
      cli.close();
    }
  };
}

/** Adds examples below the help of a command. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ nightdesk ${line}`).join('\n')}`);
}

/** A command that calls one method: its summary, and whether it asks first, come from the contract. */
export function methodCommand(parent: Command, usage: string, method: MethodName): Command {
  const spec: MethodSpec = METHODS[method];
  const command = parent
    .command(usage)
    .summary(lowerFirst(spec.summary))
    .description([`${spec.summary}.`, spec.description].filter(Boolean).join(' '));
  if (spec.danger) command.option('-y, --yes', `do not ask for confirmation: ${lowerFirst(spec.danger)}`);
  return command;
}

/** A group of commands; called without one, it shows them. */
export const group = (parent: Command, name: string, description: string): Command =>
  parent.command(name).summary(lowerFirst(description)).description(description);

const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text).replace(/\.$/, '');

/** Option parser: a whole number, at least `least`. */
export const whole =
  (least: number) =>
  (text: string): number => {
    if (!/^\d+$/.test(text) || Number(text) < least) throw new InvalidArgumentError(`Expected a whole number, ${least} or more.`);
    return Number(text);
  };

/** Option parser: a time such as `2h`, `2026-03-01` or UTC milliseconds. Dates without a zone are read when the zone is known. */
export const time = (text: string): ((utc: boolean) => number) => {
  if (parseTime(text, Date.now(), true) === undefined)
    throw new InvalidArgumentError('Expected a span such as 15m or 2h, a date such as 2026-03-01, or UTC milliseconds.');
  return (utc) => parseTime(text, Date.now(), utc) as number;
};

/** Option parser: words separated by commas. */
export const words = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
