import { randomUUID } from 'node:crypto';
import type { Rendered, Sender, SendResult } from './descriptor.ts';
import { attempt } from './outbox/attempt.ts';
import type { Clock } from './ports.ts';

/** Sends messages outside the queue, one after the other; tells the first that failed, else the last. */
export async function probe(sender: Sender, messages: readonly Rendered[], timeoutMs: number, clock: Clock): Promise<SendResult> {
  if (messages.length === 0 && sender.check) return sender.check(AbortSignal.timeout(timeoutMs));
  let result: SendResult = { outcome: 'dead', error: 'the channel has no target to send a test message to' };
  for (const { target, message } of messages) {
    const id = `msg_test_${randomUUID().replaceAll('-', '')}`;
    result = await attempt(sender, { id, target, message, attempt: 1, silent: false }, { timeoutMs, clock });
    if (result.outcome !== 'delivered') break;
  }
  return result;
}
