import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { action, examples, methodCommand } from '../command.ts';
import { CliError } from '../exit.ts';

/** A report for a bug. */
export function registerDiagnostics(program: Command): void {
  examples(methodCommand(program, 'diagnostics [file]', 'daemon.diagnostics'), 'diagnostics report.json', 'diagnostics | less').action(
    action(async (cli, _options, file) => {
      const report = JSON.stringify(await cli.call('daemon.diagnostics', {}), null, cli.terminal.json ? 0 : 2);
      if (file === undefined) return cli.terminal.print(report);
      const target = path.resolve(file);
      try {
        fs.writeFileSync(target, `${report}\n`, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        throw new CliError(`${target} was not written: ${(error as Error).message}`, { hint: 'Name a file that does not exist yet.' });
      }
      cli.terminal.note(`Written to ${target}. Secrets are removed; look it over before you send it.`);
    }),
  );
}
