import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DaemonClient } from '../../daemon/client/client.ts';
import { socketConnector } from '../../daemon/client/socket.ts';
import { DAEMON_FLAGS } from '../../daemon/lifecycle/node-runtime.ts';
import { DAEMON } from './entry.ts';

export interface StartOptions {
  /** A home to go on with; a fresh one, removed at the end, when absent. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Its program; the one under test when absent. */
  readonly entry?: string;
  /** Text of `config.jsonc`, written before the start. */
  readonly config?: string;
  /** A module loaded before its program; messages go to and from it by `child`. */
  readonly preload?: string;
}

export interface RunningDaemon {
  readonly home: string;
  readonly socket: string;
  readonly client: DaemonClient;
  readonly pid: number;
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly output: () => string;
  /** Sends a signal and waits for the end of the process. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it in good order and removes a home that was made for it. @returns its exit code */
  stop(): Promise<number | null>;
}

export const makeHome = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'nd-'));

/** The environment of a daemon under test: its own home, no fixed port, nothing of the surrounding one. */
export function daemonEnv(home: string, env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NIGHTDESK')));
  return { ...inherited, NIGHTDESK_HOME: home, NIGHTDESK__CONSOLE__PORT: '0', ...env };
}

/** Starts the real daemon in a process of its own, and resolves when it answers on its socket. */
export async function startDaemon(options: StartOptions = {}): Promise<RunningDaemon> {
  const home = options.home ?? makeHome();
  if (options.config !== undefined) fs.writeFileSync(path.join(home, 'config.jsonc'), options.config);
  const preload = options.preload === undefined ? [] : ['--import', options.preload];
  const child = spawn(process.execPath, [...DAEMON_FLAGS, ...preload, options.entry ?? DAEMON, 'run'], {
    env: daemonEnv(home, options.env),
    stdio: ['ignore', 'pipe', 'pipe', ...(options.preload === undefined ? [] : ['ipc' as const])],
  });
  const output = gather(child);
  const ended = once(child, 'exit');
  const socket = path.join(home, 'run', 'rpc.sock');
  const client = new DaemonClient({ connect: socketConnector(socket), client: 'test', backoff: { baseMs: 20, maxMs: 200 } });
  const exit = ended.then(() => {
    throw new Error(`the daemon ended before it answered:\n${output()}`);
  });
  exit.catch(() => {});
  try {
    await Promise.race([client.call('session.hello', {}, { wait: true }), exit]);
  } catch (error) {
    client.close();
    child.kill('SIGKILL');
    throw error;
  }
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal);
    await ended;
  };
  return {
    home,
    socket,
    client,
    pid: child.pid!,
    child,
    output,
    kill,
    async stop() {
      client.close();
      if (child.exitCode === null && child.signalCode === null) await kill('SIGTERM');
      if (options.home === undefined) fs.rmSync(home, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

function gather(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}
