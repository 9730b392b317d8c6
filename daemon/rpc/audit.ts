import type { Journal } from '../journal/journal.ts';
import { type ParsedParams, type Result, RpcError, type TopicData } from '../protocol/index.ts';
import type { Statement, Store } from '../store/store.ts';

export type AuditEntry = TopicData<'audit'>;

const MAX_PARAMS = 8192;
const REMOVED = '•••';

interface AuditRow extends Omit<AuditEntry, 'params' | 'elapsedMs'> {
  params: string;
  elapsed_ms: number;
}

/** Who changed what, by which way, with what outcome. Entries are never changed or deleted. */
export class Audit {
  readonly #journal: Journal;
  readonly #redact: (text: string) => string;
  readonly #insert: Statement<[Omit<AuditRow, 'id'>]>;
  readonly #page: Statement<[{ before: number; who: string | null; method: string | null; outcome: string | null; since: number; limit: number }], AuditRow>;

  /** @param options.redact removes known secrets from text, by value */
  constructor(options: { store: Store; journal: Journal; redact?: (text: string) => string }) {
    this.#journal = options.journal;
    this.#redact = options.redact ?? ((text) => text);
    this.#insert = options.store.prepare(
      `INSERT INTO audit (ts, who, role, via, method, params, outcome, error, elapsed_ms)
       VALUES (:ts, :who, :role, :via, :method, :params, :outcome, :error, :elapsed_ms)`,
    );
    this.#page = options.store.prepare(
      `SELECT * FROM audit
       WHERE id < :before AND ts >= :since AND (:who IS NULL OR who = :who) AND (:method IS NULL OR method = :method)
         AND (:outcome IS NULL OR outcome = :outcome)
       ORDER BY id DESC LIMIT :limit`,
    );
  }

  /** Writes an entry and its event, and with them, in the same transaction, what `alongside` writes. */
  record(entry: Omit<AuditEntry, 'id' | 'params'> & { params: object; secretParams?: readonly string[] | undefined }, alongside?: () => void): void {
    const { params, secretParams, elapsedMs, error, ...rest } = entry;
    const text = this.#shown(params, secretParams);
    const shownError = error === null ? null : this.#redact(error);
    this.#journal.write((emit) => {
      const { lastInsertRowid } = this.#insert.run({ ...rest, params: text, error: shownError, elapsed_ms: elapsedMs });
      emit('audit', { id: Number(lastInsertRowid), ...rest, params: JSON.parse(text), error: shownError, elapsedMs });
      alongside?.();
    });
  }

  /** Entries, newest first. */
  query({ who, method, outcome, since = 0, limit = 100, cursor }: ParsedParams<'audit.query'>): Result<'audit.query'> {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
    if (!Number.isSafeInteger(before)) throw new RpcError('invalid', 'audit.query: `cursor` is not one of this list', { field: 'cursor' });
    const rows = this.#page.all({ before, who: who ?? null, method: method ?? null, outcome: outcome ?? null, since, limit: limit + 1 });
    const items = rows.slice(0, limit).map(({ params, elapsed_ms, ...row }) => ({ ...row, params: JSON.parse(params), elapsedMs: elapsed_ms }));
    return rows.length > limit ? { items, nextCursor: String(items.at(-1)?.id) } : { items };
  }

  #shown(params: object, secret: readonly string[] = []): string {
    const visible = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, secret.includes(name) ? REMOVED : value]));
    const text = JSON.stringify(visible, (_name, value: unknown) => (typeof value === 'string' ? this.#redact(value) : value));
    return text.length > MAX_PARAMS ? JSON.stringify({ omitted: `${text.length} characters` }) : text;
  }
}
