import type { Command } from 'commander';
import type { Result } from '../../protocol/index.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { parseParams } from '../contract/params.ts';
import { CliError } from '../exit.ts';
import { plain } from '../format/plain.ts';
import { table } from '../format/table.ts';
import type { Terminal } from '../terminal.ts';

type Gateway = Result<'gateways.list'>['items'][number];

const STYLE = { running: 'green', stopped: 'dim', failing: 'red' } as const;

/** Ways into the daemon. */
export function registerGateways(program: Command): void {
  const gateways = group(program, 'gateways', 'Ways into the daemon, and whether each listens.');
  examples(methodCommand(gateways, 'list', 'gateways.list'), 'gateways list').action(
    action(async (cli) => cli.terminal.show(await cli.call('gateways.list', {}), ({ items }) => gatewaysText(items, cli.terminal))),
  );
  examples(
    methodCommand(gateways, 'set <id> <settings...>', 'gateways.configure'),
    'gateways set tradingview trustedProxies=127.0.0.1 publicUrl=https://alerts.example.org',
    'gateways set http port=7490',
  ).action(
    action(async (cli, _options, id, ...given) => {
      const words = given.flat().map((word) => `settings.${word}`);
      const settings = (parseParams('gateways.configure', words).settings ?? {}) as Record<string, unknown>;
      const { items } = await cli.call('gateways.list', {});
      const schema = items.find((item) => item.id === id)?.schema as { properties?: Record<string, { type?: string }> } | undefined;
      const read = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, inType(value, schema?.properties?.[name]?.type)]));
      const gateway = await cli.call('gateways.configure', { id: id as Gateway['id'], settings: read });
      cli.terminal.show(gateway, (value) => gatewaysText([value], cli.terminal));
    }),
  );
  for (const verb of ['start', 'stop'] as const) {
    examples(methodCommand(gateways, `${verb} <id>`, `gateways.${verb}`), `gateways ${verb} tradingview`).action(
      action(async (cli, _options, id) => {
        const gateway = await cli.call(`gateways.${verb}`, { id: id as Gateway['id'] });
        cli.terminal.show(gateway, (value) => gatewaysText([value], cli.terminal));
        if (gateway.state === 'failing') throw new CliError(`${gateway.title} could not be opened: ${gateway.reason}`);
      }),
    );
  }
}

/** A single word for a list is a list of one. */
function inType(value: unknown, type: string | undefined): unknown {
  if (type === 'array' && !Array.isArray(value)) return String(value).split(',').filter(Boolean);
  return type === 'string' && value !== null ? String(value) : value;
}

const gatewaysText = (gateways: readonly Gateway[], terminal: Terminal): string =>
  table<Gateway>(
    gateways,
    [
      { head: 'ID', cell: (gateway) => gateway.id },
      { head: 'STATE', cell: (gateway) => terminal.style(STYLE[gateway.state], gateway.state) },
      { head: 'ADDRESS', cell: (gateway) => gateway.address ?? '' },
      { head: 'WHAT COMES IN', cell: (gateway) => gateway.description },
      { head: 'WHY', cell: (gateway) => plain(gateway.reason ?? '') },
    ],
    terminal.dim,
  );
