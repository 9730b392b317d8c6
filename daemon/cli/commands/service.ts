import type { Command } from 'commander';
import { action, examples } from '../command.ts';

/** Has the system start the daemon: systemd, launchd, or a logon task. */
export function registerService(daemon: Command): void {
  const install = daemon
    .command('install')
    .summary('has the system start the daemon when you log in')
    .description('Writes a systemd user unit, a launchd agent or a Windows logon task, and starts the daemon by it.');
  examples(install, 'daemon install', 'daemon install --print')
    .option('--print', 'print what would be written and run, and change nothing')
    .action(
      action<{ print?: boolean }>(async (cli, { print }) => {
        const { planService, installService, serviceContext } = await import('../../lifecycle/service.ts');
        const { daemonEntry } = await import('../daemon-process.ts');
        const plan = planService(serviceContext(daemonEntry()));
        const files = plan.files.map((file) => file.path);
        if (print) {
          const shown = [...plan.files.map((file) => `# ${file.path}\n${file.text}`), ...plan.install.map((command) => `$ ${command.join(' ')}`)];
          cli.terminal.show({ kind: plan.kind, files, run: plan.install }, () => shown.join('\n'));
          return;
        }
        await installService(plan);
        cli.terminal.show({ kind: plan.kind, files }, () => [`Installed: ${plan.kind}, ${files.join(', ')}`, ...plan.notes].join('\n'));
      }),
    );
  const uninstall = daemon
    .command('uninstall')
    .summary('undoes install; the data stays')
    .description('Ends the service and removes it. Configuration, books and secrets stay.');
  examples(uninstall, 'daemon uninstall').action(
    action(async (cli) => {
      const { planService, serviceContext, uninstallService } = await import('../../lifecycle/service.ts');
      const { daemonEntry } = await import('../daemon-process.ts');
      const plan = planService(serviceContext(daemonEntry()));
      const removed = await uninstallService(plan);
      cli.terminal.show({ removed }, () => (removed ? `Removed: ${plan.kind}.` : 'Nothing was installed.'));
    }),
  );
}
