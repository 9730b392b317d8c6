import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findRuntime } from '../../../daemon/lifecycle/node-runtime.ts';
import { NAPI_NEEDED, runtimeProblem } from '../../../daemon/lifecycle/runtime.ts';
import { LockHeldError, ProcessLock } from '../../../daemon/store/lock.ts';
import { ROOT } from '../../support/entry.ts';
import { tempFolder } from '../../support/temp.ts';

/** A process that takes the lock, says so and waits. */
async function holder(file: string): Promise<ChildProcess> {
  const program = `
    import { ProcessLock } from ${JSON.stringify(path.join(ROOT, 'daemon/store/lock.ts'))};
    new ProcessLock(${JSON.stringify(file)});
    console.log('held');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}

test('a lock that another process holds is refused, and free again after SIGKILL', async () => {
  const file = path.join(tempFolder(), 'lock.db');
  const child = await holder(file);
  expect(() => new ProcessLock(file)).toThrow(LockHeldError);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  new ProcessLock(file).release();
});

test('a lock that was released can be taken again', () => {
  const file = path.join(tempFolder(), 'lock.db');
  new ProcessLock(file).release();
  new ProcessLock(file).release();
});

test('a runtime that is too old is refused with a word on what to do', () => {
  expect(runtimeProblem({ node: '20.19.0', napi: '9' })).toMatch(/needs Node 22\.14 or newer; this is Node 20\.19\.0/);
  expect(runtimeProblem({ node: '24.21.0', napi: String(NAPI_NEEDED) })).toBeUndefined();
  expect(runtimeProblem()).toBeUndefined();
});

test('the runtime for the daemon: the present one, Electron as plain Node, else the one that comes along', () => {
  expect(findRuntime({ execPath: '/n', versions: { node: '24.0.0', napi: '10' } })).toEqual({ command: '/n', env: {} });
  expect(findRuntime({ execPath: '/e', versions: { node: '24.0.0', napi: '10', electron: '45.0.0' } })).toEqual({
    command: '/e',
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  expect(() => findRuntime({ execPath: '/old', versions: { node: '20.0.0', napi: '9' } }, tempFolder())).toThrow(/needs Node/);
});
