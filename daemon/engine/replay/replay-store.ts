import type { ReplayRun, ReplaySummary } from '../../protocol/methods/replay.ts';
import type { Row, Statement, Store } from '../../store/store.ts';
import type { DeskSettings } from '../settings.ts';

/** What a replay was begun with. It holds to it through restarts, whatever the configuration says meanwhile. */
export interface ReplayTerms {
  readonly settings: DeskSettings;
  readonly startBalance: string;
  readonly currency: string;
  readonly makerFee: string;
  readonly takerFee: string;
  readonly slippage: string;
  /** Least distance of two points of the equity curve, milliseconds. */
  readonly sampleMs: number;
}

export interface ReplayRecord {
  readonly id: number;
  readonly file: string;
  /** SHA-256 of the file, so that a replay never goes on with another recording. */
  readonly digest: string;
  readonly pair: string;
  readonly timeframe: string;
  readonly strategy: string;
  readonly terms: ReplayTerms;
  readonly speed: number | 'max';
  state: ReplayRun['state'];
  /** Candles played. */
  candle: number;
  readonly candles: number;
  /** Public trades told of the candle that is being played. */
  ticks: number;
  marketTime: number | null;
  readonly startedAt: number;
  elapsedMs: number;
  error: string | null;
  summary: ReplaySummary | null;
}

export const accountOf = (id: number): string => `replay-${id}`;

/** Reads and writes the table of replays. */
export class ReplayStore {
  readonly #insert: Statement;
  readonly #progress: Statement<[number, number, number | null, number, number]>;
  readonly #end: Statement<[string, string | null, string | null, number]>;
  readonly #all: Statement<[]>;

  constructor(store: Store) {
    this.#insert = store.prepare(`
      INSERT INTO replays (file, digest, pair, timeframe, strategy, terms, speed, state, candles, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#progress = store.prepare('UPDATE replays SET candle = ?, ticks = ?, market_time = ?, elapsed_ms = ? WHERE id = ?');
    this.#end = store.prepare('UPDATE replays SET state = ?, error = ?, summary = ? WHERE id = ?');
    this.#all = store.prepare('SELECT * FROM replays ORDER BY id DESC');
  }

  insert(record: Omit<ReplayRecord, 'id'>): ReplayRecord {
    const { file, digest, pair, timeframe, strategy, terms, speed, state, candles, startedAt } = record;
    const values = [file, digest, pair, timeframe, strategy, JSON.stringify(terms), String(speed), state, candles, startedAt];
    return { ...record, id: Number(this.#insert.run(...values).lastInsertRowid) };
  }

  saveProgress({ candle, ticks, marketTime, elapsedMs, id }: ReplayRecord): void {
    this.#progress.run(candle, ticks, marketTime, Math.round(elapsedMs), id);
  }

  saveEnd({ state, error, summary, id }: ReplayRecord): void {
    this.#end.run(state, error, summary && JSON.stringify(summary), id);
  }

  /** Newest first. */
  all(): ReplayRecord[] {
    return this.#all.all().map(recordOf);
  }
}

function recordOf(row: Row): ReplayRecord {
  return {
    id: row.id as number,
    file: row.file as string,
    digest: row.digest as string,
    pair: row.pair as string,
    timeframe: row.timeframe as string,
    strategy: row.strategy as string,
    terms: termsOf(JSON.parse(row.terms as string) as ReplayTerms),
    speed: row.speed === 'max' ? 'max' : Number(row.speed),
    state: row.state as ReplayRecord['state'],
    candle: row.candle as number,
    candles: row.candles as number,
    ticks: row.ticks as number,
    marketTime: row.market_time as number | null,
    startedAt: row.started_at as number,
    elapsedMs: row.elapsed_ms as number,
    error: row.error as string | null,
    summary: row.summary === null ? null : (JSON.parse(row.summary as string) as ReplaySummary),
  };
}

/** Replays begun before there were protections have none. */
const termsOf = (terms: ReplayTerms): ReplayTerms => ({ ...terms, settings: { ...terms.settings, protections: terms.settings.protections ?? {} } });

/** The replay as clients see it. */
export function toRun(record: ReplayRecord): ReplayRun {
  const { id, file, pair, timeframe, strategy, speed, state, candle, candles, marketTime, startedAt, error, summary } = record;
  return { account: accountOf(id), file, pair, timeframe, strategy, speed, state, candle, candles, marketTime, startedAt, error, summary };
}
