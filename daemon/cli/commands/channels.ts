import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand, whole, words } from '../command.ts';
import { parseParams } from '../contract/params.ts';
import { CliError } from '../exit.ts';
import { channelsText, deliveriesText } from '../views/channels.ts';

interface Settings {
  kind?: string;
  topics?: string[];
  level?: 'debug' | 'info' | 'warning' | 'error';
  disabled?: boolean;
  routing?: string;
}

const DELIVERY_STATES = ['held', 'queued', 'sending', 'delivered', 'summarised', 'dead'] as const;
const LEVELS = ['debug', 'info', 'warning', 'error'];

/** Where messages go. */
export function registerChannels(program: Command): void {
  const channels = group(program, 'channels', 'Where messages go, and what became of them.');
  examples(methodCommand(channels, 'list', 'channels.list'), 'channels list').action(
    action(async (cli) => cli.terminal.show(await cli.call('channels.list', {}), ({ items }) => channelsText(items, cli.terminal))),
  );
  registerSettings(channels);
  for (const verb of ['enable', 'disable', 'remove'] as const) {
    examples(methodCommand(channels, `${verb} <id>`, `channels.${verb}`), `channels ${verb} ops`).action(
      action(async (cli, _options, id) => {
        const done = await cli.call(`channels.${verb}`, { id });
        cli.terminal.show(done, () => `${id}: ${verb}d.`);
      }),
    );
  }
  registerTest(channels);
  registerDeliveries(channels);
}

function registerSettings(channels: Command): void {
  const settings = (command: Command) =>
    command
      .argument('<id>', 'a name of your choice: small letters, digits and -')
      .argument('[settings...]', 'key=value, or one JSON object')
      .option('--topics <patterns>', "topics it tells of, such as 'trade.*,warning'", words)
      .addOption(new Option('--level <level>', 'least level it tells of').choices(LEVELS))
      .option('--routing <json>', 'what it tells aloud, when, and what together; null takes a rule away');
  settings(examples(methodCommand(channels, 'add', 'channels.configure'), "channels add ops --kind webhook url=http://127.0.0.1:9000/hook --topics 'trade.*'"))
    .requiredOption('--kind <kind>', 'kind of channel; `nightdesk call channels.kinds` lists them')
    .option('--disabled', 'do not send yet')
    .action(
      action<Settings>(async (cli, options, id, ...given) => {
        const { items } = await cli.call('channels.list', {});
        if (items.some((channel) => channel.id === id)) {
          throw new CliError(`there is a channel "${id}" already`, { hint: `Change it with: nightdesk channels set ${id} key=value` });
        }
        await configure(cli, id, given.flat(), options);
      }),
    );
  settings(
    examples(
      methodCommand(channels, 'set', 'channels.configure'),
      'channels set ops url=http://127.0.0.1:9001/hook',
      'channels set ops --level warning',
      `channels set ops --routing '{"quietHours":{"from":"22:00","until":"07:00"}}' timeZone=Europe/Berlin`,
    ),
  ).action(
    action<Settings>(async (cli, options, id, ...given) => {
      await cli.call('channels.get', { id });
      await configure(cli, id, given.flat(), options);
    }),
  );
}

async function configure(cli: Cli, id: string, given: readonly string[], { kind, topics, level, disabled, routing: json }: Settings): Promise<void> {
  const settings = given.length === 0 ? undefined : parseParams('channels.configure settings', given);
  const routing = json === undefined ? undefined : parseParams('channels.configure routing', [json]);
  const channel = await cli.call('channels.configure', { id, kind, settings, topics, routing, minLevel: level, ...(disabled && { enabled: false }) });
  cli.terminal.show(channel, (value) => channelsText([value], cli.terminal));
  if (kind !== undefined && !cli.terminal.json) await tellSecrets(cli, id, kind);
}

/** What a new channel can be given that does not belong into the configuration. */
async function tellSecrets(cli: Cli, id: string, kind: string): Promise<void> {
  const { items } = await cli.call('channels.kinds', {});
  for (const { name, description, required } of items.find((item) => item.kind === kind)?.secrets ?? []) {
    cli.terminal.note(`${required ? 'Needs' : 'May have'} a secret: nightdesk secret set channels.${id}.${name}  ${cli.terminal.dim(description)}`);
  }
}

function registerTest(channels: Command): void {
  examples(methodCommand(channels, 'test <id>', 'channels.test'), 'channels test ops').action(
    action(async (cli, _options, id) => {
      const outcome = await cli.call('channels.test', { id });
      cli.terminal.show(
        outcome,
        ({ ok, detail, elapsedMs }) =>
          `${ok ? cli.terminal.style('green', 'ok') : cli.terminal.style('red', 'failed')}: ${detail} (${Math.round(elapsedMs)} ms)`,
      );
      if (!outcome.ok) throw new CliError(`the test message of "${id}" was not delivered`, { ...(outcome.remedy && { hint: outcome.remedy }) });
    }),
  );
}

function registerDeliveries(channels: Command): void {
  examples(methodCommand(channels, 'deliveries [id]', 'channels.deliveries'), 'channels deliveries', 'channels deliveries ops --state dead')
    .addOption(new Option('--state <state>', 'only these').choices(DELIVERY_STATES))
    .option('--limit <n>', 'at most this many', whole(1), 20)
    .action(
      action<{ state?: (typeof DELIVERY_STATES)[number]; limit?: number }>(async (cli, { state, limit }, id) => {
        cli.terminal.show(await cli.call('channels.deliveries', { id, state, limit }), ({ items }) => deliveriesText(items, cli.terminal));
      }),
    );
  examples(methodCommand(channels, 'retry <id>', 'channels.retry'), 'channels retry ops', 'channels retry ops --delivery d_12')
    .option('--delivery <id>', 'only this delivery')
    .action(
      action<{ delivery?: string }>(async (cli, { delivery }, id) => {
        const done = await cli.call('channels.retry', delivery ? { deliveryId: delivery } : { id });
        cli.terminal.show(done, ({ queued }) => `${queued} queued again.`);
      }),
    );
}
