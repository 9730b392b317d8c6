import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { action, examples } from '../command.ts';
import { type Finding, fail, ok, warn } from '../doctor/check.ts';
import { CliError, EXIT } from '../exit.ts';
import { table } from '../format/table.ts';

const STYLE = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

/** Looks for what is wrong. */
export function registerDoctor(program: Command): void {
  examples(
    program
      .command('doctor')
      .summary('looks for what is wrong, and says what to do')
      .description(
        'Checks the runtime, the home, the configuration, the daemon, the vault, the disk, the channels and the clock. Ends with 1 when something is broken.',
      ),
    'doctor',
    'doctor --json | jq \'.checks[] | select(.status != "ok")\'',
  ).action(
    action(async (cli) => {
      const checks = await examine(cli);
      const failed = checks.filter((check) => check.status === 'fail').length;
      cli.terminal.show({ ok: failed === 0, checks }, () =>
        table<Finding>(
          checks,
          [
            { head: 'STATE', cell: (check) => cli.terminal.style(STYLE[check.status], check.status) },
            { head: 'CHECK', cell: (check) => check.name },
            { head: 'FOUND', cell: (check) => `${check.detail}${check.remedy ? `  → ${check.remedy}` : ''}` },
          ],
          cli.terminal.dim,
        ),
      );
      if (failed > 0) throw new CliError(`${failed} of ${checks.length} checks failed`);
    }),
  );
}

async function examine(cli: Cli): Promise<Finding[]> {
  const [{ resolvePaths }, machine] = await Promise.all([import('../../lifecycle/paths.ts'), import('../doctor/machine.ts')]);
  const paths = resolvePaths();
  const local = [machine.checkRuntime(), machine.checkHome(paths), checkConfig(paths.config), machine.checkSocket(paths), machine.checkDisk(paths)];
  return [...(await Promise.all(local)), ...(await examineDaemon(cli))];
}

/** The file is read here, so that a daemon that does not start because of it can be mended. */
async function checkConfig(file: string): Promise<Finding> {
  const { checkFile } = await import('../doctor/config.ts');
  return checkFile(file);
}

async function examineDaemon(cli: Cli): Promise<Finding[]> {
  const { DAEMON_CHECKS } = await import('../doctor/daemon.ts');
  try {
    const client = await cli.client();
    const findings = await Promise.all(
      DAEMON_CHECKS.map((check) => check(client).catch((error: Error) => fail('daemon', error.message, 'See: nightdesk logs --level error'))),
    );
    return [ok('daemon', 'answers'), ...findings];
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const verdict = error.code === EXIT.noDaemon ? warn : fail;
    return [verdict('daemon', error.message, error.hint ?? 'nightdesk daemon restart')];
  }
}
