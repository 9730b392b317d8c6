import type { Command } from 'commander';
import type { Connection } from '../../client/index.ts';
import type { Result } from '../../protocol/index.ts';
import { action, examples } from '../command.ts';
import type { Opened } from '../desktop.ts';
import { facts } from '../format/table.ts';
import { duration } from '../format/time.ts';
import type { Terminal } from '../terminal.ts';
import { botText } from '../views/bot.ts';

interface Up {
  started: boolean;
  daemon: Result<'daemon.status'>;
  bot: Result<'bot.status'>;
  console: Opened | { kind: 'link'; url: string; expiresAt: number } | { kind: 'off' };
}

/** The daemon, then the console. */
export function registerUp(program: Command): void {
  examples(
    program
      .command('up')
      .summary('starts the daemon if needed, then opens the console')
      .description(
        'Starts the daemon if none runs, then opens the desktop console; where there is no desktop, prints a link that logs a browser in once. The daemon stays when this ends.',
      ),
    'up',
    'up --link',
  )
    .option('--link', 'print the link, even where there is a desktop')
    .action(
      action<{ link?: boolean }>(async (cli, { link }) => {
        const { attach } = await import('../daemon-process.ts');
        const { client, started } = await attach({ onStart: () => cli.terminal.note('Starting the daemon …') });
        cli.use(client);
        const [daemon, bot] = await Promise.all([client.call('daemon.status', {}), client.call('bot.status', {})]);
        const up: Up = { started, daemon, bot, console: await openConsole(client, daemon, link === true, cli.terminal) };
        cli.terminal.show(up, () => upText(up, cli.terminal));
      }),
    );
}

async function openConsole(client: Connection, daemon: Up['daemon'], link: boolean, terminal: Terminal): Promise<Up['console']> {
  if (!link) {
    const { openDesktop } = await import('../desktop.ts');
    const opened = await openDesktop();
    if (opened.kind === 'desktop') return opened;
    terminal.note(`No desktop console: ${opened.reason}.`);
  }
  return daemon.console === null ? { kind: 'off' } : { kind: 'link', ...(await client.call('session.link', {})) };
}

function upText({ started, daemon, bot, console: opened }: Up, terminal: Terminal): string {
  const about = facts(
    [
      ['Daemon', `${started ? 'started' : 'running already'}, process ${daemon.pid}, version ${daemon.version}`],
      ['Socket', daemon.socket],
      ['Home', daemon.home],
      ['Console', consoleText(opened)],
    ],
    terminal.dim,
  );
  return [
    botText(bot, terminal),
    '',
    about,
    '',
    'The daemon goes on when you close this. Stop the trading: nightdesk bot stop   End the daemon: nightdesk daemon stop',
  ].join('\n');
}

function consoleText(opened: Up['console']): string {
  if (opened.kind === 'desktop') return 'opened on your desktop';
  if (opened.kind === 'link') return `${opened.url}  (works once, for ${duration(opened.expiresAt - Date.now())})`;
  return 'off; switch it on with: nightdesk config set console.enabled true';
}
