import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { parseValue } from '../contract/params.ts';
import type { JsonSchema } from '../contract/schema.ts';
import { usageError } from '../exit.ts';
import { alertsText } from '../views/alerts.ts';

interface AddOptions {
  id?: string;
  name?: string;
  account?: string;
  once?: boolean;
  cooldown?: number;
  hysteresis?: number;
}

/** What somebody wants to be told of. */
export function registerAlerts(program: Command): void {
  const alerts = group(program, 'alerts', 'What you want to be told of when it happens.');
  examples(methodCommand(alerts, 'list', 'alerts.list'), 'alerts list').action(
    action(async (cli) => cli.terminal.show(await cli.call('alerts.list', {}), ({ items }) => alertsText(items, cli.terminal))),
  );
  examples(
    methodCommand(alerts, 'add <kind> [params...]', 'alerts.set'),
    'alerts add price_above pair=BTC/USDT price=100000 --once',
    'alerts add trade_loss percent=5',
    'alerts add day_loss amount=200 unit=currency --name "bad day"',
    'alerts add no_trade hours=12 --cooldown 720',
  )
    .option('--id <id>', 'a name for the rule; one there is already is changed')
    .option('--name <name>', 'what its alerts are called')
    .option('--account <account>', 'the book it watches')
    .option('--once', 'tell it once only')
    .option('--cooldown <minutes>', 'least time between two alerts', number)
    .option('--hysteresis <percent>', 'how far the figure has to come back, in percent of the limit', number)
    .action(action<AddOptions>(async (cli, options, kind, ...params) => add(cli, kind, params.flat(), options)));
  examples(methodCommand(alerts, 'remove <id>', 'alerts.remove'), 'alerts remove price-above-1').action(
    action(async (cli, _options, id) => cli.terminal.show(await cli.call('alerts.remove', { id }), () => `${id}: removed.`)),
  );
}

async function add(cli: Cli, kind: string, words: readonly string[], { id, name, account, once, cooldown, hysteresis }: AddOptions): Promise<void> {
  const { items } = await cli.call('alerts.kinds', {});
  const known = items.find((item) => item.kind === kind);
  if (!known) throw usageError(`there is no kind of alert called "${kind}"`, `One of: ${items.map((item) => item.kind).join(', ')}`);
  const params = Object.fromEntries(words.map((word) => readParam(word, known.schema as JsonSchema)));
  const rule = await cli.call('alerts.set', {
    id,
    kind,
    name,
    account,
    params,
    ...(once && { repeat: 'once' }),
    cooldownMinutes: cooldown,
    hysteresisPercent: hysteresis,
  });
  cli.terminal.show(rule, ({ id, watches }) => `${id}: tells of ${watches}.`);
}

function readParam(word: string, schema: JsonSchema): [string, unknown] {
  const split = word.indexOf('=');
  if (split <= 0) throw usageError(`"${word}" is not key=value`, 'Example: nightdesk alerts add price_above pair=BTC/USDT price=100000');
  const name = word.slice(0, split);
  return [name, parseValue(word.slice(split + 1), schema.properties?.[name] ?? {}, schema.$defs ?? {}, name)];
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('Expected a number, 0 or more.');
  return value;
}
