import fs from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { Connection } from '../../client/index.ts';
import type { Params, Result } from '../../protocol/index.ts';
import type { Cli } from '../cli.ts';
import { action, examples } from '../command.ts';
import { parseParams } from '../contract/params.ts';
import { CliError, EXIT, usageError } from '../exit.ts';
import { privateDaemon } from '../private-daemon.ts';
import { progressText, replaySummaryText } from '../views/replay.ts';

type Run = Result<'replay.get'>;
type Speed = 'max' | number;

interface ReplayOptions {
  pair?: string;
  timeframe?: string;
  strategy: string;
  speed: Speed;
  balance?: string;
  param?: string[];
  detach?: boolean;
}

const PROGRESS_EVERY_MS = 250;

/** Recorded candles through the engine. */
export function registerReplay(program: Command): void {
  examples(
    program
      .command('replay')
      .summary('plays recorded candles through the engine and sums up the result')
      .description(
        'Plays recorded candles or public trades through the daemon, in a book of its own, and sums up the result. Ctrl-C ends the run. Where no daemon runs, a private one is started for it and ended afterwards.',
      ),
    'replay ETH_BTC-5m.csv',
    'replay ETH_BTC-5m.csv --pair ETH/BTC --timeframe 5m --strategy ema-cross --speed max --json',
    'replay ETH_BTC-5m.csv --speed 60 --detach',
    'replay ETH_BTC-5m.csv --param fast=8 --param slow=34',
  )
    .argument('<file>', 'CSV or JSON file')
    .option('--pair <pair>', 'such as ETH/BTC; read from the name of the file when absent')
    .option('--timeframe <timeframe>', 'such as 5m; read from the name of the file when absent')
    .option('--strategy <id>', 'the strategy that trades', 'ema-cross')
    .option('--speed <speed>', 'times real time, or max', speed, 'max')
    .option('--balance <amount>', 'start balance in the quote currency; a round sum when absent')
    .option('--param <key=value>', 'a parameter of the strategy; may be given again', (word: string, given: string[] = []) => [...given, word])
    .option('--detach', 'start it and do not wait for its end')
    .action(
      action<ReplayOptions>(async (cli, options, file) => {
        const params = request(file, options);
        await withDaemon(cli, options.detach === true, async (client) => {
          if (options.detach) return started(cli, await cli.call('replay.start', params));
          const ended = await play(cli, client, params);
          if (ended.state !== 'done' || !ended.summary) throw failure(ended);
          cli.terminal.show(ended.summary, (summary) => replaySummaryText(summary, cli.terminal));
        });
      }),
    );
}

function speed(text: string): Speed {
  if (text === 'max') return 'max';
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('Expected a number above zero, or max.');
  return value;
}

/** Recordings are commonly named after what they hold: `ETH_BTC-5m.csv`, `XRP_ETH-trades.csv`. */
const NAMED = /^([A-Z0-9.]+)_([A-Z0-9.]+)-(?:(\d+[smhdw])|trades)/;
const TIMEFRAME = '5m';

function request(file: string, { pair, timeframe, strategy, speed: times, balance, param = [] }: ReplayOptions): Params<'replay.start'> {
  const absolute = path.resolve(file);
  if (!fs.existsSync(absolute)) throw usageError(`there is no file ${absolute}`);
  const [, base, quote, frame] = NAMED.exec(path.basename(absolute)) ?? [];
  const meant = pair ?? (base && quote ? `${base}/${quote}` : undefined);
  if (!meant) throw usageError(`the name ${path.basename(absolute)} does not tell the pair`, 'Add --pair, such as --pair ETH/BTC.');
  return {
    file: absolute,
    pair: meant,
    timeframe: timeframe ?? frame ?? TIMEFRAME,
    strategy,
    speed: times,
    ...(balance !== undefined && { startBalance: balance }),
    ...(param.length > 0 && { params: parseParams('replay.start params', param) }),
  };
}

/** Uses the daemon that runs, else one of its own for as long as the work takes. */
async function withDaemon(cli: Cli, detach: boolean, work: (client: Connection) => Promise<void>): Promise<void> {
  let client: Connection;
  try {
    client = await cli.client();
  } catch (error) {
    if (detach || !(error instanceof CliError) || error.code !== EXIT.noDaemon) throw error;
    cli.terminal.note('No daemon runs: starting a private one for this run.');
    await using daemon = await privateDaemon();
    cli.use(daemon.client);
    return await work(daemon.client);
  }
  await work(client);
}

function started(cli: Cli, run: Run): void {
  cli.terminal.show(run, ({ account }) => `Started as ${account}. Follow it with: nightdesk watch 'trade.*' --account ${account}`);
}

/** Starts the run and waits for its end; over a crash of the daemon too. Ctrl-C ends the run. */
async function play(cli: Cli, client: Connection, params: Params<'replay.start'>): Promise<Run> {
  const ends = new Map<string, Run>();
  const ended = Promise.withResolvers<void>();
  const { lastSeq } = await client.call('daemon.status', {});
  let account: string | undefined;
  const subscription = client.subscribe(
    { topics: ['replay.state'], since: lastSeq },
    {
      onEvent: (event) => {
        if (event.topic !== 'replay.state' || event.data.state === 'running') return;
        ends.set(event.data.account, event.data);
        if (event.data.account === account) ended.resolve();
      },
      onError: ended.reject,
    },
  );
  const onInterrupt = () => {
    cli.terminal.note('Ending the run.');
    if (account) void client.call('replay.stop', { account }).catch(ended.reject);
    else ended.reject(new CliError('interrupted'));
  };
  process.once('SIGINT', onInterrupt);
  let progress: NodeJS.Timeout | undefined;
  try {
    const run = await cli.call('replay.start', params);
    account = run.account;
    if (cli.terminal.animated) progress = setInterval(() => showProgress(cli, client, run.account), PROGRESS_EVERY_MS);
    if (!ends.has(account)) await ended.promise;
    return ends.get(account) ?? (await client.call('replay.get', { account }));
  } finally {
    clearInterval(progress);
    cli.terminal.progress('');
    process.off('SIGINT', onInterrupt);
    subscription.close();
  }
}

function showProgress(cli: Cli, client: Connection, account: string): void {
  client.call('replay.get', { account }).then(
    (run) => cli.terminal.progress(run.state === 'running' ? progressText(run, cli.terminal) : ''),
    () => {},
  );
}

function failure(run: Run): CliError {
  if (run.state === 'stopped')
    return new CliError(`the run was stopped after ${run.candle} of ${run.candles} candles`, {
      hint: `Its book stays: nightdesk trades --account ${run.account}`,
    });
  return new CliError(`the run failed: ${run.error ?? 'no reason given'}`, { hint: 'See: nightdesk logs --level warning' });
}
