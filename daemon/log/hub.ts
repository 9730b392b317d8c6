import { type Log, type LogData, newRef } from './log.ts';
import { LEVELS, type Level } from './log-store.ts';
import { plain, stackOf } from './plain.ts';
import type { Redactor } from './redactor.ts';

/** A line with its secrets removed, as the sinks get it. */
export interface LogEntry {
  readonly ts: number;
  readonly level: Level;
  readonly source: string;
  readonly text: string;
  readonly ref?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** For the log file only. */
  readonly stack?: string;
}

export type LogSink = (entry: LogEntry) => void;

/**
 * Where all log lines meet: each is cleaned of secrets once and handed to every sink. Sinks are added while the daemon
 * starts; lines from before are handed to each as it comes.
 */
export class LogHub {
  readonly redactor: Redactor;
  readonly #now: () => number;
  readonly #sinks = new Set<LogSink>();
  #early: LogEntry[] | undefined = [];
  #level: Level = 'info';

  constructor(redactor: Redactor, now: () => number = Date.now) {
    this.redactor = redactor;
    this.#now = now;
  }

  /** Least level that is written down. */
  set level(level: Level) {
    this.#level = level;
  }

  /** @returns takes the sink out again */
  addSink(sink: LogSink): () => void {
    this.#sinks.add(sink);
    for (const entry of this.#early ?? []) this.#hand(sink, entry);
    return () => this.#sinks.delete(sink);
  }

  /** All sinks are there: early lines need no longer be kept. */
  started(): void {
    this.#early = undefined;
  }

  log(source: string): Log {
    return {
      debug: (text, data) => this.#take('debug', source, text, data),
      info: (text, data) => this.#take('info', source, text, data),
      warn: (text, data) => this.#take('warning', source, text, data),
      error: (text, data) => this.#take('error', source, text, data),
      child: (name) => this.log(name),
    };
  }

  #take(level: Level, source: string, text: string, { error, ref = error === undefined ? undefined : newRef(), ...rest }: LogData = {}): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#level)) return;
    const { clean } = this.redactor;
    const data = plain(error === undefined ? rest : { ...rest, error }, clean) as Record<string, unknown>;
    const entry: LogEntry = {
      ts: this.#now(),
      level,
      source,
      text: clean(text),
      ...(ref !== undefined && { ref }),
      ...(Object.keys(data).length > 0 && { data }),
      ...(error !== undefined && { stack: stackOf(error, clean) }),
    };
    this.#early?.push(entry);
    for (const sink of this.#sinks) this.#hand(sink, entry);
  }

  /** A sink that fails, such as on a full disk, must not fail what was being logged. */
  #hand(sink: LogSink, entry: LogEntry): void {
    try {
      sink(entry);
    } catch (error) {
      process.stderr.write(`log: ${this.redactor.clean(String(error))}\n`);
    }
  }
}
