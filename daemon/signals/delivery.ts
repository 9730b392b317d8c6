import { createHash } from 'node:crypto';
import type { Hook } from './hook.ts';
import type { ReadMessage } from './template.ts';

/** A message whose sender showed the secret of the hook. */
export interface Delivery {
  readonly hook: Hook;
  /** Address it came from. */
  readonly remote: string;
  readonly read: ReadMessage;
}

/** What tells a delivery from others of its hook. */
export interface Identity {
  /** `id:…` as the sender names it, `time:…` for words with a time in them, `body:…` for words without. */
  readonly key: string;
  /** Of the words without the secret, so that a new secret makes no new signal and the store holds no hash of one. */
  readonly digest: Buffer;
}

/** Two deliveries of the same words without time or id are one within this time, and two after it. */
export const SAME_MS = 60_000;

export function identify({ values, shown }: ReadMessage): Identity {
  const digest = createHash('sha256').update(shown).digest();
  if (values.id !== undefined) return { key: `id:${values.id}`, digest };
  return { key: `${values.time === undefined ? 'body' : 'time'}:${digest.toString('hex')}`, digest };
}
