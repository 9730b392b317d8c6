/** Exit codes of the command; scripts rely on them. */
export const EXIT = { done: 0, failed: 1, usage: 2, noDaemon: 3, confirmation: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure with its exit code: what was wrong, and what to do about it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, { code = EXIT.failed, hint }: { code?: ExitCode; hint?: string } = {}) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

export const usageError = (message: string, hint?: string): CliError => new CliError(message, { code: EXIT.usage, ...(hint && { hint }) });
