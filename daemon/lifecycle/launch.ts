import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tail } from './files.ts';
import { DAEMON_FLAGS, findRuntime, type NodeRuntime } from './node-runtime.ts';
import { type Paths, resolvePaths } from './paths.ts';

const READY_MS = 10_000;
const POLL_MS = 50;
const STOP_MS = 15_000;
const LOG_LINES = 50;

/** What the daemon may see of the launcher's environment: nothing that belongs to a window or a shell session. */
const PASSED_ON =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|XDG_.*|APPDATA|LOCALAPPDATA|USERPROFILE|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|NIGHTDESK_.*)$/i;

/** Asks the daemon `session.hello`; resolves with its answer, or undefined while nobody answers. */
export type Probe<T> = (socket: string) => Promise<T | undefined>;

export interface LaunchOptions<T> {
  /** Program of the daemon: `daemon/main.ts`, or as built `out/main/daemon.js`. */
  readonly entry: string;
  readonly probe: Probe<T>;
  readonly env?: NodeJS.ProcessEnv;
  readonly runtime?: NodeRuntime;
  /** Starts it even if it keeps crashing. */
  readonly force?: boolean;
  /** Milliseconds to wait for it to answer. */
  readonly readyMs?: number;
}

/** The daemon did not come up; the message ends with the last lines of its boot log. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  /** Exit code of the process; null when it still runs, or was killed. */
  readonly exitCode: number | null;

  constructor(what: string, exitCode: number | null, log: string) {
    const lines = tail(log, LOG_LINES);
    super(lines.length > 0 ? `${what}\n${log} ends with:\n${lines.map((line) => `  ${line}`).join('\n')}` : what);
    this.exitCode = exitCode;
  }
}

/**
 * Starts the daemon so that it outlives whoever starts it, and waits until it answers.
 *
 * @returns what the probe got from it
 * @throws LaunchError
 */
export async function spawnDaemon<T>({
  entry,
  probe,
  env = process.env,
  runtime = findRuntime(),
  force = false,
  readyMs = READY_MS,
}: LaunchOptions<T>): Promise<T> {
  const paths = resolvePaths(env);
  keepBootLog(paths);
  const start = () => new Attempt(spawnDetached(entry, paths, env, runtime, force), runtime, paths);
  let attempt = start();
  for (const deadline = Date.now() + readyMs; Date.now() < deadline; await delay(POLL_MS)) {
    const answer = await probe(paths.socket);
    if (answer !== undefined) return answer;
    if (attempt.failure?.exitCode === HELD) attempt = start();
    else if (attempt.failure) throw attempt.failure;
  }
  throw attempt.failure ?? new LaunchError(`the daemon runs but does not answer after ${readyMs / 1000} s`, null, paths.bootLog);
}

/** Starts a daemon as this one was started, which lets go of its home before. What becomes of it shows at the socket and in its boot log. */
export function spawnSuccessor(): void {
  const paths = resolvePaths(process.env);
  keepBootLog(paths);
  spawnDetached(process.argv[1] ?? '', paths, process.env, findRuntime(), false);
}

/** Another daemon holds this home: one that came first and answers in a moment, or one that is just ending. */
const HELD = 3;

class Attempt {
  failure: LaunchError | undefined;

  constructor(child: ChildProcess, runtime: NodeRuntime, paths: Paths) {
    child.once('exit', (code, signal) => {
      this.failure = new LaunchError(`the daemon did not start: it ended with ${signal ?? `code ${code}`}`, code, paths.bootLog);
    });
    child.once('error', (error) => {
      this.failure = new LaunchError(`the daemon could not be started with ${runtime.command}: ${error.message}`, null, paths.bootLog);
    });
  }
}

/** What the last run said at its end may be the only trace of why it ended. */
function keepBootLog({ bootLog }: Paths): void {
  if (fs.existsSync(bootLog)) fs.renameSync(bootLog, `${bootLog}.1`);
}

function spawnDetached(entry: string, paths: Paths, env: NodeJS.ProcessEnv, runtime: NodeRuntime, force: boolean): ChildProcess {
  for (const folder of [paths.data, paths.logs]) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A file and not "ignore", so that a crash at boot can be read.
  const log = fs.openSync(paths.bootLog, 'a', 0o600);
  try {
    const child = spawn(runtime.command, [...DAEMON_FLAGS, entry, 'run', ...(force ? ['--force'] : [])], {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: paths.data,
      env: { ...minimal(env), ...runtime.env, NIGHTDESK_LAUNCHER: 'spawn' },
      windowsHide: true,
    });
    child.unref();
    return child;
  } finally {
    fs.closeSync(log);
  }
}

const minimal = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.test(name)));

export interface StopOptions<T> {
  readonly socket: string;
  readonly probe: Probe<T>;
  /** Asks the daemon to end (`daemon.stop` or `daemon.prepareRestart`). */
  readonly ask: () => Promise<void>;
  /** Milliseconds to wait for it to be gone. */
  readonly timeoutMs?: number;
}

/**
 * Ends the daemon in good order and waits until nobody answers any more. It is asked, never killed: the number in a
 * file may be somebody else's by now.
 *
 * @throws Error when it still answers after the time
 */
export async function stopDaemon<T>({ socket, probe, ask, timeoutMs = STOP_MS }: StopOptions<T>): Promise<void> {
  await ask();
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(POLL_MS)) {
    if ((await probe(socket)) === undefined) return;
  }
  throw new Error(`the daemon was asked to stop and still answers after ${timeoutMs / 1000} s`);
}
