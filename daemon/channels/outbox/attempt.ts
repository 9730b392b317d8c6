import type { Outgoing, Sender, SendResult } from '../descriptor.ts';
import type { Clock } from '../ports.ts';

interface AttemptOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Aborted when the time is over; may be aborted before. */
  readonly abort?: AbortController;
  readonly onThrow?: (error: unknown) => void;
}

/** What a sender may take to come back after it was told to give up. */
export const GRACE_MS = 1000;

/** Sends once and never longer than the time given, however the sender behaves. A throw counts as an answer lost. */
export async function attempt(
  sender: Sender,
  message: Outgoing,
  { timeoutMs, clock, abort = new AbortController(), onThrow }: AttemptOptions,
): Promise<SendResult> {
  const late = `no answer within ${timeoutMs / 1000} s`;
  const overdue = Promise.withResolvers<SendResult>();
  const cancels = [
    clock.after(timeoutMs, () => abort.abort(new Error(late))),
    clock.after(timeoutMs + GRACE_MS, () => overdue.resolve({ outcome: 'unknown', error: late })),
  ];
  try {
    return await Promise.race([sender.send(message, abort.signal), overdue.promise]);
  } catch (error) {
    onThrow?.(error);
    return { outcome: 'unknown', error: error instanceof Error ? error.message : String(error) };
  } finally {
    for (const cancel of cancels) cancel();
  }
}
