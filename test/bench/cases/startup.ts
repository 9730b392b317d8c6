import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { DAEMON_FLAGS } from '../../../daemon/lifecycle/node-runtime.ts';
import { DAEMON } from '../../support/entry.ts';
import { alternate, type Figure } from '../lib/figures.ts';
import { end, scratch } from '../lib/processes.ts';

const HELLO = '{"jsonrpc":"2.0","id":1,"method":"session.hello"}\n';

/** From spawning the daemon to its first answer on the socket, on a home that has been used before. */
export async function startup(): Promise<Figure[]> {
  const home = scratch();
  await daemonStart(home);
  const taken = await alternate(9, { ours: () => daemonStart(home), baseline: bareStart });
  fs.rmSync(home, { recursive: true, force: true });
  return [{ name: 'daemon start to first answer', unit: 'ms', ...taken, against: 'node -e 0', goal: { atMost: 6 } }];
}

function bareStart(): Promise<number> {
  return new Promise((resolve) => {
    const started = performance.now();
    spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }).once('exit', () => resolve(performance.now() - started));
  });
}

async function daemonStart(home: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [...DAEMON_FLAGS, DAEMON, 'run'], { env: { ...process.env, NIGHTDESK_HOME: home }, stdio: 'ignore' });
  await firstAnswer(path.join(home, 'run/rpc.sock'), () => child.exitCode);
  const taken = performance.now() - started;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
  await end(child);
  return taken;
}

function firstAnswer(socketPath: string, exitCode: () => number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const attempt = () => {
      if (exitCode() !== null) return reject(new Error(`the daemon ended with ${exitCode()}`));
      const socket = net.connect(socketPath, () => socket.write(HELLO));
      socket.once('data', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', () => setTimeout(attempt, 2));
    };
    attempt();
  });
}
