import fs from 'node:fs';
import path from 'node:path';
import type { Connection, Hello } from '../client/index.ts';
import { LaunchError, spawnDaemon, stopDaemon } from '../lifecycle/launch.ts';
import { ownPackage } from '../lifecycle/package.ts';
import { resolvePaths } from '../lifecycle/paths.ts';
import { connect, probe } from './connection.ts';
import { CliError } from './exit.ts';

/** Program of the daemon that goes with this command: as built, or from source. */
export function daemonEntry(): string {
  const { root } = ownPackage();
  const built = path.join(root, 'out/main/daemon.js');
  return import.meta.dirname.startsWith(path.join(root, 'out')) && fs.existsSync(built) ? built : path.join(root, 'daemon/main.ts');
}

/**
 * Starts a daemon of its own life for the home that `env` names.
 *
 * @throws CliError with the last lines of its boot log
 */
export async function startDaemon(env: NodeJS.ProcessEnv = process.env, force = false): Promise<Hello> {
  try {
    return await spawnDaemon({ entry: daemonEntry(), probe, env, force });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    throw new CliError(error.message, { hint: 'Find out more with: nightdesk doctor' });
  }
}

/** The connection to the daemon, and whether it had to be started for it. */
export async function attach(onStart: () => void): Promise<{ client: Connection; started: boolean }> {
  const { socket } = resolvePaths();
  const running = await probe(socket);
  if (!running) {
    onStart();
    await startDaemon();
  }
  return { client: await connect(socket), started: !running };
}

/** Asks the daemon to end and waits until it is gone. */
export const endDaemon = (socket: string, ask: () => Promise<unknown>): Promise<void> => stopDaemon({ socket, probe, ask: async () => void (await ask()) });
