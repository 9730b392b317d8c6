import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection, Hello } from '../client/index.ts';
import { LaunchError, spawnDaemon, stopDaemon } from '../lifecycle/launch.ts';
import { ownPackage } from '../lifecycle/package.ts';
import { resolvePaths } from '../lifecycle/paths.ts';
import type { ServicePlan } from '../lifecycle/service.ts';
import { connect, probe } from './connection.ts';
import { CliError } from './exit.ts';

const READY_MS = 10_000;
const POLL_MS = 50;

/** Program of the daemon that goes with this command: as built, or from source. */
export function daemonEntry(): string {
  const { root } = ownPackage();
  const built = path.join(root, 'out/main/daemon.js');
  return import.meta.dirname.startsWith(path.join(root, 'out')) && fs.existsSync(built) ? built : path.join(root, 'daemon/main.ts');
}

/**
 * Starts the daemon of the home that `env` names, by the service manager where it is installed for it, and waits until it
 * answers.
 *
 * @throws CliError with the last lines of its boot log
 */
export async function startDaemon(env: NodeJS.ProcessEnv = process.env, force = false): Promise<Hello> {
  const service = await installedService(env);
  if (service && !force) return startByService(service, resolvePaths(env).socket);
  try {
    return await spawnDaemon({ entry: daemonEntry(), probe, env, force });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    throw new CliError(error.message, { hint: 'Find out more with: nightdesk doctor' });
  }
}

async function installedService(env: NodeJS.ProcessEnv): Promise<ServicePlan | undefined> {
  const { isCurrent, planService, serviceContext } = await import('../lifecycle/service.ts');
  try {
    const plan = planService(serviceContext(daemonEntry(), env));
    return isCurrent(plan) ? plan : undefined;
  } catch {
    return undefined;
  }
}

async function startByService(plan: ServicePlan, socket: string): Promise<Hello> {
  const { startService } = await import('../lifecycle/service.ts');
  await startService(plan);
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await delay(POLL_MS)) {
    const hello = await probe(socket);
    if (hello) return hello;
  }
  throw new CliError(`the ${plan.kind} was started and does not answer after ${READY_MS / 1000} s`, { hint: 'Find out more with: nightdesk doctor' });
}

/**
 * The connection to the daemon of this home, which is started if none runs.
 *
 * @param onStart told before it is started
 */
export async function attach({
  onStart,
  force,
}: {
  onStart?: () => void;
  force?: boolean | undefined;
} = {}): Promise<{ client: Connection; started: boolean }> {
  const { socket } = resolvePaths();
  const running = await probe(socket);
  if (!running) {
    onStart?.();
    await startDaemon(process.env, force);
  }
  return { client: await connect(socket), started: !running };
}

/**
 * Asks the daemon to end and waits until its process is gone: it lets go of its home last, after its socket.
 *
 * @param ask makes the call that ends it
 */
export async function endDaemon(client: Connection, ask: () => Promise<unknown>): Promise<void> {
  const { pid, socket } = await client.call('daemon.status', {});
  await stopDaemon({ socket, probe, ask: async () => void (await ask()) });
  for (const deadline = Date.now() + READY_MS; isAlive(pid) && Date.now() < deadline; ) await delay(POLL_MS);
}

/** Where nobody collects the dead, as in many containers, they keep their number: those do not count. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = process.platform === 'linux' ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch {
    return false;
  }
}
