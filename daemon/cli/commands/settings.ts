import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import type { ConfigProblem } from '../../config/problem.ts';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand, time } from '../command.ts';
import { parseValue } from '../contract/params.ts';
import { CliError, usageError } from '../exit.ts';
import { table } from '../format/table.ts';
import { dateTime, relative } from '../format/time.ts';

/** Configuration, secrets and tokens. */
export function registerSettings(program: Command): void {
  registerConfig(group(program, 'config', 'Read and change the configuration.'));
  registerSecrets(group(program, 'secret', 'Secrets of channels and exchanges: written, never shown.'));
  registerTokens(group(program, 'token', 'API tokens for scripts and other programs.'));
}

function registerConfig(config: Command): void {
  examples(methodCommand(config, 'get [path]', 'config.get'), 'config get', 'config get bot.maxOpenTrades').action(
    action(async (cli, _options, path) => {
      const { value, overridden } = await cli.call('config.get', { path });
      cli.terminal.print(JSON.stringify(value, null, cli.terminal.json ? 0 : 2));
      if (!cli.terminal.json && overridden.length > 0) cli.terminal.note(`Set by environment variables: ${overridden.join(', ')}`);
    }),
  );
  examples(
    methodCommand(config, 'set <path> <value>', 'config.set'),
    'config set bot.maxOpenTrades 4',
    'config set bot.pairs \'["BTC/USDT","ETH/USDT"]\'',
  ).action(
    action(async (cli, _options, path, value) => {
      const changed = await cli.call('config.set', { path, value: parseValue(value, {}, {}, 'value') });
      cli.terminal.show(changed, (now) => `${path} = ${JSON.stringify(now.value)}${now.restartNeeded ? ' (from the next start of the daemon on)' : ''}`);
    }),
  );
  examples(methodCommand(config, 'validate [file]', 'config.validate'), 'config validate', 'config validate ./config.jsonc')
    .description('Checks a file, or the one in use, and names line, field and what was expected. Needs no daemon.')
    .action(
      action(async (cli, _options, file) => {
        const target = file ?? (await configFile());
        const { problems, text } = await examineFile(target);
        cli.terminal.show({ ok: problems.length === 0, problems }, ({ ok }) => (ok ? `${target} is valid.` : text));
        if (problems.length > 0) throw new CliError('the configuration is not valid');
      }),
    );
  examples(
    config
      .command('edit')
      .summary('opens the configuration file in $EDITOR')
      .description('Opens the configuration file in $EDITOR and checks it. A running daemon follows the file; a file with mistakes changes nothing.'),
    'config edit',
  ).action(
    action(async (cli) => {
      const file = await configFile();
      await openEditor(file);
      const { problems, text } = await examineFile(file);
      if (problems.length > 0) throw new CliError(`the file is not valid, so nothing changes\n${text}`, { hint: 'Run `nightdesk config edit` again.' });
      cli.terminal.show({ ok: true, file }, () => `${file} is valid.`);
    }),
  );
}

async function configFile(): Promise<string> {
  const { resolvePaths } = await import('../../lifecycle/paths.ts');
  return resolvePaths().config;
}

/** Opens a file, made with the first configuration where there is none. */
async function openEditor(file: string): Promise<void> {
  if (!fs.existsSync(file)) {
    const { FIRST_CONFIG } = await import('../../config/first.ts');
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(file, FIRST_CONFIG, { mode: 0o600 });
  }
  const editor = process.env.VISUAL || process.env.EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi');
  const { error, status } = spawnSync(`${editor} "${file}"`, { stdio: 'inherit', shell: true });
  if (error || status !== 0) throw new CliError(`the editor "${editor}" failed`, { hint: `Set $EDITOR, or edit ${file} yourself.` });
}

async function examineFile(file: string): Promise<{ problems: readonly ConfigProblem[]; text: string }> {
  const [{ parseConfig }, { showProblem }] = await Promise.all([import('../../config/parse.ts'), import('../../config/problem.ts')]);
  const parsed = parseConfig(readText(file), process.env);
  const problems = parsed.ok ? [] : parsed.problems;
  return { problems, text: problems.map((problem) => showProblem(file, problem)).join('\n') };
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`${file} can't be read: ${(error as Error).message}`);
  }
}

