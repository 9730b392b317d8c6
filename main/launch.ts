import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { probeDaemon } from '../daemon/client/probe.ts';
import { spawnDaemon, stopDaemon } from '../daemon/lifecycle/launch.ts';
import { ownPackage } from '../daemon/lifecycle/package.ts';
import { resolvePaths } from '../daemon/lifecycle/paths.ts';
import { pipeToken } from '../daemon/lifecycle/pipe-token.ts';
import { desiredState } from '../daemon/lifecycle/run-state.ts';
import { isInstalled, isServiceActive, planService, serviceContext, startService } from '../daemon/lifecycle/service.ts';

const READY_MS = 10_000;
const POLL_MS = 100;

/** The daemon's program, as built; out of the archive, where plain Node can read it. */
const entry = () => path.join(ownPackage().root, 'out/main/daemon.js').replace('app.asar', 'app.asar.unpacked');
/** On Windows, too, where the pipe asks for the token. */
const probe = (socket: string) => probeDaemon(socket, { token: pipeToken() });
const service = () => planService(serviceContext(entry()));

const NO_DAEMON_IN_APPIMAGE =
  'An AppImage is taken out of the file system when its window ends, so that a daemon started from it would lose its own program. ' +
  'Install the deb package, or start a daemon by `nightdesk daemon start` from another installation; this console attaches to it.';

/** Starts the daemon: by the system where it is installed as a service, else as a process of its own. Resolves when it answers. */
export async function launchDaemon(force: boolean): Promise<void> {
  const plan = service();
  if (!isInstalled(plan)) {
    if (process.env.APPIMAGE) throw new Error(NO_DAEMON_IN_APPIMAGE);
    await spawnDaemon({ entry: entry(), probe, force });
    return;
  }
  await startService(plan);
  const { socket } = resolvePaths();
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await delay(POLL_MS)) if (await probe(socket)) return;
  throw new Error(`the service was started, but no daemon answers at ${socket}`);
}

export const daemonDesired = (): 'running' | 'stopped' => desiredState(resolvePaths().runState);

export async function daemonSupervised(): Promise<boolean> {
  const plan = service();
  return isInstalled(plan) && (await isServiceActive(plan));
}

/** Resolves when the daemon that was asked to end is gone. */
export const daemonGone = (ask: () => Promise<unknown>): Promise<void> =>
  stopDaemon({ socket: resolvePaths().socket, probe, ask: async () => void (await ask()) });
