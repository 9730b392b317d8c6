import type { Command } from 'commander';
import type { Result } from '../../protocol/index.ts';
import type { Cli } from '../cli.ts';
import { action, examples, group, methodCommand } from '../command.ts';
import { connect, probe } from '../connection.ts';
import { facts } from '../format/table.ts';
import { dateTime, relative } from '../format/time.ts';
import { registerService } from './service.ts';

type Status = Result<'daemon.status'>;

/** The background process itself. */
export function registerDaemon(program: Command): void {
  const daemon = group(program, 'daemon', 'The background process that trades: start, stop, install.');
  registerRun(daemon);
  registerStart(daemon);
  registerStop(daemon);
  registerRestart(daemon);
  examples(methodCommand(daemon, 'status', 'daemon.status'), 'daemon status', "daemon status --json | jq '.lastSeq'").action(
    action(async (cli) => showStatus(cli, await cli.call('daemon.status', {}))),
  );
  registerService(daemon);
}

function showStatus(cli: Cli, status: Status): void {
  cli.terminal.show(status, () =>
    facts(
      [
        ['Version', `${status.version}, protocol ${status.protocol}, ${status.runtime}`],
        ['Process', `${status.pid} (${status.launcher}), last exit ${status.lastExit}`],
        ['Started', `${dateTime(status.startedAt, cli.terminal.utc)} (${relative(status.startedAt, Date.now())})`],
        ['Home', status.home],
        ['Socket', status.socket],
        ['Console', status.console ?? 'off'],
        ['Journal', `event ${status.lastSeq}`],
      ],
      cli.terminal.dim,
    ),
  );
}

const FORCE = ['--force', 'start even if it crashed several times within the last minute'] as const;

function registerRun(daemon: Command): void {
  const run = daemon
    .command('run')
    .summary('runs the daemon in the foreground')
    .description('Runs the daemon in the foreground. Ends with 3 when one is running already.');
  examples(run, 'daemon run', 'NIGHTDESK_HOME=/srv/desk nightdesk daemon run')
    .option(...FORCE)
    .action(async ({ force }: { force?: boolean }) => {
      const { run: runDaemon } = await import('../../run.ts');
      await runDaemon(['run', ...(force ? ['--force'] : [])]);
    });
}

function registerStart(daemon: Command): void {
  const start = daemon
    .command('start')
    .summary('starts the daemon in the background')
    .description('Starts the daemon in the background and waits until it answers. Does nothing when it runs.');
  examples(start, 'daemon start')
    .option(...FORCE)
    .action(
      action<{ force?: boolean }>(async (cli, { force }) => {
        const { attach } = await import('../daemon-process.ts');
        const { client, started } = await attach({ force });
        const status = await client.call('daemon.status', {});
        client.close();
        cli.terminal.show(status, ({ pid, socket }) => `${started ? 'Started' : 'Running already'}: process ${pid}, socket ${socket}`);
      }),
    );
}

function registerStop(daemon: Command): void {
  examples(methodCommand(daemon, 'stop', 'daemon.stop'), 'daemon stop', 'daemon stop --yes').action(
    action(async (cli) => {
      const { endDaemon } = await import('../daemon-process.ts');
      await endDaemon(await cli.client(), () => cli.call('daemon.stop', {}));
      cli.terminal.show({ ok: true }, () => 'Stopped.');
    }),
  );
}

function registerRestart(daemon: Command): void {
  const restart = daemon
    .command('restart')
    .summary('ends the daemon in good order and starts it anew')
    .description('Ends the daemon in good order and starts it anew; starts it when none runs.');
  examples(restart, 'daemon restart').action(
    action(async (cli) => {
      const [{ endDaemon, startDaemon }, { resolvePaths }] = await Promise.all([import('../daemon-process.ts'), import('../../lifecycle/paths.ts')]);
      const { socket } = resolvePaths();
      if (await probe(socket)) {
        cli.use(await connect(socket));
        await endDaemon(await cli.client(), () => cli.call('daemon.prepareRestart', {}));
        cli.close();
      }
      const hello = await startDaemon();
      cli.terminal.show(hello, ({ version }) => `Running: version ${version}, socket ${socket}`);
    }),
  );
}