function registerSecrets(secret: Command): void {
  const set = methodCommand(secret, 'set <name>', 'secrets.set');
  set.description('Stores a secret; no method ever returns it. The value is asked for without echo, or read from stdin: it never stands in a command line.');
  // Whatever else stands in the line may be the secret: it is not repeated.
  set.allowExcessArguments().hook('preAction', ({ args }) => {
    if (args.length > 1)
      throw usageError('a value does not belong in the command line, where the history and other users see it', 'Type it when asked, or pipe it in.');
  });
  examples(set, 'secret set channels.ops.secret', 'secret set channels.ops.secret < secret.txt').action(
    action(async (cli, _options, name) => {
      const value = await askSecret(cli, `Value of ${name}`);
      cli.terminal.show(await cli.call('secrets.set', { name, value }), () => `${name} is set.`);
    }),
  );
  examples(methodCommand(secret, 'delete <name>', 'secrets.delete'), 'secret delete channels.ops.secret --yes').action(
    action(async (cli, _options, name) => {
      cli.terminal.show(await cli.call('secrets.delete', { name }), () => `${name} is deleted.`);
    }),
  );
  examples(methodCommand(secret, 'unlock', 'secrets.unlock'), 'secret unlock', 'secret unlock < passphrase.txt').action(
    action(async (cli) => {
      const passphrase = await askSecret(cli, 'Passphrase of the vault');
      cli.terminal.show(await cli.call('secrets.unlock', { passphrase }), () => 'The vault is open.');
    }),
  );
  examples(methodCommand(secret, 'status', 'secrets.status'), 'secret status').action(
    action(async (cli) => {
      cli.terminal.show(await cli.call('secrets.status', {}), ({ locked, key, items }) => {
        const state = `Vault: ${locked ? 'locked' : 'open'}, by ${key}`;
        if (items.length === 0) return `${state}\nNo secrets are set.`;
        return `${state}\n${table(
          items,
          [
            { head: 'NAME', cell: (item) => item.name },
            { head: 'ENDS IN', cell: (item) => item.lastFour ?? '' },
            { head: 'CHANGED', cell: (item) => relative(item.updatedAt, Date.now()) },
          ],
          cli.terminal.dim,
        )}`;
      });
    }),
  );
}

/** Typed without echo on a terminal, else the whole of stdin. */
async function askSecret(cli: Cli, question: string): Promise<string> {
  const value = process.stdin.isTTY ? await cli.terminal.askHidden(question) : await cli.terminal.readAll();
  if (value === '') throw usageError('nothing given', 'Type it when asked, or pipe it in.');
  return value;
}

type Role = 'viewer' | 'trader' | 'operator' | 'owner';

function registerTokens(token: Command): void {
  examples(methodCommand(token, 'create <name>', 'tokens.create'), 'token create grafana', 'token create bot --role trader --expires 2027-01-01')
    .addOption(new Option('--role <role>', 'what it may do').choices(['viewer', 'trader', 'operator', 'owner']).default('viewer'))
    .option('--expires <time>', 'a date, or UTC milliseconds', time)
    .action(
      action<{ role: Role; expires?: (utc: boolean) => number }>(async (cli, { role, expires }, name) => {
        const made = await cli.call('tokens.create', { name, role, expiresAt: expires?.(cli.terminal.utc) });
        cli.terminal.show(made, (value) => value.token);
        cli.terminal.note(`Token ${made.id} (${made.role}). It is not shown again.`);
      }),
    );
  examples(methodCommand(token, 'list', 'tokens.list'), 'token list').action(
    action(async (cli) => {
      const now = Date.now();
      cli.terminal.show(await cli.call('tokens.list', {}), ({ items }) =>
        items.length === 0
          ? 'No tokens.'
          : table(
              items,
              [
                { head: 'ID', cell: (item) => item.id },
                { head: 'KIND', cell: (item) => item.kind },
                { head: 'NAME', cell: (item) => item.name },
                { head: 'ROLE', cell: (item) => item.role },
                { head: 'MADE', cell: (item) => relative(item.createdAt, now) },
                { head: 'USED', cell: (item) => (item.lastUsedAt === null ? 'never' : relative(item.lastUsedAt, now)) },
                { head: 'EXPIRES', cell: (item) => (item.expiresAt === null ? 'never' : dateTime(item.expiresAt, cli.terminal.utc)) },
              ],
              cli.terminal.dim,
            ),
      );
    }),
  );
  examples(methodCommand(token, 'revoke <id>', 'tokens.revoke'), 'token revoke tk_1').action(
    action(async (cli, _options, id) => {
      cli.terminal.show(await cli.call('tokens.revoke', { id }), () => `${id} is revoked.`);
    }),
  );
}
