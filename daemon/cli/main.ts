import fs from 'node:fs';
import module from 'node:module';
import { resolvePaths } from '../lifecycle/paths.ts';

/** Compiled code is kept between runs, where the daemon has made its folders: only they belong to this user for certain. */
function keepCompiledCode(): void {
  const { data, cache } = resolvePaths();
  if (fs.existsSync(data)) module.enableCompileCache?.(cache);
}

/** Whoever reads the output may stop early, as `head` does; that is no failure. */
function endWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

keepCompiledCode();
endWhenNobodyReads(process.stdout);
endWhenNobodyReads(process.stderr);
const { run } = await import('./run.ts');
const code = await run(process.argv.slice(2));
if (code !== 0) process.exitCode = code;
