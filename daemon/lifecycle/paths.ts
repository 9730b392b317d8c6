import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';

export interface Paths {
  /** What `NIGHTDESK_HOME` names, else the folder of the data. */
  readonly home: string;
  readonly config: string;
  readonly data: string;
  readonly db: string;
  /** Holds the socket; 0700. */
  readonly run: string;
  /** Path of the local socket, or name of the pipe on Windows. */
  readonly socket: string;
  readonly logs: string;
  /** Key of the vault; apart from the data, so that a copy of the data alone opens no secret. */
  readonly vaultKey: string;
  readonly lock: string;
  /** Proves to the daemon that a client is this user; asked for on Windows only. */
  readonly token: string;
  /** How the last run ended and whether one is wanted. */
  readonly runState: string;
  /** Who runs now; informational. */
  readonly info: string;
  readonly bootLog: string;
  readonly cache: string;
  /** The user's own code. */
  readonly plugins: string;
  /** Set when the socket could not have its usual place. */
  readonly socketNote?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Bytes a socket's path may have without its closing NUL (`sun_path` of unix(7) is 108, of macOS 104). */
export const socketPathLimit = (platform: NodeJS.Platform = process.platform): number => (platform === 'linux' ? 107 : 103);

/**
 * Where everything lives. `NIGHTDESK_HOME` puts all of it under one folder; without it, the platform's own folders.
 *
 * @throws Error when no place short enough for the socket is found
 */
export function resolvePaths(env: Env = process.env, platform: NodeJS.Platform = process.platform): Paths {
  const own = env.NIGHTDESK_HOME ? path.resolve(env.NIGHTDESK_HOME) : undefined;
  const base = own ? under(own) : platformFolders(env);
  const { socket, note } = placeSocket(base.home, path.join(base.run, 'rpc.sock'), env, platform);
  const run = platform === 'win32' ? base.run : path.dirname(socket);
  return {
    home: base.home,
    config: path.join(base.config, 'config.jsonc'),
    data: base.data,
    db: path.join(base.data, 'nightdesk.db'),
    run,
    socket,
    logs: base.logs,
    vaultKey: path.join(base.config, 'vault.key'),
    lock: path.join(base.data, 'lock.db'),
    token: path.join(base.data, 'auth.token'),
    runState: path.join(base.data, 'run.json'),
    info: path.join(run, 'daemon.json'),
    bootLog: path.join(base.logs, 'boot.log'),
    cache: path.join(base.data, 'cache'),
    plugins: path.join(base.home, 'plugins'),
    ...(note && { socketNote: note }),
  };
}

/** The socket a client dials: `NIGHTDESK_SOCKET`, else the one of this user's daemon. */
export const clientSocket = (env: Env = process.env): string => env.NIGHTDESK_SOCKET || resolvePaths(env).socket;

const under = (home: string) => ({ home, config: home, data: path.join(home, 'data'), run: path.join(home, 'run'), logs: path.join(home, 'logs') });

function platformFolders(env: Env) {
  const { data, config, log } = envPaths('nightdesk', { suffix: '' });
  const run = env.XDG_RUNTIME_DIR ? path.join(env.XDG_RUNTIME_DIR, 'nightdesk') : path.join(data, 'run');
  return { home: data, config, data, run, logs: log };
}

function placeSocket(home: string, wanted: string, env: Env, platform: NodeJS.Platform): { socket: string; note?: string } {
  if (platform === 'win32') return { socket: `\\\\.\\pipe\\nightdesk-${digest(home)}` };
  const limit = socketPathLimit(platform);
  if (Buffer.byteLength(wanted) <= limit) return { socket: wanted };
  const owner = process.getuid?.() ?? os.userInfo().username;
  const folders = [
    ...(env.XDG_RUNTIME_DIR ? [path.join(env.XDG_RUNTIME_DIR, `nightdesk-${digest(home)}`)] : []),
    path.join(os.tmpdir(), `nightdesk-${owner}-${digest(home)}`),
  ];
  const socket = folders.map((folder) => path.join(folder, 'rpc.sock')).find((candidate) => Buffer.byteLength(candidate) <= limit);
  const why = `${wanted} is ${Buffer.byteLength(wanted)} bytes long, and the system allows a socket ${limit}`;
  if (!socket) throw new Error(`no place for the local socket: ${why}. Set NIGHTDESK_HOME or XDG_RUNTIME_DIR to a shorter path.`);
  return { socket, note: `The local socket is at ${socket}: ${why}.` };
}

/** Tells the daemons of several homes apart where they share a folder. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
