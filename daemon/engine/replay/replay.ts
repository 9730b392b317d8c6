import { setImmediate } from 'node:timers/promises';
import type { ReplaySource } from '../../exchange/port.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Log } from '../../log/log.ts';
import type { Desk } from '../desk/desk.ts';
import type { BookQueries } from '../queries.ts';
import { accountOf, type ReplayRecord, type ReplayStore, toRun } from './replay-store.ts';
import { summaryOf } from './summary.ts';

/** Candles committed at once at full speed: enough to make commits cheap, few enough that nobody waits for long. */
const BATCH = 512;

export interface ReplayParts {
  readonly record: ReplayRecord;
  readonly source: ReplaySource;
  readonly desk: Desk;
  readonly journal: Journal;
  readonly store: ReplayStore;
  readonly queries: BookQueries;
  readonly log: Log;
  /** Public trades told of the candle being played. */
  readonly ticks: () => number;
}

/**
 * One replay at work. How far it has come is written in the same transaction as what came of it, so a crash at any moment
 * leaves a book that goes on exactly where it stands.
 */
export class Replay {
  readonly record: ReplayRecord;
  readonly desk: Desk;
  readonly #parts: ReplayParts;
  readonly #begunAt = performance.now();
  readonly #elapsedBefore: number;
  #isHalted = false;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
    this.record = parts.record;
    this.desk = parts.desk;
    this.#elapsedBefore = parts.record.elapsedMs;
  }

  /** Plays until the end, or until halted. Never throws: a replay that fails says so in its record. */
  async play(): Promise<void> {
    try {
      await this.desk.start();
      if (this.record.speed === 'max') await this.#playAtOnce();
    } catch (error) {
      this.fail(error);
    }
  }

  async #playAtOnce(): Promise<void> {
    const { source } = this.#parts;
    while (!this.#isHalted && this.record.state === 'running') {
      this.desk.write(() => {
        source.drain(BATCH);
        if (this.record.state === 'running') this.saveProgress();
      });
      await setImmediate();
    }
  }

  /** Call inside the write that the progress belongs to. */
  saveProgress(): void {
    const { record, source } = this.#parts;
    record.candle = source.position;
    record.ticks = this.#parts.ticks();
    record.marketTime = source.now();
    record.elapsedMs = this.#elapsedBefore + performance.now() - this.#begunAt;
    this.#parts.store.saveProgress(record);
  }

  /** Leaves everything as it is; the replay goes on at the next start. */
  async halt(): Promise<void> {
    this.#isHalted = true;
    await this.desk.stop();
  }

  /**
   * Ends the replay: whatever is held is sold at the last price, as backtests do, so that the final equity is money and
   * not opinion.
   */
  end(state: 'done' | 'stopped'): void {
    const { record, journal, queries, store } = this.#parts;
    if (record.state !== 'running') return;
    journal.write(() => {
      this.desk.liquidate(END_OF_DATA);
      this.saveProgress();
      const summary = summaryOf(record, this.desk.books.record, this.desk.books.valuation.equity, queries.allTrades(accountOf(record.id)));
      const ended = { ...record, state, summary };
      store.saveEnd(ended);
      journal.append('replay.state', toRun(ended));
      journal.afterCommit(() => Object.assign(record, { state, summary }));
    });
  }

  /** Ends the replay as failed; what is in its book stays. */
  fail(error: unknown): void {
    const { record, journal, store, log, source } = this.#parts;
    if (record.state !== 'running') return;
    void source.stop();
    record.state = 'failed';
    record.error = error instanceof Error ? error.message : String(error);
    log.error(`Replay ${accountOf(record.id)} failed: ${record.error}`, {
      error,
      account: accountOf(record.id),
      is: { code: 'replay_failed', params: { replay: accountOf(record.id), reason: record.error } },
    });
    journal.write(() => {
      store.saveEnd(record);
      journal.append('replay.state', toRun(record));
    });
  }
}

const END_OF_DATA = 'end_of_data';
