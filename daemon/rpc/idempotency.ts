import { createHash } from 'node:crypto';
import { RpcError } from '../protocol/index.ts';
import type { Statement, Store } from '../store/store.ts';

const LIFE_MS = 24 * 60 * 60 * 1000;
const SWEEP_MS = 60 * 60 * 1000;

/** How a mutation ended: its result as JSON text, or what it was refused for. */
export type Outcome = { readonly json: string } | { readonly error: RpcError };

/** A mutation that carries a key. */
export interface KeyedCall {
  readonly who: string;
  readonly key: string;
  readonly method: string;
  readonly params: object;
  readonly secretParams?: readonly string[] | undefined;
  readonly secretResult?: boolean | undefined;
}

interface KeyRow {
  method: string;
  fingerprint: Buffer;
  answer: string | null;
}

/**
 * Gives the same answer to the same key for 24 hours, over restarts. A key is on disk before its call is handled: if
 * the daemon dies between the effect and the answer, a repeat is told `outcome_unknown` and nothing runs twice.
 */
export class Idempotency {
  readonly #now: () => number;
  readonly #find: Statement<[string, string, number], KeyRow>;
  readonly #begin: Statement<[string, string, string, Buffer, number]>;
  readonly #answer: Statement<[string, string, string]>;
  readonly #forget: Statement<[string, string]>;
  readonly #sweep: Statement<[number]>;
  readonly #running = new Map<string, Promise<Outcome>>();
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(options: { store: Store; now: () => number }) {
    const { store, now } = options;
    this.#now = now;
    this.#find = store.prepare('SELECT method, fingerprint, answer FROM idempotency WHERE who = ? AND key = ? AND expires_at > ?');
    this.#begin = store.prepare('INSERT OR REPLACE INTO idempotency (who, key, method, fingerprint, expires_at) VALUES (?, ?, ?, ?, ?)');
    this.#answer = store.prepare('UPDATE idempotency SET answer = ? WHERE who = ? AND key = ?');
    this.#forget = store.prepare('DELETE FROM idempotency WHERE who = ? AND key = ?');
    this.#sweep = store.prepare('DELETE FROM idempotency WHERE expires_at <= ?');
  }

  /**
   * The outcome of the same call made before, or the one it will have if it is still running.
   *
   * @throws RpcError `conflict` when the key was used for another call, `outcome_unknown` when the daemon died in the middle
   */
  earlier(call: KeyedCall): Outcome | Promise<Outcome> | undefined {
    const row = this.#find.get(call.who, call.key, this.#now());
    if (row === undefined) return undefined;
    if (row.method !== call.method || !row.fingerprint.equals(fingerprint(call))) {
      throw new RpcError('conflict', `this idempotencyKey was used for another call (${row.method})`, {
        field: 'idempotencyKey',
        hint: 'a new call needs a new key; the same key repeats the same call with the same parameters',
      });
    }
    if (row.answer !== null) return restore(row.answer);
    const running = this.#running.get(slot(call));
    if (running) return running;
    throw new RpcError('outcome_unknown', `${call.method} was begun with this idempotencyKey and the daemon ended before it was answered`, {
      hint: 'look whether it took effect, then call again with a new key if it did not',
    });
  }

  /** Writes the key down, durably, before the call is handled. */
  begin(call: KeyedCall): void {
    const now = this.#now();
    if (now - this.#sweptAt > SWEEP_MS) {
      this.#sweptAt = now;
      this.#sweep.run(now);
    }
    this.#begin.run(call.who, call.key, call.method, fingerprint(call), now + LIFE_MS);
  }

  /** Lets repeats wait for a call that is under way. */
  running(call: KeyedCall, outcome: Promise<Outcome>): void {
    const key = slot(call);
    this.#running.set(key, outcome);
    void outcome.finally(() => this.#running.delete(key));
  }

  /** Keeps the answer; a failure that asks to be tried again frees the key instead. Call it in the transaction that records the call. */
  finish(call: KeyedCall, outcome: Outcome): void {
    if ('error' in outcome && outcome.error.data.retryable && outcome.error.kind !== 'internal') this.#forget.run(call.who, call.key);
    else this.#answer.run(keep(call, outcome), call.who, call.key);
  }
}

const slot = (call: KeyedCall): string => JSON.stringify([call.who, call.key]);

/** Secrets are left out: even a hash of a weak one could be guessed from a stolen store. */
function fingerprint(call: KeyedCall): Buffer {
  const compared = Object.fromEntries(Object.entries(call.params).filter(([name]) => !call.secretParams?.includes(name)));
  return createHash('sha256').update(canonical(compared)).digest();
}

/** JSON with sorted names, so that their order does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

function keep(call: KeyedCall, outcome: Outcome): string {
  if ('error' in outcome) return JSON.stringify({ error: outcome.error.toObject() });
  if (!call.secretResult) return `{"result":${outcome.json}}`;
  const shown = new RpcError('conflict', `${call.method} was carried out; its answer held a secret and was shown once`, {
    hint: 'call again with a new key to get a new one',
  });
  return JSON.stringify({ error: shown.toObject() });
}

function restore(answer: string): Outcome {
  const kept = JSON.parse(answer) as { result?: unknown; error?: Parameters<typeof RpcError.from>[0] };
  return kept.error ? { error: RpcError.from(kept.error) } : { json: JSON.stringify(kept.result) };
}
