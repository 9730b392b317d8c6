import type { Signal, SignalOutcome } from '../protocol/schemas/signals.ts';
import type { Statement, Store } from '../store/store.ts';
import { type Hook, storedHook } from './hook.ts';

export interface StoredHook {
  readonly hook: Hook;
  readonly createdAt: number;
}

export interface NewSignal {
  readonly hook: string;
  readonly account: string;
  readonly ts: number;
  readonly remote: string;
  /** What tells this delivery from others of the hook; null: it may come again and is then a new one. */
  readonly delivery: string | null;
  readonly digest: Uint8Array;
  readonly message: string;
  readonly action: 'buy' | 'sell' | null;
  readonly pair: string | null;
  readonly outcome: SignalOutcome;
  /** HTTP status it was answered with. */
  readonly status: number;
  readonly reason: string | null;
  readonly orders: readonly string[];
}

export interface StoredSignal extends NewSignal {
  readonly id: number;
  readonly repeats: number;
}

type Row = Omit<StoredSignal, 'orders'> & { readonly orders: string };

/** Longer ago, and a signal is no longer on record. */
const KEEP_MS = 90 * 86_400_000;
const SWEEP_MS = 3600_000;

/** Hooks, and the signals that came in through them. */
export class SignalStore {
  readonly #hooks: Statement<[], { id: string; hook: string; created_at: number }>;
  readonly #putHook: Statement<[string, string, number]>;
  readonly #deleteHook: Statement<[string]>;
  readonly #release: Statement<[string]>;
  readonly #insert: Statement<[Omit<Row, 'id' | 'repeats'>]>;
  readonly #byDelivery: Statement<[string, string], Row>;
  readonly #last: Statement<[string], Row>;
  readonly #repeat: Statement<[number]>;
  readonly #settle: Statement<[SignalOutcome, number, string | null, number]>;
  readonly #page: Statement<[{ hook: string | null; outcome: string | null; before: number; limit: number }], Row>;
  readonly #counts: Statement<[], { hook: string; count: number; ts: number }>;
  readonly #sweep: Statement<[number]>;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(store: Store) {
    this.#hooks = store.prepare('SELECT id, hook, created_at FROM signal_hook ORDER BY created_at, id');
    this.#putHook = store.prepare('INSERT INTO signal_hook (id, hook, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET hook = excluded.hook');
    this.#deleteHook = store.prepare('DELETE FROM signal_hook WHERE id = ?');
    this.#release = store.prepare('UPDATE signal SET delivery = NULL WHERE hook = ? AND delivery IS NOT NULL');
    this.#insert = store.prepare(
      `INSERT INTO signal (hook, account, ts, remote, delivery, digest, message, action, pair, outcome, status, reason, orders)
       VALUES (:hook, :account, :ts, :remote, :delivery, :digest, :message, :action, :pair, :outcome, :status, :reason, :orders)`,
    );
    this.#byDelivery = store.prepare('SELECT * FROM signal WHERE hook = ? AND delivery = ? ORDER BY id DESC LIMIT 1');
    this.#last = store.prepare('SELECT * FROM signal WHERE hook = ? ORDER BY id DESC LIMIT 1');
    this.#repeat = store.prepare('UPDATE signal SET repeats = repeats + 1 WHERE id = ?');
    this.#settle = store.prepare('UPDATE signal SET outcome = ?, status = ?, reason = ? WHERE id = ?');
    this.#page = store.prepare(
      `SELECT * FROM signal WHERE id < :before AND (:hook IS NULL OR hook = :hook) AND (:outcome IS NULL OR outcome = :outcome) ORDER BY id DESC LIMIT :limit`,
    );
    this.#counts = store.prepare('SELECT hook, count(*) AS count, max(ts) AS ts FROM signal GROUP BY hook');
    this.#sweep = store.prepare('DELETE FROM signal WHERE ts < ?');
  }

  /** Oldest first. */
  hooks(): StoredHook[] {
    return this.#hooks.all().map(({ id, hook, created_at }) => ({ hook: storedHook(id, hook), createdAt: created_at }));
  }

  putHook(hook: Hook, now: number): void {
    this.#putHook.run(hook.id, JSON.stringify(hook), now);
  }

  /** What it received stays, but keeps nothing from a later hook of the same name. */
  deleteHook(id: string): void {
    this.#deleteHook.run(id);
    this.#release.run(id);
  }

  insert(signal: NewSignal): StoredSignal {
    if (signal.ts - this.#sweptAt > SWEEP_MS) {
      this.#sweptAt = signal.ts;
      this.#sweep.run(signal.ts - KEEP_MS);
    }
    const { lastInsertRowid } = this.#insert.run({ ...signal, orders: JSON.stringify(signal.orders) });
    return { ...signal, id: Number(lastInsertRowid), repeats: 0 };
  }

  /** The newest of that delivery. */
  find(hook: string, delivery: string): StoredSignal | undefined {
    return stored(this.#byDelivery.get(hook, delivery));
  }

  last(hook: string): StoredSignal | undefined {
    return stored(this.#last.get(hook));
  }

  repeated(id: number): void {
    this.#repeat.run(id);
  }

  settle({ id }: StoredSignal, { outcome, status, reason }: Pick<NewSignal, 'outcome' | 'status' | 'reason'>): void {
    this.#settle.run(outcome, status, reason, id);
  }

  /** Newest first, those before `before`. */
  page(filter: { hook: string | null; outcome: string | null; before: number; limit: number }): StoredSignal[] {
    return this.#page.all(filter).map((row) => stored(row) as StoredSignal);
  }

  /** How many of each hook are on record, and when the last came. */
  counts(): Map<string, { count: number; lastAt: number }> {
    return new Map(this.#counts.all().map(({ hook, count, ts }) => [hook, { count, lastAt: ts }]));
  }
}

function stored(row: Row | undefined): StoredSignal | undefined {
  return row && { ...row, orders: JSON.parse(row.orders) as string[] };
}

export const signalId = (id: number): string => `s_${id}`;

/** The signal as clients see it. */
export function toSignal({ id, hook, account, ts, remote, action, pair, outcome, reason, orders, repeats, message }: StoredSignal): Signal {
  return { id: signalId(id), hook, account, ts, remote, action, pair, outcome, reason, orders: [...orders], repeats, message };
}
