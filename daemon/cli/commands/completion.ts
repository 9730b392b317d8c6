import { Argument, type Command } from 'commander';
import { action, examples } from '../command.ts';
import { complete } from '../completion/complete.ts';
import { completionScript, SHELLS, type Shell } from '../completion/scripts.ts';

/** Completion in the shell. */
export function registerCompletion(program: Command): void {
  examples(program.command('completion').description('Prints the script that completes commands, methods and topics in a shell.'), 'completion bash')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(action(async (cli, _options, shell) => cli.terminal.print(completionScript(shell as Shell))));
  program
    .command('__complete', { hidden: true })
    .argument('<line>')
    .action((line: string) => {
      const found = complete(program, line.trimStart().split(/\s+/).slice(1));
      if (found.length > 0) process.stdout.write(`${found.join('\n')}\n`);
    });
}
