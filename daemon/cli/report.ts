import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { RpcError } from '../protocol/index.ts';
import { CliError, EXIT, type ExitCode } from './exit.ts';

/** Says on stderr what went wrong and what to do about it. */
export function report(error: unknown, stderr: NodeJS.WriteStream): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const label = styleText('red', 'error:', { stream: stderr });
  const { message, hint, code } = explain(error);
  stderr.write(`${label} ${message}\n${hint ? `${hint}\n` : ''}`);
  return code;
}

function explain(error: unknown): { message: string; hint: string | undefined; code: ExitCode } {
  if (error instanceof CliError) return { message: error.message, hint: error.hint, code: error.code };
  if (error instanceof RpcError) return explainRefusal(error);
  return { message: error instanceof Error ? error.message : String(error), hint: undefined, code: EXIT.failed };
}

function explainRefusal({ kind, message, data }: RpcError): { message: string; hint: string | undefined; code: ExitCode } {
  const field = data.field && !message.includes(data.field) ? `${data.field}: ` : '';
  const ref = data.ref ? `Find the details with: nightdesk logs --text ${data.ref}` : undefined;
  return {
    message: `${field}${message} (${kind})`,
    hint: [data.hint, ref].filter(Boolean).join('\n') || undefined,
    code: kind === 'confirmation_required' ? EXIT.confirmation : EXIT.failed,
  };
}
