import type { ErrorData } from '../../daemon/protocol/errors.ts';

/** A refusal of the daemon. Judged by its shape: an error that crossed from another process has lost its class. */
export interface Failure {
  readonly message: string;
  readonly data: ErrorData;
}

/** What came of a call. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('data' in error)) return null;
  const { data } = error;
  return typeof data === 'object' && data !== null && 'kind' in data ? { message: error.message, data: data as ErrorData } : null;
}
