import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../support/entry.ts';

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export const scratch = () => fs.mkdtempSync(path.join(os.tmpdir(), 'nightdesk-bench-'));

/** Starts a server of `test/bench/servers` in a process of its own and waits for its line `ready`, the `greeting`. */
export async function startServer(name: string, args: string[]): Promise<ChildProcess & { readonly greeting: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'test/bench/servers', `${name}.ts`), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return Object.assign(child, { greeting: await untilLine(child, 'ready') });
}

/** Resolves with the first line of output that starts with `start`. */
export function untilLine(child: ChildProcess, start: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n').find((one) => one.startsWith(start));
      if (line === undefined || !text.includes('\n', text.indexOf(line))) return;
      child.stdout?.off('data', read);
      child.off('exit', ended);
      resolve(line);
    };
    const ended = (code: number | null) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code} before it said "${start}"`));
    child.stdout?.on('data', read);
    child.once('exit', ended);
  });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
