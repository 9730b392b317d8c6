import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import { daemonEnv } from './daemon.ts';
import { CLI } from './entry.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from stdin; nothing when absent. */
  readonly input?: string;
  readonly cwd?: string;
}

/** Starts the real command in a process of its own. */
export function startCli(words: readonly string[], { home, env = {}, cwd }: CliOptions): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [CLI, ...words], { env: { ...daemonEnv(home), NO_COLOR: undefined, FORCE_COLOR: undefined, ...env }, ...(cwd && { cwd }) });
}

/** Runs the real command to its end. */
export async function runCli(words: readonly string[], options: CliOptions): Promise<Ended> {
  const child = startCli(words, options);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A command that asks for nothing may have ended before.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The lines of a stream as they come; `next` waits for one. */
export function linesOf(stream: NodeJS.ReadableStream): { next(): Promise<string> } {
  const lines = readline.createInterface({ input: stream })[Symbol.asyncIterator]();
  return {
    async next() {
      const { done, value } = await lines.next();
      if (done) throw new Error('the stream ended');
      return value;
    },
  };
}
