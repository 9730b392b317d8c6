import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * Reads a signing secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64.
 *
 * @throws TypeError saying what was expected; never holds the secret
 */
export function signingKey(secret: string): Buffer {
  const text = secret.trim();
  const base64 = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new TypeError(`expected ${PREFIX} followed by base64`);
  const key = Buffer.from(base64, 'base64');
  if (key.length < 24 || key.length > 64) throw new TypeError(`expected 24 to 64 bytes after ${PREFIX}, it has ${key.length}`);
  return key;
}

/**
 * Headers of a signed message (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * One signature for each key, so that a receiver may hold the old or the new secret while they are changed over.
 *
 * @param seconds Unix time of this attempt
 */
export function standardHeaders(id: string, seconds: number, body: string, keys: readonly Buffer[]): Record<string, string> {
  const headers: Record<string, string> = { 'webhook-id': id, 'webhook-timestamp': String(seconds) };
  if (keys.length > 0) {
    headers['webhook-signature'] = keys.map((key) => `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`).join(' ');
  }
  return headers;
}
