import { randomUUID } from 'node:crypto';
import type { Rendered, Sender, SendResult } from './descriptor.ts';

const GRACE_MS = 500;

/** Sends messages outside the queue, one after the other; tells the first that failed, else the last. */
export async function probe(sender: Sender, messages: readonly Rendered[], timeoutSeconds: number): Promise<SendResult> {
  let result: SendResult = { outcome: 'dead', error: 'the channel has no target to send a test message to' };
  for (const { target, message } of messages) {
    result = await attempt(sender, target, message, timeoutSeconds);
    if (result.outcome !== 'delivered') break;
  }
  return result;
}

async function attempt(sender: Sender, target: string, message: string, timeoutSeconds: number): Promise<SendResult> {
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  const overdue = Promise.withResolvers<SendResult>();
  const late: SendResult = { outcome: 'unknown', error: `no answer within ${timeoutSeconds} s` };
  signal.addEventListener('abort', () => setTimeout(() => overdue.resolve(late), GRACE_MS).unref());
  try {
    const id = `msg_test_${randomUUID().replaceAll('-', '')}`;
    return await Promise.race([sender.send({ id, target, message, attempt: 1 }, signal), overdue.promise]);
  } catch (error) {
    return { outcome: 'unknown', error: error instanceof Error ? error.message : String(error) };
  }
}
