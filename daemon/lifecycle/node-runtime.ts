import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ownPackage } from './package.ts';
import { runtimeProblem } from './runtime.ts';

export interface NodeRuntime {
  readonly command: string;
  /** Added to the environment of what it runs. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Given to Node for the daemon: a smaller nursery (MiB) keeps about 10 MB less resident in a process that mostly waits,
 * and costs it no measurable speed.
 */
export const DAEMON_FLAGS: readonly string[] = ['--min-semi-space-size=4', '--max-semi-space-size=4'];

interface Process {
  readonly execPath: string;
  readonly versions: { readonly node: string; readonly napi?: string | undefined; readonly electron?: string | undefined };
}

/**
 * A runtime that can run the daemon: the present one where it is new enough (Electron's binary as plain Node), else the
 * `node` that comes with the package.
 *
 * @throws Error when there is none
 */
export function findRuntime(current: Process = process, root: string = ownPackage().root): NodeRuntime {
  const tooOld = runtimeProblem(current.versions);
  if (!tooOld) return { command: current.execPath, env: current.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {} };
  const bundled = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(bundled) && runs(bundled)) return { command: bundled, env: {} };
  throw new Error(tooOld);
}

/** The package's placeholder stands there, too, where its binary for this system was not installed. */
function runs(command: string): boolean {
  try {
    return execFileSync(command, ['-p', 'process.versions.napi >= 10'], { encoding: 'utf8', timeout: 10_000 }).trim() === 'true';
  } catch {
    return false;
  }
}
