import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type App, type Launcher, startApp } from './app.ts';
import { ConfigError } from './config/problem.ts';
import { SocketPlaceError } from './gateways/socket/place.ts';
import { tail } from './lifecycle/files.ts';
import { spawnSuccessor } from './lifecycle/launch.ts';
import { type Paths, resolvePaths } from './lifecycle/paths.ts';
import { CrashLoopError, type Desired, RunState } from './lifecycle/run-state.ts';
import { SystemdNotifier } from './lifecycle/sd-notify.ts';
import { LogHub } from './log/hub.ts';
import { LOG_FILE } from './log/names.ts';
import { Redactor } from './log/redactor.ts';
import { terminalSink } from './log/sinks.ts';
import { RpcError } from './protocol/index.ts';
import { LockHeldError, ProcessLock } from './store/lock.ts';
import { SchemaTooNewError } from './store/migrate.ts';

const USAGE = `usage: daemon run [--force]

Runs the daemon in the foreground. Everything lives under NIGHTDESK_HOME, or in the platform's own folders.
  --force   start even if it crashed several times within the last minute`;

const EXIT = { done: 0, refused: 1, usage: 2, running: 3, fault: 70 } as const;

/** Runs the daemon until it is told to stop, and ends the process with an exit code. */
export async function run(args: readonly string[]): Promise<void> {
  const [command, ...options] = args;
  const force = options.includes('--force');
  if (command !== 'run' || options.some((option) => option !== '--force')) {
    console.error(USAGE);
    process.exitCode = EXIT.usage;
    return;
  }
  const hub = new LogHub(new Redactor());
  const toTerminal = hub.addSink(terminalSink((text) => process.stderr.write(text)));
  try {
    await new Run(hub, resolvePaths(process.env)).start(force);
    // Started by a launcher, what is written here goes to boot.log, which nobody turns over.
    if (launcherOf(process.env) === 'spawn') toTerminal();
  } catch (error) {
    process.exitCode = explain(hub, error);
  }
}

/** One life of the process, from the lock to the last exit mark. */
class Run {
  readonly #hub: LogHub;
  readonly #paths: Paths;
  readonly #systemd = new SystemdNotifier();
  #lock: ProcessLock | undefined;
  #state: RunState | undefined;
  #app: App | undefined;
  #stopping = false;
  #crashed = false;

  constructor(hub: LogHub, paths: Paths) {
    this.#hub = hub;
    this.#paths = paths;
  }

  async start(force: boolean): Promise<void> {
    const bootId = randomUUID();
    this.#lock = lockHome(this.#paths);
    const state = new RunState(this.#paths.runState);
    const mark = state.begin(bootId, force);
    this.#state = state;
    this.#watchSignals();
    try {
      this.#app = await startApp({
        paths: this.#paths,
        env: process.env,
        hub: this.#hub,
        launcher: launcherOf(process.env),
        bootId,
        mark,
        alive: () => state.touch(),
        requestStop: (desired) => void this.#stop('asked to over a connection', desired),
        requestRestart: () => void this.#stop('asked to over a connection, to start anew', 'running', spawnSuccessor),
      });
    } catch (error) {
      if (isExpected(error)) state.end('running');
      else state.failed();
      throw error;
    }
    state.ready();
    this.#systemd.ready(`listening on ${this.#paths.socket}`);
  }

  #watchSignals(): void {
    const onSignal = (signal: NodeJS.Signals) => {
      if (this.#stopping) process.exit(EXIT.refused);
      void this.#stop(`got ${signal}`, 'running');
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
    process.on('uncaughtException', (error) => this.#crash(error));
    process.on('unhandledRejection', (error) => this.#crash(error));
  }

  /** @param last done when the home is let go of */
  async #stop(why: string, desired: Desired, last = () => {}): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#hub.log('daemon').info(`stopping: ${why}`);
    this.#systemd.stopping();
    this.#state?.want(desired);
    const clean = (await this.#app?.stop()) ?? true;
    this.#state?.end(desired);
    this.#lock?.release();
    last();
    process.exit(clean ? EXIT.done : EXIT.refused);
  }

  /** What failed is unknown, so nothing here may be trusted any more: say it, trade no further, and end. */
  #crash(error: unknown): void {
    if (this.#crashed) return;
    this.#crashed = true;
    this.#stopping = true;
    this.#hub.log('daemon').error(`The daemon failed and ends: ${error instanceof Error ? error.message : String(error)}`, { error });
    // The line becomes an event at the end of this turn; the process must live so long.
    setImmediate(() => {
      try {
        this.#state?.failed();
        this.#app?.abandon();
      } finally {
        process.exit(EXIT.fault);
      }
    });
  }
}

function launcherOf(env: NodeJS.ProcessEnv): Launcher {
  const { NIGHTDESK_LAUNCHER: launcher } = env;
  return launcher === 'spawn' || launcher === 'service' ? launcher : 'foreground';
}

function lockHome(paths: Paths): ProcessLock {
  try {
    return new ProcessLock(paths.lock);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    const holder = RunState.running(paths.runState);
    const who = holder ? `pid ${holder.pid}, version ${holder.version}` : 'just starting';
    throw new LockHeldError(`a daemon is already running for ${paths.home} (${who}). \`nightdesk daemon status\` shows it, \`nightdesk daemon stop\` ends it.`);
  }
}

/** Failures that say by themselves what to do; all others are faults. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ConfigError ||
  error instanceof SchemaTooNewError ||
  error instanceof CrashLoopError ||
  error instanceof SocketPlaceError ||
  error instanceof RpcError;

function explain(hub: LogHub, error: unknown): number {
  const say = (text: string) => process.stderr.write(`${hub.redactor.clean(text)}\n`);
  if (error instanceof LockHeldError) {
    say(error.message);
    return EXIT.running;
  }
  if (error instanceof CrashLoopError)
    say(`${error.message}\nIts log ends with:\n${lastWords(resolvePaths(process.env))}\nStart it all the same with --force.`);
  else if (error instanceof RpcError) say([error.message, error.data.hint].filter(Boolean).join('. '));
  else if (isExpected(error)) say(error.message);
  else say(`the daemon could not start: ${error instanceof Error ? error.stack : String(error)}`);
  if (error instanceof SocketPlaceError && error.reason === 'running') return EXIT.running;
  return EXIT.refused;
}

/** The end of the log file for people, errors with their stacks; else what it said at boot. */
function lastWords({ logs, bootLog }: Paths): string {
  const lines = tail(path.join(logs, LOG_FILE), 10);
  return (lines.length > 0 ? lines.map(readable) : tail(bootLog, 20)).join('\n');
}

function readable(line: string): string {
  try {
    const { time, level, source, text, stack } = JSON.parse(line) as Record<string, string | undefined>;
    return `${time} ${level} ${source}: ${stack ?? text}`;
  } catch {
    return line;
  }
}
