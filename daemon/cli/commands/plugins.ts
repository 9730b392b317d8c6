import type { Command } from 'commander';
import { action, examples, group, methodCommand } from '../command.ts';
import { pluginsText } from '../views/plugins.ts';

/** The user's own code: which of it runs, and what it adds. */
export function registerPlugins(program: Command): void {
  const plugins = group(program, 'plugins', 'Your own code: channels, methods and strategies from the plugins folder.');
  examples(methodCommand(plugins, 'list', 'plugins.list'), 'plugins list', "plugins list --json | jq -r '.items[].sha256'").action(
    action(async (cli) => cli.terminal.show(await cli.call('plugins.list', {}), (value) => pluginsText(value, cli.terminal))),
  );
  for (const verb of ['enable', 'disable', 'reload'] as const) {
    const command = methodCommand(plugins, `${verb} <name>`, `plugins.${verb}`);
    examples(command, `plugins ${verb} position-size${verb === 'disable' ? '' : ' --yes'}`).action(
      action(async (cli, _options, name) => {
        const plugin = await cli.call(`plugins.${verb}`, { name });
        cli.terminal.show(plugin, (value) => pluginsText({ folder: '', items: [value] }, cli.terminal));
      }),
    );
  }
}
