import type { Command } from 'commander';
import { isMethod, METHODS, type MethodName } from '../../protocol/index.ts';
import { isPluginMethod } from '../../protocol/methods/plugins.ts';
import { nearest } from '../../rpc/nearest.ts';
import { action, examples } from '../command.ts';
import { describeMethod, describeWith } from '../contract/describe.ts';
import { parseParams } from '../contract/params.ts';
import type { JsonSchema } from '../contract/schema.ts';
import { type CliError, usageError } from '../exit.ts';

/** Any method of the contract. */
export function registerCall(program: Command): void {
  const call = examples(
    program
      .command('call')
      .summary('calls any method of the daemon')
      .description('Calls any method of the daemon. Values of key=value are read by its schema; a.b=1 reaches into objects.'),
    'call bot.status',
    'call orders.list state=active limit=5',
    `call orders.place '{"pair":"BTC/USDT","side":"buy","type":"market","amount":"0.01"}'`,
    'echo \'{"days":7}\' | nightdesk call performance.summary -',
    'call orders.place --help',
  );
  call
    .argument('[method]', 'such as bot.status; `nightdesk call --help` lists them')
    .argument('[params...]', 'key=value words, or one JSON object; - reads it from stdin')
    .helpOption(false)
    .option('-h, --help', 'list the methods, or describe the one given')
    .option('-y, --yes', 'do not ask for confirmation')
    .addHelpText('after', () => `\nMethods:\n${methodList()}`)
    .action(
      action<{ help?: boolean }>(async (cli, { help }, method, ...given) => {
        if (method === undefined && help) return call.outputHelp();
        if (method === undefined) throw usageError('no method given', '`nightdesk call --help` lists them.');
        const served = isPluginMethod(method) ? await cli.call('rpc.describe', { method }) : undefined;
        if (help) return cli.terminal.print(served ? describeWith(method, served, served.params as JsonSchema, {}) : describe(method));
        const words = given.flat();
        const params = parseParams(
          method,
          words.length === 1 && words[0] === '-' ? [await cli.terminal.readAll()] : words,
          served?.params as JsonSchema | undefined,
        );
        const result = await cli.callAny(method, params);
        cli.terminal.print(JSON.stringify(result, null, cli.terminal.json ? 0 : 2));
      }),
    );
}

function describe(method: string): string {
  if (isMethod(method)) return describeMethod(method);
  throw unknownMethod(method);
}

function unknownMethod(method: string): CliError {
  const meant = nearest(method, Object.keys(METHODS));
  return usageError(`no method "${method}"`, meant ? `Did you mean ${meant}?` : '`nightdesk call --help` lists them.');
}

function methodList(): string {
  const names = Object.keys(METHODS) as MethodName[];
  const widest = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(widest)}  ${METHODS[name].summary}`).join('\n');
}
