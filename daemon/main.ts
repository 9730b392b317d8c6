import fs from 'node:fs';
import module from 'node:module';
import { resolvePaths } from './lifecycle/paths.ts';
import { runtimeProblem } from './lifecycle/runtime.ts';

/** Everything else is loaded only where the runtime can bear it: on one too old, better-sqlite3 ends the process without a word. */
async function main(): Promise<void> {
  const problem = runtimeProblem();
  if (problem) {
    console.error(problem);
    process.exitCode = 1;
    return;
  }
  const { data, cache } = resolvePaths(process.env);
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  module.enableCompileCache(cache);
  const { run } = await import('./run.ts');
  await run(process.argv.slice(2));
}

await main();
