import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestId } from '../../protocol/jsonrpc.ts';
import { RpcError } from '../../protocol/rpc-error.ts';

const MAX_FAILURES = 3;

/** What became of a message: through to the dispatcher, or answered here; `close` when patience is at its end. */
export type Verdict = { pass: true } | { pass: false; answer: string | undefined; close: boolean };

/**
 * Keeps a connection shut until its `session.hello` carries the token. For ways in that the system does not guard: a
 * Windows pipe is open to every user of the machine.
 */
export class TokenGate {
  readonly #digest: Buffer;
  #open = false;
  #failures = 0;

  constructor(token: string) {
    this.#digest = digest(token);
  }

  judge(message: unknown): Verdict {
    if (this.#open) return { pass: true };
    const { id, method, params } = (message ?? {}) as { id?: RequestId; method?: unknown; params?: { token?: unknown } };
    const token = method === 'session.hello' ? params?.token : undefined;
    if (typeof token === 'string' && timingSafeEqual(digest(token), this.#digest)) {
      this.#open = true;
      return { pass: true };
    }
    this.#failures += 1;
    return { pass: false, answer: refusal(id ?? null, token === undefined), close: this.#failures >= MAX_FAILURES };
  }
}

/** Hashed, so that both sides of the comparison are equally long. */
const digest = (token: string) => createHash('sha256').update(token).digest();

function refusal(id: RequestId, missing: boolean): string {
  const error = new RpcError('unauthenticated', missing ? 'say session.hello with the token first' : 'this token is not accepted', {
    hint: 'the token stands in a file beside the socket that only its owner can read',
  });
  return JSON.stringify({ jsonrpc: '2.0', id, error: error.toObject() });
}
