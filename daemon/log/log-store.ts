import { type ParsedParams, type Result, RpcError } from '../protocol/index.ts';
import type { Statement, Store } from '../store/store.ts';
import { Upkeep } from '../store/upkeep.ts';

export type LogLine = Result<'logs.query'>['items'][number];
export type Level = LogLine['level'];

export const LEVELS: readonly Level[] = ['debug', 'info', 'warning', 'error'];

interface LogRow {
  id: number;
  ts: number;
  level: number;
  source: string;
  text: string;
  ref: string | null;
  data: string | null;
}

const FLUSH_MS = 500;
const CHUNK = 1000;
const DAY_MS = 86_400_000;
/** Lines that a search reads in one go. */
const WINDOW = 50_000;

export interface LogStoreOptions {
  readonly store: Store;
  /** Days that lines are kept, asked at each sweep. */
  readonly keepDays: () => number;
  readonly now?: () => number;
}

/** Log lines that can be searched. Written in batches: a crash may lose the last half second of them, the log file not. */
export class LogStore {
  readonly #store: Store;
  readonly #keepDays: () => number;
  readonly #now: () => number;
  readonly #insert: Statement<[number, number, number, string, string, string | null, string | null]>;
  readonly #delete: Statement<[number, number]>;
  readonly #firstSince: Statement<[number], { id: number }>;
  readonly #oldest: Statement<[], { id: number | null }>;
  #pending: LogLine[] = [];
  #lastId: number;
  #flushing: NodeJS.Timeout | undefined;
  readonly #upkeep = new Upkeep({ piece: () => this.sweep(), onFault });

  constructor({ store, keepDays, now = Date.now }: LogStoreOptions) {
    this.#store = store;
    this.#keepDays = keepDays;
    this.#now = now;
    this.#insert = store.prepare('INSERT INTO logs (id, ts, level, source, text, ref, data) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#delete = store.prepare('DELETE FROM logs WHERE id IN (SELECT id FROM logs WHERE ts < ? ORDER BY ts LIMIT ?)');
    this.#firstSince = store.prepare('SELECT id FROM logs WHERE ts >= ? ORDER BY ts, id LIMIT 1');
    this.#oldest = store.prepare('SELECT min(id) AS id FROM logs');
    this.#lastId = store.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM logs').get()?.id ?? 0;
  }

  /** Takes a line and gives it its number. */
  add(line: Omit<LogLine, 'id'>): LogLine {
    const numbered = { ...line, id: ++this.#lastId };
    this.#pending.push(numbered);
    this.#flushing ??= setTimeout(() => this.#attempt(() => this.flush()), FLUSH_MS).unref();
    return numbered;
  }

  flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    const lines = this.#pending;
    if (lines.length === 0) return;
    this.#pending = [];
    this.#store.transaction(() => {
      for (const { id, ts, level, source, text, ref, data } of lines) {
        this.#insert.run(id, ts, LEVELS.indexOf(level), source, text, ref ?? null, data === undefined ? null : JSON.stringify(data));
      }
    });
  }

  /**
   * Lines, newest first. A search reads so many lines at most, since trading waits meanwhile: its answer may be short and
   * still have a cursor to go on with.
   */
  query(params: ParsedParams<'logs.query'>): Result<'logs.query'> {
    this.flush();
    const oldest = this.#oldest.get()?.id ?? null;
    if (params.around !== undefined) return { items: this.#around(params.around, params.limit ?? 100), oldest };
    const { limit = 100, cursor } = params;
    const before = cursor === undefined ? this.#lastId + 1 : Number(cursor);
    if (!Number.isSafeInteger(before)) throw new RpcError('invalid', 'logs.query: `cursor` is not one of this list', { field: 'cursor' });
    const conditions = conditionsOf(params);
    const first = params.since === undefined ? oldest : (this.#firstSince.get(params.since)?.id ?? null);
    const from = conditions.length === 0 ? 0 : before - WINDOW;
    const where = ['id < ?', 'id >= ?', ...conditions.map(([condition]) => condition)].join(' AND ');
    const values = [before, from, ...conditions.map(([, value]) => value), limit + 1];
    const rows = this.#store.prepare<unknown[], LogRow>(`SELECT * FROM logs WHERE ${where} ORDER BY id DESC LIMIT ?`).all(...values);
    const items = rows.slice(0, limit).map(lineOf);
    const next = rows.length > limit ? items.at(-1)?.id : first !== null && from > first ? from : undefined;
    return { items, oldest, ...(next !== undefined && { nextCursor: String(next) }) };
  }

  #around(id: number, limit: number): LogLine[] {
    const after = this.#store.prepare<unknown[], LogRow>('SELECT * FROM logs WHERE id > ? ORDER BY id LIMIT ?').all(id, Math.floor((limit - 1) / 2));
    const before = this.#store.prepare<unknown[], LogRow>('SELECT * FROM logs WHERE id <= ? ORDER BY id DESC LIMIT ?').all(id, limit - after.length);
    return [...after.reverse(), ...before].map(lineOf);
  }

  start(): void {
    this.#upkeep.start();
  }

  stop(): void {
    this.#upkeep.stop();
    this.flush();
  }

  /** Deletes some of what is too old. @returns whether there may be more of it */
  sweep(): boolean {
    return this.#delete.run(this.#now() - this.#keepDays() * DAY_MS, CHUNK).changes === CHUNK;
  }

  /** Lines that can't be kept, such as on a full disk, are no reason to end the daemon. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      onFault(error);
    }
  }
}

function onFault(error: unknown): void {
  process.stderr.write(`log store: ${String(error)}\n`);
}

function conditionsOf({ level, source, text, ref, since }: ParsedParams<'logs.query'>): Array<[condition: string, value: string | number]> {
  const conditions: Array<[string, string | number | undefined]> = [
    ['level >= ?', level === undefined || level === 'debug' ? undefined : LEVELS.indexOf(level)],
    ['source = ?', source],
    ['instr(lower(text), lower(?)) > 0', text],
    ['ref = ?', ref],
    ['ts >= ?', since],
  ];
  return conditions.filter((one): one is [string, string | number] => one[1] !== undefined);
}

function lineOf({ id, ts, level, source, text, ref, data }: LogRow): LogLine {
  return {
    id,
    ts,
    level: LEVELS[level] ?? 'info',
    source,
    text,
    ...(ref !== null && { ref }),
    ...(data !== null && { data: JSON.parse(data) as unknown }),
  };
}
