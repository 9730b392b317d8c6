import { EXIT, type ExitCode } from './exit.ts';
import { buildProgram } from './program.ts';
import { report } from './report.ts';

/** Runs the command with its words, and answers the exit code. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  try {
    const program = buildProgram();
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    return report(error, process.stderr);
  }
}
