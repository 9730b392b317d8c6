import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { parseValue } from '../contract/params.ts';
import type { JsonSchema } from '../contract/schema.ts';
import { usageError } from '../exit.ts';
import { protectionsText } from '../views/locks.ts';

interface SetOptions {
  on?: boolean;
  off?: boolean;
}

/** What locks pairs by itself after trades went badly. */
export function registerProtections(program: Command): void {
  const protections = group(program, 'protections', 'What locks pairs by itself after trades went badly.');
  examples(methodCommand(protections, 'list', 'protections.list'), 'protections list').action(
    action(async (cli) => cli.terminal.show(await cli.call('protections.list', {}), ({ items }) => protectionsText(items, cli.terminal))),
  );
  examples(
    methodCommand(protections, 'set <id> [words...]', 'protections.configure'),
    'protections set cooldown cooldown_period stop=\'{"kind":"candles","value":4}\'',
    'protections set guard stoploss_guard tradeLimit=3 onlyPerPair=true',
    'protections set guard --off',
  )
    .option('--on', 'let it lock')
    .option('--off', 'keep it, but let it lock nothing')
    .action(action<SetOptions>(async (cli, options, id, ...words) => set(cli, id as string, words.flat(), options)));
  examples(methodCommand(protections, 'remove <id>', 'protections.remove'), 'protections remove guard').action(
    action(async (cli, _options, id) => cli.terminal.show(await cli.call('protections.remove', { id: id as string }), () => `${id}: removed.`)),
  );
}

/** The words are the kind, needed for a new one, and then parameters as key=value. */
async function set(cli: Cli, id: string, words: readonly string[], { on, off }: SetOptions): Promise<void> {
  const [first] = words;
  const named = first !== undefined && !first.includes('=') ? first : undefined;
  const kind = named ?? (await cli.call('protections.list', {})).items.find((one) => one.id === id)?.kind;
  const { items } = await cli.call('protections.kinds', {});
  const known = items.find((item) => item.kind === kind);
  if (!known) {
    const problem = kind === undefined ? `there is no protection "${id}" yet, so its kind is needed` : `there is no kind of protection called "${kind}"`;
    throw usageError(problem, `One of: ${items.map((item) => item.kind).join(', ')}`);
  }
  const given = named === undefined ? words : words.slice(1);
  const params = Object.fromEntries(given.map((word) => readParam(word, known.schema as JsonSchema)));
  const enabled = on ? true : off ? false : undefined;
  const protection = await cli.call('protections.configure', { id, kind: known.kind, params, enabled });
  cli.terminal.show(protection, ({ about, enabled: isOn }) => `${id}${isOn ? '' : ' (off)'}: ${about}.`);
}

function readParam(word: string, schema: JsonSchema): [string, unknown] {
  const split = word.indexOf('=');
  if (split <= 0) throw usageError(`"${word}" is not key=value`, 'Example: nightdesk protections set guard stoploss_guard tradeLimit=3');
  const name = word.slice(0, split);
  return [name, parseValue(word.slice(split + 1), schema.properties?.[name] ?? {}, schema.$defs ?? {}, name)];
}
